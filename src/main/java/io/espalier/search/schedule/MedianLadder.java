package io.espalier.search.schedule;

import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The median rule (Golovin et al. 2017): a trial goes on at once, unless its value at a rung is
 * worse than the median of those that came there before it. The first ones at a rung all go on. It
 * stops less than halving does, and none that is better than half of the others. Where order does
 * not matter, the epochs between rungs are such rungs, too ({@link EpochMedians}).
 */
final class MedianLadder implements Ladder {
  static final Schedulers.Definition DEFINITION =
      new Schedulers.Definition(
          "median",
          "a trial goes on unless it is worse than the median of those that came to its rung before",
          true,
          false,
          (searcher, settings, trainings) ->
              new RungScheduler(
                  searcher,
                  settings,
                  trainings,
                  (rungs, objective, most) -> new MedianLadder(rungs, objective)));

  /** So many go on from a rung whatever their values are. */
  static final int FIRST = 5;

  private final Rungs rungs;
  private final Objective objective;
  private final RungText text;
  private final EpochMedians epochs;
  private final List<RunningMedian> medians = new ArrayList<>();
  private final TreeMap<Integer, Promotion> due = new TreeMap<>();
  private final TreeMap<Integer, Leaver> leavers = new TreeMap<>();

  MedianLadder(Rungs rungs, Objective objective) {
    this.rungs = rungs;
    this.objective = objective;
    text = new RungText(objective);
    epochs =
        new EpochMedians(
            objective,
            rungs.end() == 0 ? OptionalInt.empty() : OptionalInt.of(rungs.epochs().get(0)));
    for (int rung = 0; rung < rungs.end(); rung++) {
      medians.add(new RunningMedian());
    }
  }

  @Override
  public Place place() {
    return new Place(0, "");
  }

  @Override
  public long spent(long epochsDecided) {
    return epochsDecided;
  }

  @Override
  public void started(int trial) {
    // all begin alike
  }

  @Override
  public void promoted(int trial, int toRung) {
    due.remove(trial);
  }

  @Override
  public void stopped(int trial) {
    due.remove(trial);
    leavers.remove(trial);
  }

  @Override
  public void arrived(Arrival arrival) {
    if (arrival.rung() == rungs.end()) {
      return;
    }
    RunningMedian before = medians.get(arrival.rung());
    if (arrival.canGoOn()) {
      judge(arrival, before);
    }
    if (arrival.valued()) {
      before.add(arrival.value());
    }
  }

  private void judge(Arrival arrival, RunningMedian before) {
    int epochs = rungs.epochs().get(arrival.rung());
    boolean first = before.count() < FIRST;
    RungText.Rung rung =
        new RungText.Rung(
            epochs, "the median of " + before.count() + " trials before it", before.median());
    if (arrival.valued() && (first || !objective.better(before.median(), arrival.value()))) {
      String why =
          first
              ? "one of the first " + FIRST + " at rung " + epochs
              : text.noWorse(arrival.value(), rung);
      due.put(arrival.trial(), new Promotion(arrival.trial(), arrival.rung() + 1, why));
    } else {
      leavers.put(arrival.trial(), new Leaver(arrival.trial(), text.beaten(arrival.value(), rung)));
    }
  }

  @Override
  public Optional<Promotion> promotion() {
    return due.values().stream().findFirst();
  }

  @Override
  public Optional<Promotion> lastPromotion() {
    return Optional.empty();
  }

  @Override
  public Optional<Leaver> leaver() {
    return leavers.values().stream().findFirst();
  }

  /** None: nobody waits longer than until a slot is free. */
  @Override
  public Optional<Arrival> worst() {
    return Optional.empty();
  }

  @Override
  public Optional<EpochRule> between(History history) {
    return Optional.of(epochs.rule(history));
  }

  @Override
  public void complete() {
    // nobody waits for new trials
  }

  @Override
  public String standing(int trial) {
    return "stopped: the search is over";
  }

  /** As if half of the trials went on from each rung. */
  @Override
  public long planned(int trials) {
    return rungs.planned(trials, 0, 2);
  }
}
