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
  private Optional<EndedTrials> ended = Optional.empty();

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
    StoppingRules rules = rules(history);
    Optional<String> cut = rules.cut(history);
    Iterator<Trial> paused = history.paused().iterator();
    if (paused.hasNext()) {
      Trial trial = paused.next();
      return cut.isPresent()
          ? new Decision.Stop(trial.number(), cut.get())
          : new Decision.Resume(trial.number(), proposals.epochs(trial), "goes on to its end");
    }
    Optional<String> early = cut.or(rules::over);
    if (early.isPresent()) {
      return end(history, new Decision.Finish(early.get(), true));
    }
    Optional<String> spent = proposals.spent(history, history.epochsDecided());
    if (spent.isPresent()) {
      return end(history, new Decision.Finish(spent.get()));
    }
    boolean inOrder = settings.isDeterministic(searcher.learns());
    int lag = settings.window() - 1;
    boolean depends = searcher.learns() || settings.stopping().byResults();
    if (inOrder && depends && !SearchView.ready(history, lag)) {
      int first = history.observedTo() + 1;
      return new Decision.Wait(
          String.format(Locale.ROOT, "trial %d is needed for the next proposal", first));
    }
    Suggestion suggestion = proposals.next(view(history, lag));
    return suggestion instanceof Suggestion.Try proposal
        ? proposals.judge(history, proposal, Integer.MAX_VALUE, "")
        : end(history, new Decision.Finish(suggestion.reason()));
  }

  @Override
  public Optional<EpochRule> epochRule(History history) {
    return settings.isDeterministic(searcher.learns())
        ? Optional.empty()
        : rules(history).epochRule(history);
  }

  private SearchView view(History history, int lag) {
    if (!searcher.learns()) {
      return SearchView.of(history, SearchView.UNSEEN);
    }
    return settings.isDeterministic(true) ? SearchView.of(history, lag) : SearchView.ofAll(history);
  }

  /** The rules, told of the trials that count for the next decision. */
  private StoppingRules rules(History history) {
    EndedTrials told =
        ended
            .filter(one -> one.isOf(history))
            .orElseGet(() -> new EndedTrials(history, settings.stopping()));
    ended = Optional.of(told);
    if (settings.isDeterministic(searcher.learns())) {
      told.readInOrder(settings.window());
    } else {
      told.read();
    }
    return told.rules();
  }

  private static Decision end(History history, Decision.Finish finish) {
    int running = history.running().size();
    return running == 0 ? finish : new Decision.Wait(finish.reason() + "; " + running + " running");
  }
}
