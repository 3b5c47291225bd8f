package io.espalier.search.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finished trials by the objective, the best first. Those that trained to their end come before
 * those that were stopped, and of these the ones that came further: values after different numbers
 * of epochs are not compared. Ties go by validation loss, then by fewer parameters, then by number.
 * Trials without a value are not among them, nor those that do not meet the limits. Trials that
 * were confirmed come first, by the mean of all their measurements; one of which a confirmation has
 * no value is the last of them.
 */
public final class TrialRanking {
  private static final String VALIDATION_LOSS = "validation_loss";

  private final Objective objective;
  private final Limits limits;
  private final TreeSet<Trial> ranked = new TreeSet<>(this::compare);
  private final TreeMap<Integer, Trial> confirmed = new TreeMap<>();
  private final TreeMap<Integer, TreeMap<Integer, Double>> confirmations = new TreeMap<>();
  private int infeasible;

  TrialRanking(Event.RunOpened opened) {
    objective = opened.objective();
    limits = Limits.of(opened);
  }

  /** A trial has come to its end. */
  void finished(Trial trial) {
    if (!trial.status().ranked() || Double.isNaN(trial.objective())) {
      return;
    }
    if (limits.met(trial)) {
      ranked.add(trial);
    } else {
      infeasible++;
    }
  }

  /** A trial was trained once more; the order of its confirmations changes nothing. */
  void confirmed(Trial trial, int seedIndex, double value) {
    confirmed.put(trial.number(), trial);
    confirmations.computeIfAbsent(trial.number(), number -> new TreeMap<>()).put(seedIndex, value);
  }

  /** The best ones, at most so many. */
  public List<Trial> best(int count) {
    if (confirmed.isEmpty()) {
      return searched(count);
    }
    Stream<Trial> others = ranked.stream().filter(trial -> !confirmed.containsKey(trial.number()));
    return Stream.concat(inOrder().stream(), others).limit(count).toList();
  }

  /** The best ones by what the search measured, at most so many. */
  public List<Trial> searched(int count) {
    return ranked.stream().limit(count).toList();
  }

  /**
   * All measurements of a trial's objective: the search's, then its confirmations'; NaN where one
   * did not complete.
   */
  public Sample measured(Trial trial) {
    List<Double> values = new ArrayList<>(List.of(trial.objective()));
    values.addAll(confirmations.getOrDefault(trial.number(), new TreeMap<>()).values());
    return new Sample(values);
  }

  /** The measurements of the trials that were confirmed, by number. */
  public SortedMap<Integer, Sample> confirmed() {
    SortedMap<Integer, Sample> all = new TreeMap<>();
    confirmed.values().forEach(trial -> all.put(trial.number(), measured(trial)));
    return all;
  }

  /** How many trials have the best one's value, itself among them; 0 where there is none. */
  public int tied() {
    Collection<Trial> contenders = confirmed.isEmpty() ? ranked : inOrder();
    int tied = 0;
    double best = Double.NaN;
    for (Trial trial : contenders) {
      double value = value(trial);
      if (tied > 0
          && (trial.status() == TrialStatus.STOPPED || objective.compare(value, best) != 0)) {
        break;
      }
      best = value;
      tied++;
    }
    return tied;
  }

  /** Trials that have a value and do not meet the limits. */
  public int infeasible() {
    return infeasible;
  }

  private List<Trial> inOrder() {
    return confirmed.values().stream()
        .sorted(
            (a, b) -> {
              int better = objective.compare(value(a), value(b));
              return better != 0 ? better : compare(a, b);
            })
        .toList();
  }

  private double value(Trial trial) {
    return measured(trial).mean();
  }

  private int compare(Trial a, Trial b) {
    boolean stopped = a.status() == TrialStatus.STOPPED;
    if (stopped != (b.status() == TrialStatus.STOPPED)) {
      return stopped ? 1 : -1;
    }
    int better = stopped ? Integer.compare(b.epochs(), a.epochs()) : 0;
    if (better == 0) {
      better = objective.compare(a.objective(), b.objective());
    }
    if (better == 0) {
      better = Double.compare(loss(a), loss(b));
    }
    if (better == 0) {
      better = Long.compare(a.parameters(), b.parameters());
    }
    return better != 0 ? better : Integer.compare(a.number(), b.number());
  }

  /** The validation loss of the epoch that counts; NaN, after all others, where there is none. */
  private double loss(Trial trial) {
    return objective
        .counting(trial.counting(), trial.parameters())
        .map(reading -> reading.number(VALIDATION_LOSS))
        .orElse(Double.NaN);
  }
}
