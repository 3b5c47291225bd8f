package io.espalier.search.schedule;

import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.search.suggest.SearchView;
import io.espalier.search.suggest.Searcher;
import io.espalier.search.suggest.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Trains trials from rung to rung as a {@link Ladder} says. Interrupted trials come first, lowest
 * number first; then who goes no further is stopped, then who has a place in its rung goes on, and
 * only where nobody has one a new trial begins. At the end all that still wait are stopped.
 */
final class RungScheduler implements Scheduler {
  private static final double GIGABYTE = 1e9;

  /** More trials than that are as good as endless. */
  private static final int MOST_COUNTED = 10_000_000;

  private final Searcher searcher;
  private final SearchSettings settings;
  private final Trainings trainings;
  private final Proposals proposals;
  private final LadderMaker maker;
  private Rungs rungs;
  private Optional<Knowledge> knowledge = Optional.empty();
  private Optional<String> over = Optional.empty();

  /** Makes a ladder on which nobody stands. */
  interface LadderMaker {
    /**
     * Makes one.
     *
     * @param most trials of the search at most
     */
    Ladder make(Rungs rungs, Objective objective, long most);
  }

  RungScheduler(
      Searcher searcher, SearchSettings settings, Trainings trainings, LadderMaker maker) {
    this.searcher = searcher;
    this.settings = settings;
    this.trainings = trainings;
    this.proposals = new Proposals(searcher, settings, trainings);
    this.maker = maker;
    this.rungs = Rungs.of(settings.scheduler(), trainings.longest());
  }

  @Override
  public Decision decide(History history) {
    for (Trial interrupted : history.interrupted()) {
      return proposals.again(interrupted);
    }
    Knowledge known = knowledgeOf(history);
    known.read();
    OptionalInt missing = known.catchUp(settings.window());
    while (missing.isEmpty()) {
      Optional<Decision> next = next(history, known);
      if (next.isPresent() || !known.hasMore()) {
        return next.orElseGet(() -> end(history, known));
      }
      missing = known.missing();
      if (missing.isEmpty()) {
        known.tellNext();
      }
    }
    int trial = missing.getAsInt();
    return new Decision.Wait(
        String.format(Locale.ROOT, "trial %d is needed for the next decision", trial));
  }

  @Override
  public Optional<EpochRule> epochRule(History history) {
    if (settings.isDeterministic(searcher.learns())) {
      return Optional.empty();
    }
    Knowledge known = knowledgeOf(history);
    known.read();
    return known.rules().cut(history).isPresent()
        ? known.rules().epochRule(history)
        : known.ladder().between(history).or(() -> known.rules().epochRule(history));
  }

  @Override
  public List<Integer> rungs() {
    return rungs.epochs();
  }

