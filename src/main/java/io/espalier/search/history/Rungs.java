package io.espalier.search.history;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The rungs that somebody has asked for, kept from then on. */
final class Rungs {
  private final TreeMap<Integer, Rung> rungs = new TreeMap<>();

  /** The rung at an epoch; the first question builds it from the trials that are there. */
  Rung at(int epochs, Supplier<Objective> objective, List<Trial> trials) {
    return rungs.computeIfAbsent(
        epochs,
        wanted -> {
          Rung rung = new Rung(wanted, objective.get());
          trials.forEach(rung::measured);
          return rung;
        });
  }

  /** A trial was measured. */
  void measured(Trial trial) {
    rungs.values().forEach(rung -> rung.measured(trial));
  }

  /** What a trial gave does not count any more: the next question builds the rungs anew. */
  void forget() {
    rungs.clear();
  }
}
