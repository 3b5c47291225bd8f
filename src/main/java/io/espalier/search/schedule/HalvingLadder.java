package io.espalier.search.schedule;

import io.espalier.search.history.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Synchronous successive halving (Jamieson and Talwalkar 2016) in brackets of trials, one after the
 * other, and Hyperband (Li et al. 2018), whose brackets begin at different rungs in turn. New
 * brackets begin while others wait for their trials, so what trains depends on no order.
 */
final class HalvingLadder implements Ladder {
  static final Schedulers.Definition HALVING =
      new Schedulers.Definition(
          "halving",
          "trials are compared in brackets; the best third goes on once all have come to a rung",
          true,
          true,
          (searcher, settings, trainings) ->
              new RungScheduler(
                  searcher,
                  settings,
                  trainings,
                  (rungs, objective, most) ->
                      halving(rungs, settings.scheduler(), objective, most)));

  static final Schedulers.Definition HYPERBAND =
      new Schedulers.Definition(
          "hyperband",
          "as halving, in brackets that are compared first at the first rung, the second, …",
          true,
          true,
          (searcher, settings, trainings) ->
              new RungScheduler(
                  searcher,
                  settings,
                  trainings,
                  (rungs, objective, most) -> hyperband(rungs, settings.scheduler(), objective)));

  private final Rungs rungs;
  private final int reduction;
  private final Objective objective;
  private final IntFunction<Bracket.Shape> shapes;
  private final Map<Integer, Bracket> bracketOf = new TreeMap<>();
  private final List<Bracket> open = new ArrayList<>();
  private Bracket.Shape shape;
  private int begun;
  private long plannedBefore;

  /**
   * @param shapes the bracket of each number, from 1
   */
  private HalvingLadder(
      Rungs rungs, int reduction, Objective objective, IntFunction<Bracket.Shape> shapes) {
    this.rungs = rungs;
    this.reduction = reduction;
    this.objective = objective;
    this.shapes = shapes;
    shape = shapes.apply(1);
  }

  /** Brackets of one size: the given one, or as many trials as leave one for the end. */
  private static Ladder halving(
      Rungs rungs, SchedulerSettings settings, Objective objective, long most) {
    double whole = Math.pow(settings.reduction(), rungs.end());
    int trials = settings.bracket().orElse((int) Math.min((double) most, Math.min(1 << 30, whole)));
    return new HalvingLadder(
        rungs,
        settings.reduction(),
        objective,
        number -> new Bracket.Shape(number, 0, Math.max(1, trials)));
  }

  /**
   * Brackets whose first rungs take turns, from the first rung to the end; as many trials that each
   * costs about the same: with s rungs to go of s_max, ⌈(s_max + 1) / (s + 1) · η^s⌉.
   */
  private static Ladder hyperband(Rungs rungs, SchedulerSettings settings, Objective objective) {
    int kinds = rungs.end() + 1;
    return new HalvingLadder(
        rungs,
        settings.reduction(),
        objective,
        number -> {
          int firstRung = (number - 1) % kinds;
          int toGo = rungs.end() - firstRung;
          double trials =
              Math.ceil((double) kinds / (toGo + 1) * Math.pow(settings.reduction(), toGo));
          return new Bracket.Shape(number, firstRung, (int) Math.min(1 << 30, trials));
        });
  }

  @Override
  public Place place() {
    String begins =
        shape.firstRung() < rungs.end()
            ? "compared first at epoch " + rungs.epochs().get(shape.firstRung())
            : "trained to the end";
    return new Place(shape.firstRung(), "; bracket " + shape.number() + ", " + begins);
  }

  /** Of whole brackets: so what has been decided of the others changes nothing. */
  @Override
  public long spent(long epochsDecided) {
    return plannedBefore;
  }

  @Override
  public void started(int trial) {
    if (begun == 0) {
      open.add(new Bracket(shape, rungs, reduction, objective));
    }
    Bracket newest = open.get(open.size() - 1);
    bracketOf.put(trial, newest);
    begun++;
    newest.started(trial);
    if (newest.isComplete()) {
      plannedBefore += rungs.planned(begun, shape.firstRung(), reduction);
      shape = shapes.apply(shape.number() + 1);
      begun = 0;
    }
  }

  @Override
  public void promoted(int trial, int toRung) {
    Optional.ofNullable(bracketOf.get(trial)).ifPresent(its -> its.promoted(trial, toRung));
  }

  @Override
  public void stopped(int trial) {
    Optional.ofNullable(bracketOf.get(trial)).ifPresent(its -> its.stopped(trial));
  }

  @Override
  public void arrived(Arrival arrival) {
    Optional.ofNullable(bracketOf.get(arrival.trial())).ifPresent(its -> its.arrived(arrival));
    open.removeIf(Bracket::isOver);
  }

  @Override
  public Optional<Promotion> promotion() {
    return open.stream().flatMap(bracket -> bracket.promotion().stream()).findFirst();
  }

  @Override
  public Optional<Promotion> lastPromotion() {
    return Optional.empty();
  }

  @Override
  public Optional<Leaver> leaver() {
    return open.stream().flatMap(bracket -> bracket.leaver().stream()).findFirst();
  }

  /** None: a bracket needs all of its trials. */
  @Override
  public Optional<Arrival> worst() {
    return Optional.empty();
  }

  @Override
  public void complete() {
    open.forEach(Bracket::complete);
  }

  @Override
  public String standing(int trial) {
    return "stopped: its bracket is over";
  }

  @Override
  public long planned(int trials) {
    long planned = 0;
    int left = trials;
    for (int number = 1; left > 0; number++) {
      Bracket.Shape next = shapes.apply(number);
      int begin = Math.min(left, next.trials());
      planned += rungs.planned(begin, next.firstRung(), reduction);
      left -= begin;
    }
    return planned;
  }
}
