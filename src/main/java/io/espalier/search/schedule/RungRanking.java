package io.espalier.search.schedule;

import io.espalier.search.history.Objective;
import io.espalier.search.schedule.Ladder.Arrival;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The trials that came to a rung, as the asynchronous rule sees them (Li et al. 2020, algorithm 2):
 * the best one in {@code reduction} of those that came so far have a place and may go on; ties go
 * by number. Every change and answer takes time by the logarithm of how many came.
 */
final class RungRanking {
  private final int reduction;
  private final int mostPlaces;
  private final TreeMap<Integer, Arrival> waiting = new TreeMap<>();
  private final NavigableSet<Arrival> waitingInOrder;

  /** Who has a value, parted where the places end. */
  private final NavigableSet<Arrival> placed;

  private final NavigableSet<Arrival> unplaced;

  /** Who can have a place whatever comes. */
  private final NavigableSet<Arrival> contenders;

  /** Who waits and has a place, and who waits and will never have one. */
  private final NavigableSet<Arrival> due;

  private final NavigableSet<Arrival> beaten;
  private int came;
  private boolean passed;

  /**
   * @param most trials that come here at most
   */
  RungRanking(int reduction, Objective objective, long most) {
    this.reduction = reduction;
    mostPlaces = (int) Math.max(1, Math.min(Integer.MAX_VALUE, most / reduction));
    waitingInOrder = ordered(objective);
    placed = ordered(objective);
    unplaced = ordered(objective);
    contenders = ordered(objective);
    due = ordered(objective);
    beaten = ordered(objective);
  }

  private static NavigableSet<Arrival> ordered(Objective objective) {
    return new TreeSet<>(Arrival.bestFirst(objective));
  }

  /** A trial came; one that cannot go on has ended, and keeps its place if it has a value. */
  void add(Arrival arrival) {
    came++;
    passed |= arrival.valued() && !arrival.canGoOn();
    if (arrival.canGoOn()) {
      waiting.put(arrival.trial(), arrival);
      waitingInOrder.add(arrival);
    }
    if (arrival.valued()) {
      unplaced.add(arrival);
      contenders.add(arrival);
      if (contenders.size() > mostPlaces) {
        beat(Optional.ofNullable(contenders.pollLast()));
      }
    } else {
      beat(Optional.of(arrival));
    }
    place();
  }

  private void beat(Optional<Arrival> loser) {
    loser.filter(this::waits).ifPresent(beaten::add);
  }

  private boolean waits(Arrival arrival) {
    return waiting.containsKey(arrival.trial());
  }

  /** Gives the places there are now to the best. */
  private void place() {
    int places = came / reduction;
    while (!unplaced.isEmpty() && (placed.size() < places || misplaced())) {
      Arrival raised = unplaced.first();
      unplaced.remove(raised);
      placed.add(raised);
      if (waits(raised)) {
        due.add(raised);
      }
      if (placed.size() > places) {
        Arrival lowered = placed.last();
        placed.remove(lowered);
        due.remove(lowered);
        unplaced.add(lowered);
      }
    }
  }

  private boolean misplaced() {
    return !placed.isEmpty() && placed.comparator().compare(unplaced.first(), placed.last()) < 0;
  }

  /** A trial waits no more: it goes on, or is stopped. */
  void leaves(int trial, boolean onwards) {
    passed |= onwards;
    Optional<Arrival> gone = Optional.ofNullable(waiting.remove(trial));
    gone.ifPresent(
        arrival -> {
          waitingInOrder.remove(arrival);
          due.remove(arrival);
          beaten.remove(arrival);
        });
  }

  /** The best of those that wait and have a place. */
  Optional<Arrival> due() {
    return first(due);
  }

  /** The best of those that wait, if nobody has gone on from here or ended here. */
  Optional<Arrival> bestIfNonePassed() {
    return passed ? Optional.empty() : first(waitingInOrder).filter(Arrival::valued);
  }

  /** One that waits and will never have a place. */
  Optional<Arrival> beaten() {
    return first(beaten);
  }

  /** The worst of those that wait. */
  Optional<Arrival> worst() {
    return waitingInOrder.isEmpty() ? Optional.empty() : Optional.of(waitingInOrder.last());
  }

  private static Optional<Arrival> first(NavigableSet<Arrival> set) {
    return set.isEmpty() ? Optional.empty() : Optional.of(set.first());
  }

  /** The value of a trial that waits; NaN where it has none. */
  double value(int trial) {
    return Optional.ofNullable(waiting.get(trial)).map(Arrival::value).orElse(Double.NaN);
  }

  /** How many came. */
  int came() {
    return came;
  }

  /** Places there are if all come, at least 1. */
  int mostPlaces() {
    return mostPlaces;
  }

  /** The value that was enough for a place; the best one where there is no place; or NaN. */
  double enough() {
    return placed.isEmpty()
        ? first(unplaced).map(Arrival::value).orElse(Double.NaN)
        : placed.last().value();
  }

  /** The value that is enough for a place if all come; NaN if nobody has one. */
  double enoughForSure() {
    return contenders.isEmpty() ? Double.NaN : contenders.last().value();
  }
}
