package io.espalier.search.schedule;

import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.suggest.Searcher;
import io.espalier.search.suggest.Suggestion;
import io.espalier.wire.Configuration;
import io.espalier.wire.Seeds;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Trains every proposed configuration to the end. Interrupted trials come first, lowest number
 * first, with their old configuration and seed.
 */
public final class PlainScheduler implements Scheduler {
  private final Searcher searcher;
  private final Function<Configuration, Optional<String>> impossible;
  private final ToIntFunction<Configuration> epochs;

  /**
   * A scheduler over a searcher.
   *
   * @param impossible why a configuration cannot be trained; empty if it can
   * @param epochs how far a possible configuration is trained, at least 1
   */
  public PlainScheduler(
      Searcher searcher,
      Function<Configuration, Optional<String>> impossible,
      ToIntFunction<Configuration> epochs) {
    this.searcher = searcher;
    this.impossible = impossible;
    this.epochs = epochs;
  }

  @Override
  public Decision decide(History history) {
    Iterator<Trial> interrupted = history.interrupted().iterator();
    if (interrupted.hasNext()) {
      return again(interrupted.next());
    }
    Suggestion suggestion = searcher.next(history);
    if (suggestion instanceof Suggestion.Try proposal) {
      return judge(history, proposal);
    }
    if (history.running().isEmpty()) {
      return new Decision.Finish(suggestion.reason());
    }
    return new Decision.Wait(suggestion.reason() + "; " + history.running().size() + " running");
  }

  private Decision again(Trial trial) {
    return new Decision.Train(
        trial.number(),
        trial.configuration(),
        trial.seed(),
        epochs.applyAsInt(trial.configuration()),
        "trains again: the run was interrupted while it trained");
  }

  private Decision judge(History history, Suggestion.Try proposal) {
    int trial = history.nextTrial();
    Configuration configuration = proposal.configuration();
    return impossible
        .apply(configuration)
        .<Decision>map(reason -> new Decision.Reject(trial, configuration, reason))
        .orElseGet(
            () ->
                new Decision.Train(
                    trial,
                    configuration,
                    trialSeed(history.opened().seed(), trial),
                    epochs.applyAsInt(configuration),
                    proposal.reason()));
  }

  /** The seed of a trial's weights and dropout. */
  public static long trialSeed(long experimentSeed, int trial) {
    return Seeds.seed(experimentSeed, Seeds.Purpose.WEIGHTS, trial);
  }
}
