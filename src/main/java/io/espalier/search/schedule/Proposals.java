package io.espalier.search.schedule;

import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.suggest.SearchView;
import io.espalier.search.suggest.Searcher;
import io.espalier.search.suggest.Suggestion;
import io.espalier.wire.Configuration;
import io.espalier.wire.Seeds;
import java.util.Locale;
import java.util.Optional;

/** How trials begin: new ones within the budget, and again those that were interrupted. */
final class Proposals {
  private final Searcher searcher;
  private final SearchSettings settings;
  private final Trainings trainings;

  Proposals(Searcher searcher, SearchSettings settings, Trainings trainings) {
    this.searcher = searcher;
    this.settings = settings;
    this.trainings = trainings;
  }

  /** The seed of a trial's weights and dropout. */
  static long trialSeed(long experimentSeed, int trial) {
    return Seeds.seed(experimentSeed, Seeds.Purpose.WEIGHTS, trial);
  }

  /** Epochs that the training of a trial has. */
  int epochs(Trial trial) {
    return trainings.epochs(trial.configuration());
  }

  /** The budget by which no further trial may begin, if there is one. */
  Optional<String> spent(History history, long epochs) {
    int trials = history.trials().size();
    if (settings.trials().isPresent() && trials >= settings.trials().getAsInt()) {
      return Optional.of("search.trials = " + settings.trials().getAsInt() + " is reached");
    }
    return settings.epochs().isPresent() && epochs >= settings.epochs().getAsLong()
        ? Optional.of("search.epochs = " + settings.epochs().getAsLong() + " is spent")
        : Optional.empty();
  }

  /** What the searcher proposes next. */
  Suggestion next(SearchView view) {
    return searcher.next(view);
  }

  /**
   * The beginning of a new trial, or why it cannot be.
   *
   * @param toEpoch train until it has so many epochs, or to its end if that is before
   */
  Decision judge(History history, Suggestion.Try proposal, int toEpoch, String place) {
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
                    Math.min(toEpoch, trainings.epochs(configuration)),
                    proposal.reason() + place));
  }

  /** An interrupted trial starts again, or goes on where it last paused. */
  Decision again(Trial trial) {
    int toEpoch = trial.toEpoch() == 0 ? epochs(trial) : trial.toEpoch();
    return trial.segments().isEmpty()
        ? new Decision.Start(
            trial.number(),
            trial.configuration(),
            trial.seed(),
            toEpoch,
            "trains again: the run was interrupted while it trained")
        : new Decision.Resume(
            trial.number(),
            toEpoch,
            String.format(
                Locale.ROOT, "goes on from epoch %d: the run was interrupted", trial.epochs()));
  }
}
