package io.espalier.search.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.wire.Configuration;
import io.espalier.wire.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every searcher must keep to. A searcher's test extends this and says how to make one. */
abstract class SearcherContract {
  private static final int MOST_TRIALS = 30;

  /** A new searcher; all are over the same space. */
  abstract Searcher searcher();

  /** The columns of the space's parameters. */
  abstract List<Column> columns();

  /** Whether a configuration is of the space. */
  abstract boolean allows(Configuration configuration);

  @Test
  void theSameHistoryGivesTheSameSuggestion() {
    Searcher asked = searcher();
    History history = opened();
    for (int trial = 1; trial <= MOST_TRIALS; trial++) {
      Suggestion once = asked.next(history);
      assertThat(asked.next(history)).isEqualTo(once);
      assertThat(searcher().next(history)).as("a new searcher").isEqualTo(once);
      if (!advance(history, once, trial)) {
        return;
      }
    }
  }

  @Test
  void aSearcherCanBeAskedAboutAnEarlierHistory() {
    Searcher asked = searcher();
    Suggestion first = asked.next(opened());
    History history = opened();
    for (int trial = 1; trial <= 3; trial++) {
      advance(history, asked.next(history), trial);
    }
    assertThat(asked.next(opened())).isEqualTo(first);
  }

  @Test
  void everySuggestionIsOfTheSpaceAndHasAReason() {
    Searcher asked = searcher();
    History history = opened();
    for (int trial = 1; trial <= MOST_TRIALS; trial++) {
      Suggestion suggestion = asked.next(history);
      assertThat(suggestion.reason()).isNotBlank().doesNotContain("\n");
      if (suggestion instanceof Suggestion.Try proposal) {
        assertThat(allows(proposal.configuration())).as("%s", proposal).isTrue();
      }
      if (!advance(history, suggestion, trial)) {
        return;
      }
    }
  }

  @Test
  void askingChangesNothingInTheHistory() {
    History history = opened();
    searcher().next(history);
    assertThat(history.nextTrial()).isEqualTo(1);
    assertThat(history.decisions()).isEmpty();
  }

  @Test
  void nothingRunningMeansNoWaiting() {
    Searcher asked = searcher();
    History history = opened();
    for (int trial = 1; trial <= MOST_TRIALS; trial++) {
      Suggestion suggestion = asked.next(history);
      assertThat(suggestion).isNotInstanceOf(Suggestion.Wait.class);
      if (!advance(history, suggestion, trial)) {
        return;
      }
    }
  }

  @Test
  void runningTrialsDoNotConfuseIt() {
    Searcher asked = searcher();
    History history = opened();
    Deque<Integer> running = new ArrayDeque<>();
    List<Configuration> seen = new ArrayList<>();
    while (history.nextTrial() <= MOST_TRIALS) {
      Suggestion suggestion = asked.next(history);
      if (suggestion instanceof Suggestion.Try proposal) {
        assertThat(allows(proposal.configuration())).isTrue();
        seen.add(proposal.configuration());
        running.addLast(history.nextTrial());
        history.append(started(history.nextTrial(), proposal.configuration()));
      } else if (running.isEmpty()) {
        break;
      }
      if (running.size() == 4 || !(suggestion instanceof Suggestion.Try)) {
        history.append(SampleRun.finished(running.removeLast(), 1.0 / seen.size()));
      }
    }
    assertThat(seen).isNotEmpty();
  }

  /** Ends the suggested trial in one of all ways, in turn; false when nothing was suggested. */
  private static boolean advance(History history, Suggestion suggestion, int trial) {
    if (!(suggestion instanceof Suggestion.Try proposal)) {
      return false;
    }
    if (trial % 4 == 3) {
      history.append(new Event.TrialRejected(trial, proposal.configuration(), "impossible", 2_000));
      return true;
    }
    history.append(started(trial, proposal.configuration()));
    Outcome.Status[] all = Outcome.Status.values();
    Outcome outcome = SampleRun.outcome(trial, all[trial % all.length], List.of(2.0, 1.0 / trial));
    history.append(new Event.TrialFinished(trial, outcome, 0, 3_000));
    if (trial % 5 == 0) {
      history.append(new Event.RunResumed(new TreeMap<>(), 4_000));
    }
    return true;
  }

  private static Event.TrialStarted started(int trial, Configuration configuration) {
    return new Event.TrialStarted(trial, configuration, trial, "suggested", 2_000);
  }

  private History opened() {
    return History.of(List.of(SampleRun.opened(1, columns())));
  }
}
