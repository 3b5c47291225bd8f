package io.espalier.search.schedule;

import io.espalier.search.history.Objective;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Asynchronous successive halving (ASHA; Li et al. 2020): whenever there is room, the best trial
 * that has a place in its rung goes on, from the highest rung where one has; else a new trial
 * begins. Nobody waits for others.
 */
final class AshaLadder implements Ladder {
  static final Schedulers.Definition DEFINITION =
      new Schedulers.Definition(
          "asha",
          "a trial goes on from a rung as soon as it is among the best third of those that came",
          true,
          false,
          (searcher, settings, trainings) ->
              new RungScheduler(
                  searcher,
                  settings,
                  trainings,
                  (rungs, objective, most) ->
                      new AshaLadder(rungs, settings.scheduler().reduction(), objective, most)));

  private final Rungs rungs;
  private final int reduction;
  private final RungText text;
  private final List<RungRanking> rankings = new ArrayList<>();

  /** The rungs at which trials wait. */
  private final Map<Integer, Integer> rungOf = new TreeMap<>();

  /**
   * @param most trials of the search at most
   */
  AshaLadder(Rungs rungs, int reduction, Objective objective, long most) {
    this.rungs = rungs;
    this.reduction = reduction;
    text = new RungText(objective);
    for (int rung = 0; rung < rungs.end(); rung++) {
      rankings.add(new RungRanking(reduction, objective, most));
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
    leaves(trial, true);
  }

  @Override
  public void stopped(int trial) {
    leaves(trial, false);
  }

  private void leaves(int trial, boolean onwards) {
    Optional<Integer> from = Optional.ofNullable(rungOf.remove(trial));
    from.ifPresent(rung -> rankings.get(rung).leaves(trial, onwards));
  }

  @Override
  public void arrived(Arrival arrival) {
    if (arrival.rung() == rungs.end()) {
      return;
    }
    rankings.get(arrival.rung()).add(arrival);
    if (arrival.canGoOn()) {
      rungOf.put(arrival.trial(), arrival.rung());
    }
  }

  @Override
  public Optional<Promotion> promotion() {
    return fromTheTop(RungRanking::due);
  }

  @Override
  public Optional<Promotion> lastPromotion() {
    return fromTheTop(RungRanking::bestIfNonePassed);
  }

  private Optional<Promotion> fromTheTop(Function<RungRanking, Optional<Arrival>> choice) {
    for (int rung = rungs.end() - 1; rung >= 0; rung--) {
      Optional<Arrival> chosen = choice.apply(rankings.get(rung));
      if (chosen.isPresent()) {
        Arrival one = chosen.get();
        return Optional.of(
            new Promotion(one.trial(), rung + 1, text.among(one.value(), now(rung))));
      }
    }
    return Optional.empty();
  }

  @Override
  public Optional<Leaver> leaver() {
    for (RungRanking ranking : rankings) {
      Optional<Arrival> beaten = ranking.beaten();
      if (beaten.isPresent()) {
        return beaten.map(
            one -> new Leaver(one.trial(), text.beaten(one.value(), atMost(one.rung()))));
      }
    }
    return Optional.empty();
  }

  /** A rung as it is. */
  private RungText.Rung now(int rung) {
    RungRanking ranking = rankings.get(rung);
    return new RungText.Rung(
        rungs.epochs().get(rung), RungText.share(reduction, ranking.came()), ranking.enough());
  }

  /** A rung as it will be when all trials have come. */
  private RungText.Rung atMost(int rung) {
    RungRanking ranking = rankings.get(rung);
    return new RungText.Rung(
        rungs.epochs().get(rung),
        "the best " + ranking.mostPlaces() + ", the most that can go on,",
        ranking.enoughForSure());
  }

  @Override
  public Optional<Arrival> worst() {
    return rankings.stream().flatMap(ranking -> ranking.worst().stream()).findFirst();
  }

  @Override
  public void complete() {
    // nobody waits for new trials
  }

  @Override
  public String standing(int trial) {
    return Optional.ofNullable(rungOf.get(trial))
        .map(rung -> text.beaten(rankings.get(rung).value(trial), now(rung)))
        .orElse("stopped: the search is over");
  }

  @Override
  public long planned(int trials) {
    return rungs.planned(trials, 0, reduction);
  }
}