  @Override
  public Optional<String> outlook(Objective objective, long trials) {
    String at =
        rungs.end() == 0
            ? "no rungs: trainings have " + rungs.longest() + " epochs"
            : "rungs at epochs "
                + rungs.epochs().stream().map(String::valueOf).collect(Collectors.joining(", "))
                + " of "
                + rungs.longest()
                + ", one of "
                + settings.scheduler().reduction()
                + " goes on";
    if (trials > MOST_COUNTED) {
      return Optional.of(at);
    }
    long planned = maker.make(rungs, objective, trials).planned((int) trials);
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%s: about %d epochs in all, where training every trial to its end takes %d",
            at,
            planned,
            trials * rungs.longest()));
  }

  private Knowledge knowledgeOf(History history) {
    return knowledge
        .filter(known -> known.isOf(history))
        .orElseGet(
            () -> {
              over = Optional.empty();
              rungs = Rungs.of(history, settings.scheduler(), trainings);
              Knowledge fresh =
                  new Knowledge(
                      history,
                      maker.make(rungs, history.opened().objective(), most()),
                      rungs,
                      inOrder(),
                      new StoppingRules(settings.stopping(), history.opened()),
                      trainings::checkpointBytes);
              knowledge = Optional.of(fresh);
              return fresh;
            });
  }

  /** A ladder that depends on no order needs none, unless proposals or the search's end do. */
  private boolean inOrder() {
    boolean ordered = Schedulers.named(settings.scheduler().kind()).ordered();
    return settings.isDeterministic(searcher.learns())
        && (searcher.learns() || settings.stopping().byResults() || !ordered);
  }

  private long most() {
    OptionalLong proposed = searcher.proposals();
    return Math.min(
        proposed.orElse(Long.MAX_VALUE),
        settings.trials().isPresent() ? settings.trials().getAsInt() : Long.MAX_VALUE);
  }

  private Optional<Decision> next(History history, Knowledge known) {
    Optional<String> cut = known.rules().cut(history);
    if (cut.isPresent()) {
      return Optional.of(cutShort(history, cut.get()));
    }
    return stopOrPromote(history, known)
        .or(() -> begin(history, known))
        .or(() -> stopOrPromote(history, known)); // no new trial comes: that may have decided it
  }

  /** Paused trials are stopped once none trains, so that their order depends on no clock. */
  private static Decision cutShort(History history, String reason) {
    int running = history.running().size();
    if (running > 0) {
      return new Decision.Wait(reason + "; " + running + " running");
    }
    return history.paused().stream()
        .findFirst()
        .<Decision>map(trial -> new Decision.Stop(trial.number(), reason))
        .orElseGet(() -> new Decision.Finish(reason, true));
  }

  private Optional<Decision> stopOrPromote(History history, Knowledge known) {
    Ladder ladder = known.ladder();
    return ladder
        .leaver()
        .<Decision>map(leaver -> new Decision.Stop(leaver.trial(), leaver.reason()))
        .or(() -> ladder.promotion().map(promotion -> goOn(history, promotion)))
        .or(() -> tooMany(known));
  }

  /** The worst of the paused ones, where their checkpoints are more than may be kept. */
  private Optional<Decision> tooMany(Knowledge known) {
    double most = settings.scheduler().checkpointGigabytes();
    if ((double) known.keptBytes() <= most * GIGABYTE) {
      return Optional.empty();
    }
    return known
        .ladder()
        .worst()
        .map(
            worst ->
                new Decision.Stop(
                    worst.trial(),
                    String.format(
                        Locale.ROOT,
                        "stopped to make room: the checkpoints of %d paused trials take about %.2f"
                            + " GB, checkpoint-gigabytes = %s, and %.4g is the worst of the lowest"
                            + " rung",
                        known.kept(),
                        (double) known.keptBytes() / GIGABYTE,
                        most,
                        worst.value())));
  }

  private Decision goOn(History history, Ladder.Promotion promotion) {
    Trial trial = history.trial(promotion.trial()).orElseThrow();
    int toEpoch = rungs.epochs(promotion.toRung(), proposals.epochs(trial));
    return new Decision.Resume(promotion.trial(), toEpoch, promotion.reason());
  }

  /** A new trial, while the budget and the searcher have one. */
  private Optional<Decision> begin(History history, Knowledge known) {
    if (over.isPresent()) {
      return Optional.empty();
    }
    Ladder ladder = known.ladder();
    long spent = ladder.spent(history.epochsDecided());
    over = known.rules().over().or(() -> proposals.spent(history, spent));
    if (over.isEmpty()) {
      Suggestion suggestion = proposals.next(view(history, known));
      if (suggestion instanceof Suggestion.Try proposal) {
        Ladder.Place place = ladder.place();
        int toEpoch = rungs.epochs(place.toRung(), Integer.MAX_VALUE);
        return Optional.of(proposals.judge(history, proposal, toEpoch, place.reason()));
      }
      over = Optional.of(suggestion.reason());
    }
    ladder.complete();
    return Optional.empty();
  }

  private SearchView view(History history, Knowledge known) {
    if (!searcher.learns()) {
      return SearchView.of(history, SearchView.UNSEEN);
    }
    return inOrder() ? SearchView.of(history, known.seen()) : SearchView.ofAll(history);
  }

  /** Nothing is left to decide but how the last ones end. */
  private Decision end(History history, Knowledge known) {
    Ladder ladder = known.ladder();
    Optional<String> early = known.rules().over();
    String reason = early.or(() -> over).orElse("");
    int running = history.running().size();
    if (running > 0) {
      return new Decision.Wait(reason + "; " + running + " running");
    }
    Optional<Decision> last = ladder.lastPromotion().map(promotion -> goOn(history, promotion));
    return last.or(() -> stopFirst(history, ladder))
        .orElseGet(() -> new Decision.Finish(reason, early.isPresent()));
  }

  private static Optional<Decision> stopFirst(History history, Ladder ladder) {
    return history.paused().stream()
        .findFirst()
        .map(trial -> new Decision.Stop(trial.number(), ladder.standing(trial.number())));
  }
}
