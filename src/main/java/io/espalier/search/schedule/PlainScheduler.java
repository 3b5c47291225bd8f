package io.espalier.search.schedule;

import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.suggest.SearchView;
import io.espalier.search.suggest.Searcher;
import io.espalier.search.suggest.Suggestion;
import io.espalier.wire.Configuration;
import io.espalier.wire.Seeds;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;

/**
 * Trains every proposed configuration to the end, until the budget is spent. Interrupted trials
 * come first, lowest number first, with their old configuration and seed; they go on where they
 * last paused.
 */
public final class PlainScheduler implements Scheduler {
  private final Searcher searcher;
  private final SearchSettings settings;
  private final Trainings trainings;

  /** A scheduler over a searcher. */
  public PlainScheduler(Searcher searcher, SearchSettings settings, Trainings trainings) {
    this.searcher = searcher;
    this.settings = settings;
    this.trainings = trainings;
  }

  @Override
  public Decision decide(History history) {
    Iterator<Trial> waiting = history.interrupted().iterator();
    if (waiting.hasNext()) {
      return again(waiting.next());
    }
    Iterator<Trial> paused = history.paused().iterator();
    if (paused.hasNext()) {
      Trial trial = paused.next();
      return new Decision.Resume(trial.number(), epochs(trial), "goes on to its end");
    }
    Optional<String> spent = spent(history);
    if (spent.isPresent()) {
      return end(history, spent.get());
    }
    int lag = settings.lag(searcher.learns());
    if (!SearchView.ready(history, lag)) {
      int first = history.observedTo() + 1;
      return new Decision.Wait(
          String.format(Locale.ROOT, "trial %d is needed for the next proposal", first));
    }
    Suggestion suggestion = searcher.next(SearchView.of(history, lag));
    return suggestion instanceof Suggestion.Try proposal
        ? judge(history, proposal)
        : end(history, suggestion.reason());
  }

  private static Decision end(History history, String reason) {
    int running = history.running().size();
    return running == 0
        ? new Decision.Finish(reason)
        : new Decision.Wait(reason + "; " + running + " running");
  }

  private Optional<String> spent(History history) {
    int trials = history.trials().size();
    if (settings.trials().isPresent() && trials >= settings.trials().getAsInt()) {
      return Optional.of("search.trials = " + settings.trials().getAsInt() + " is reached");
    }
    long epochs = history.epochsDecided();
    return settings.epochs().isPresent() && epochs >= settings.epochs().getAsLong()
        ? Optional.of("search.epochs = " + settings.epochs().getAsLong() + " is spent")
        : Optional.empty();
  }

  private Decision again(Trial trial) {
    int epochs = epochs(trial);
    return trial.segments().isEmpty()
        ? new Decision.Start(
            trial.number(),
            trial.configuration(),
            trial.seed(),
            epochs,
            "trains again: the run was interrupted while it trained")
        : new Decision.Resume(
            trial.number(),
            epochs,
            String.format(
                Locale.ROOT, "goes on from epoch %d: the run was interrupted", trial.epochs()));
  }

  private int epochs(Trial trial) {
    return trainings.epochs(trial.configuration());
  }

  private Decision judge(History history, Suggestion.Try proposal) {
    int trial = history.nextTrial();
    Configuration configuration = proposal.configuration();
    return trainings
        .impossible(configuration)
        .<Decision>map(reason -> new Decision.Reject(trial, configuration, reason))
        .orElseGet(
            () ->
                new Decision.Start(
                    trial,
                    configuration,
                    trialSeed(history.opened().seed(), trial),
                    trainings.epochs(configuration),
                    proposal.reason()));
  }

  /** The seed of a trial's weights and dropout. */
  public static long trialSeed(long experimentSeed, int trial) {
    return Seeds.seed(experimentSeed, Seeds.Purpose.WEIGHTS, trial);
  }
}
