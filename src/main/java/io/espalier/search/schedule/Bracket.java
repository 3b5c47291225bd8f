package io.espalier.search.schedule;

import io.espalier.search.history.Objective;
import io.espalier.search.schedule.Ladder.Arrival;
import io.espalier.search.schedule.Ladder.Leaver;
import io.espalier.search.schedule.Ladder.Promotion;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Trials that are compared with each other alone: once all of them have come to a rung, the best go
 * on and the others are stopped (successive halving; Jamieson and Talwalkar 2016).
 */
final class Bracket {
  private final Shape shape;
  private final Rungs rungs;
  private final int reduction;
  private final Objective objective;
  private final RungText text;

  /** By rung: who is to come there, and who came. */
  private final List<Set<Integer>> members = new ArrayList<>();

  private final List<Map<Integer, Arrival>> arrived = new ArrayList<>();
  private final Set<Integer> stopped = new TreeSet<>();
  private final Map<Integer, Promotion> due = new LinkedHashMap<>();
  private final TreeMap<Integer, Leaver> leavers = new TreeMap<>();
  private boolean complete;
  private int compared;

  /**
   * How a bracket is made.
   *
   * @param number from 1
   * @param firstRung where its trials are compared first
   * @param trials that begin in it, at least 1
   */
  record Shape(int number, int firstRung, int trials) {}

  Bracket(Shape shape, Rungs rungs, int reduction, Objective objective) {
    this.shape = shape;
    this.rungs = rungs;
    this.reduction = reduction;
    this.objective = objective;
    text = new RungText(objective);
    compared = shape.firstRung();
    for (int rung = 0; rung <= rungs.end(); rung++) {
      members.add(new TreeSet<>());
      arrived.add(new TreeMap<>());
    }
  }

  /** Whether no further trial begins in it. */
  boolean isComplete() {
    return complete;
  }

  /** Whether nothing is left to compare, to promote or to stop. */
  boolean isOver() {
    return complete && compared == rungs.end() && due.isEmpty() && leavers.isEmpty();
  }

  /** Another trial begins in it. */
  void started(int trial) {
    Set<Integer> all = members.get(shape.firstRung());
    all.add(trial);
    complete |= all.size() == shape.trials();
    compare();
  }

  /** No further trial begins in it. */
  void complete() {
    complete = true;
    compare();
  }

  void promoted(int trial, int toRung) {
    members.get(toRung).add(trial);
    due.remove(trial);
    compare();
  }

  void stopped(int trial) {
    stopped.add(trial);
    due.remove(trial);
    leavers.remove(trial);
    compare();
  }

  void arrived(Arrival arrival) {
    arrived.get(arrival.rung()).put(arrival.trial(), arrival);
    if (arrival.rung() < compared && arrival.canGoOn()) {
      leavers.put(
          arrival.trial(),
          new Leaver(arrival.trial(), "stopped: it came after its bracket had been compared"));
    }
    compare();
  }

  /** Compares the trials of the rungs where all have come. */
  private void compare() {
    while (complete
        && compared < rungs.end()
        && due.isEmpty()
        && arrived.get(compared).keySet().containsAll(members.get(compared))) {
      compare(compared);
      compared++;
    }
  }

  private void compare(int rung) {
    List<Arrival> all =
        arrived.get(rung).values().stream().sorted(Arrival.bestFirst(objective)).toList();
    int places = places(rung);
    List<Arrival> best = all.stream().filter(Arrival::valued).limit(places).toList();
    double enough = best.isEmpty() ? Double.NaN : best.get(best.size() - 1).value();
    RungText.Rung at =
        new RungText.Rung(
            rungs.epochs().get(rung),
            "the best " + places + " of bracket " + shape.number() + " with " + size() + " trials",
            enough);
    for (Arrival one : all) {
      if (one.canGoOn() && !decided(one.trial(), rung)) {
        if (best.contains(one)) {
          due.put(one.trial(), new Promotion(one.trial(), rung + 1, text.among(one.value(), at)));
        } else {
          leavers.put(one.trial(), new Leaver(one.trial(), text.beaten(one.value(), at)));
        }
      }
    }
  }

  /** Whether it has gone on from a rung or been stopped, before its bracket was complete. */
  private boolean decided(int trial, int rung) {
    return stopped.contains(trial) || members.get(rung + 1).contains(trial);
  }

  private int size() {
    return members.get(shape.firstRung()).size();
  }

  private int places(int rung) {
    return Rungs.places(size(), reduction, rung - shape.firstRung() + 1);
  }

  Optional<Promotion> promotion() {
    return due.values().stream().findFirst();
  }

  Optional<Leaver> leaver() {
    return leavers.values().stream().findFirst();
  }
}
