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
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

/** What every searcher must keep to. A searcher's test extends this and says how to make one. */
abstract class SearcherContract {
  private static final int MOST_TRIALS = 30;
  private static final int LAG = 4;
  private static final List<Outcome.Status> ENDS =
      List.of(Outcome.Status.COMPLETED, Outcome.Status.DIVERGED, Outcome.Status.FAILED);

  /** A new searcher; all are over the same space. */
  abstract Searcher searcher();

  /** The columns of the space's parameters. */
  abstract List<Column> columns();

  /** Whether a configuration is of the space. */
  abstract boolean allows(Configuration configuration);

  /** Asks for the next trial, with all that may be known {@value #LAG} trials behind. */
  static Suggestion next(Searcher searcher, History history) {
    return searcher.next(SearchView.of(history, searcher.learns() ? LAG : SearchView.UNSEEN));
  }

  @Test
  void theSameHistoryGivesTheSameSuggestion() {
    Searcher asked = searcher();
    History history = opened();
    for (int trial = 1; trial <= MOST_TRIALS; trial++) {
      Suggestion once = next(asked, history);
      assertThat(next(asked, history)).isEqualTo(once);
      assertThat(next(searcher(), history)).as("a new searcher").isEqualTo(once);
      if (!advance(history, once, trial)) {
        return;
      }
    }
  }

  @Test
  void aSearcherCanBeAskedAboutAnEarlierHistory() {
    Searcher asked = searcher();
    Suggestion first = next(asked, opened());
    History history = opened();
    for (int trial = 1; trial <= 3; trial++) {
      advance(history, next(asked, history), trial);
    }
    assertThat(next(asked, opened())).isEqualTo(first);
  }

  @Test
  void everySuggestionIsOfTheSpaceAndHasAReason() {
    Searcher asked = searcher();
    History history = opened();
    for (int trial = 1; trial <= MOST_TRIALS; trial++) {
      Suggestion suggestion = next(asked, history);
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
    next(searcher(), history);
    assertThat(history.nextTrial()).isEqualTo(1);
    assertThat(history.decisions()).isEmpty();
  }

  @Test
  void theOrderInWhichTrialsEndChangesNoProposal() {
    List<Configuration> inOrder = proposals(order -> 0);
    assertThat(proposals(waiting -> waiting - 1)).isEqualTo(inOrder);
    for (long shuffle = 1; shuffle <= 5; shuffle++) {
      SplittableRandom random = new SplittableRandom(shuffle);
      assertThat(proposals(random::nextInt)).as("shuffle %d", shuffle).isEqualTo(inOrder);
    }
  }

  /** What is proposed with so many slots as the lag allows, while trials end in some order. */
  private List<Configuration> proposals(IntUnaryOperator whichEnds) {
    Searcher asked = searcher();
    History history = opened();
    List<Integer> running = new ArrayList<>();
    List<Configuration> proposed = new ArrayList<>();
    boolean over = false;
    while (!over || !running.isEmpty()) {
      boolean ready = !over && SearchView.ready(history, LAG);
      if (ready && running.size() < LAG + 1) {
        Suggestion suggestion = next(asked, history);
        over = proposed.size() == MOST_TRIALS || !(suggestion instanceof Suggestion.Try);
        if (!over) {
          Configuration configuration = ((Suggestion.Try) suggestion).configuration();
          proposed.add(configuration);
          running.add(history.nextTrial());
          history.append(started(history.nextTrial(), configuration));
        }
      } else {
        int trial = running.remove(whichEnds.applyAsInt(running.size()));
        history.append(SampleRun.finished(trial, loss(trial)));
      }
    }
    return proposed;
  }

  private static double loss(int trial) {
    return 1 + Math.sin(trial);
  }

  @Test
  void runningTrialsDoNotConfuseIt() {
    Searcher asked = searcher();
    History history = opened();
    Deque<Integer> running = new ArrayDeque<>();
    List<Configuration> seen = new ArrayList<>();
    while (history.nextTrial() <= MOST_TRIALS) {
      Suggestion suggestion = next(asked, history);
      if (suggestion instanceof Suggestion.Try proposal) {
        assertThat(allows(proposal.configuration())).isTrue();
        seen.add(proposal.configuration());
        running.addLast(history.nextTrial());
        history.append(started(history.nextTrial(), proposal.configuration()));
      } else if (running.isEmpty()) {
        break;
      }
      if (running.size() == LAG || !(suggestion instanceof Suggestion.Try)) {
        history.append(SampleRun.finished(running.removeFirst(), 1.0 / seen.size()));
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
    Outcome.Status how = ENDS.get(trial % ENDS.size());
    Outcome outcome = SampleRun.outcome(trial, how, List.of(2.0, 1.0 / trial));
    history.append(new Event.TrialFinished(trial, outcome, 0, 3_000));
    if (trial % 5 == 0) {
      history.append(new Event.RunResumed(new TreeMap<>(), 4_000));
    }
    return true;
  }

  static Event.TrialStarted started(int trial, Configuration configuration) {
    return new Event.TrialStarted(trial, configuration, trial, 2, "suggested", 2_000);
  }

  private History opened() {
    return History.of(List.of(SampleRun.opened(1, columns())));
  }
}
