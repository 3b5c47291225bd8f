package io.espalier.search.history;

import io.espalier.wire.Measurement;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The trials that have had so many epochs, ordered by the objective's value at that moment, the
 * best first, ties by number. Values that are NaN are none.
 */
public final class Rung {
  private final int epochs;
  private final Objective objective;
  private final TreeMap<Integer, Entry> entries = new TreeMap<>();
  private final TreeSet<Entry> ranking;

  /** A trial and its value at the rung. */
  public record Entry(int trial, double value) {}

  Rung(int epochs, Objective objective) {
    if (epochs < 1) {
      throw new IllegalArgumentException("a rung is at an epoch from 1 on, not at " + epochs);
    }
    this.epochs = epochs;
    this.objective = objective;
    ranking = new TreeSet<>(this::compare);
  }

  private int compare(Entry a, Entry b) {
    int better = objective.compare(a.value(), b.value());
    return better != 0 ? better : Integer.compare(a.trial(), b.trial());
  }

  /** A trial was measured; it is entered once, when it has come so far. */
  void measured(Trial trial) {
    if (trial.epochs() < epochs || entries.containsKey(trial.number())) {
      return;
    }
    List<Measurement> until =
        trial.measurements().stream().filter(one -> one.epoch() <= epochs).toList();
    double value = objective.of(until, trial.parameters());
    if (!Double.isNaN(value)) {
      Entry entry = new Entry(trial.number(), value);
      entries.put(trial.number(), entry);
      ranking.add(entry);
    }
  }

  /** Epochs at which trials are compared here. */
  public int epochs() {
    return epochs;
  }

  /** How many trials have a value here. */
  public int size() {
    return entries.size();
  }

  /** A trial's value; empty if it has not come so far. */
  public Optional<Double> value(int trial) {
    return Optional.ofNullable(entries.get(trial)).map(Entry::value);
  }

  /** The best entries, best first. */
  public List<Entry> best(int count) {
    return ranking.stream().limit(count).toList();
  }
}
