package io.espalier.search.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.search.space.Domain;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.Spacing;
import io.espalier.search.space.WholeRange;
import io.espalier.search.suggest.SearchView;
import io.espalier.search.suggest.Searcher;
import io.espalier.search.suggest.Searchers;
import io.espalier.search.suggest.Suggestion;
import io.espalier.wire.Configuration;
import io.espalier.wire.Outcome;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No configuration is trained twice in a run, whichever searcher proposes and whatever is listed.
 */
class NothingTwiceTest {
  private static final Spacing STEPS = new Spacing.Points(4);
  private static final SearchSpace SMALL =
      new SearchSpace(
          List.of(
              Parameter.of("units", new WholeRange(1, 3, Scale.LINEAR, new Spacing.Unspaced())),
              Parameter.of("rate", new RealRange(0.1, 1, Scale.LOG, STEPS)),
              Parameter.of(
                  "kind", new Domain.Choice(List.of(new Value.Text("a"), new Value.Text("b"))))),
          List.of());
  private static final List<Column> COLUMNS = Column.of(SMALL);

  private static Configuration point(int units, String kind) {
    Value rate = SMALL.parameters().get(1).domain().gridValues().get(1);
    return Configuration.of(
        Map.of("units", new Value.Whole(units), "rate", rate, "kind", new Value.Text(kind)));
  }

  static Stream<String> words() {
    return Searchers.words().stream();
  }

  @ParameterizedTest
  @MethodSource("words")
  void aSmallSpaceIsTriedOnceAndWholeWithPointsThatAreListedTwice(String word) {
    boolean overGrid = Searchers.named(word).overGrid();
    List<Configuration> listed = List.of(point(2, "a"), point(3, "b"), point(2, "a"));
    SearchSettings settings =
        new SearchSettings(word, OptionalInt.of(1_000), OptionalLong.empty(), 1)
            .withPoints(overGrid ? List.of() : listed);
    List<Configuration> tried = search(Schedulers.searcher(SMALL, settings));
    assertThat(tried).doesNotHaveDuplicates().hasSize(24);
    if (!overGrid) {
      assertThat(tried).startsWith(point(2, "a"), point(3, "b"));
    }
  }

  /**
   * To the end of what there is to propose; some trials diverge, some fail, some are impossible.
   */
  private static List<Configuration> search(Searcher searcher) {
    History history = History.of(List.of(SampleRun.opened(1, COLUMNS)));
    List<Configuration> tried = new ArrayList<>();
    while (searcher.next(
            searcher.learns()
                ? SearchView.ofAll(history)
                : SearchView.of(history, SearchView.UNSEEN))
        instanceof Suggestion.Try proposal) {
      int trial = history.nextTrial();
      tried.add(proposal.configuration());
      if (trial % 7 == 0) {
        history.append(
            new Event.TrialRejected(trial, proposal.configuration(), "impossible", 1_000));
        continue;
      }
      history.append(
          new Event.TrialStarted(trial, proposal.configuration(), 1, 1, "to be tried", 1_000));
      Outcome.Status status =
          trial % 5 == 0
              ? Outcome.Status.DIVERGED
              : trial % 3 == 0 ? Outcome.Status.FAILED : Outcome.Status.COMPLETED;
      boolean trained = status == Outcome.Status.COMPLETED;
      List<Double> losses = trained ? List.of((double) trial) : List.of();
      history.append(
          new Event.TrialFinished(trial, SampleRun.outcome(trial, status, losses), 0, 2_000));
    }
    return tried;
  }
}
