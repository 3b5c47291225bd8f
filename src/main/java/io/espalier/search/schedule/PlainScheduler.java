package io.espalier.search.schedule;

import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.suggest.SearchView;
import io.espalier.search.suggest.Searcher;
import io.espalier.search.suggest.Suggestion;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;

/**
 * Trains every proposed configuration to the end, until the budget is spent. Interrupted trials
 * come first, lowest number first, with their old configuration and seed; they go on where they
 * last paused.
 */
public final class PlainScheduler implements Scheduler {
  static final Schedulers.Definition DEFINITION =
      new Schedulers.Definition(
          "plain", "every trial trains to its end", false, true, PlainScheduler::new);

  private final Searcher searcher;
  private final SearchSettings settings;
  private final Proposals proposals;

  /** A scheduler over a searcher. */
  public PlainScheduler(Searcher searcher, SearchSettings settings, Trainings trainings) {
    this.searcher = searcher;
    this.settings = settings;
    this.proposals = new Proposals(searcher, settings, trainings);
  }

  @Override
  public Decision decide(History history) {
    Iterator<Trial> waiting = history.interrupted().iterator();
    if (waiting.hasNext()) {
      return proposals.again(waiting.next());
    }
    Iterator<Trial> paused = history.paused().iterator();
    if (paused.hasNext()) {
      Trial trial = paused.next();
      return new Decision.Resume(trial.number(), proposals.epochs(trial), "goes on to its end");
    }
    Optional<String> spent = proposals.spent(history, history.epochsDecided());
    if (spent.isPresent()) {
      return end(history, spent.get());
    }
    int lag = searcher.learns() ? settings.window() - 1 : SearchView.UNSEEN;
    boolean all = searcher.learns() && !settings.isDeterministic(true);
    if (!all && !SearchView.ready(history, lag)) {
      int first = history.observedTo() + 1;
      return new Decision.Wait(
          String.format(Locale.ROOT, "trial %d is needed for the next proposal", first));
    }
    Suggestion suggestion =
        proposals.next(all ? SearchView.ofAll(history) : SearchView.of(history, lag));
    return suggestion instanceof Suggestion.Try proposal
        ? proposals.judge(history, proposal, Integer.MAX_VALUE, "")
        : end(history, suggestion.reason());
  }

  private static Decision end(History history, String reason) {
    int running = history.running().size();
    return running == 0
        ? new Decision.Finish(reason)
        : new Decision.Wait(reason + "; " + running + " running");
  }
}
