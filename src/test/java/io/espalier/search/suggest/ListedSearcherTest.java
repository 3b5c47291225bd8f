package io.espalier.search.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Column;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.Scale;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.Spacing;
import io.espalier.search.space.WholeRange;
import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListedSearcherTest extends SearcherContract {
  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(
              Parameter.of("units", new WholeRange(1, 40, Scale.LINEAR, new Spacing.Unspaced()))),
          List.of());

  private static Configuration units(int units) {
    return Configuration.of(Map.of("units", new Value.Whole(units)));
  }

  @Override
  Searcher searcher() {
    return new ListedSearcher(List.of(units(7), units(3), units(7)), new TpeSearcher(SPACE));
  }

  @Override
  List<Column> columns() {
    return List.of(new Column("units", Column.Kind.WHOLE));
  }

  @Override
  boolean allows(Configuration configuration) {
    return configuration.whole("units") >= 1 && configuration.whole("units") <= 40;
  }

  @Test
  void whatIsListedComesFirstAndNothingTwice() {
    History history = History.of(List.of(SampleRun.opened(1, columns())));
    Searcher searcher = searcher();
    List<Configuration> proposals = new ArrayList<>();
    while (next(searcher, history) instanceof Suggestion.Try proposal) {
      proposals.add(proposal.configuration());
      int trial = history.nextTrial();
      history.append(started(trial, proposal.configuration()));
      history.append(SampleRun.finished(trial, trial));
    }
    assertThat(proposals).startsWith(units(7), units(3)).doesNotHaveDuplicates().hasSize(40);
  }

  @Test
  void theReasonSaysWhichOneItIs() {
    History history = History.of(List.of(SampleRun.opened(1, columns())));
    assertThat(next(searcher(), history))
        .isEqualTo(new Suggestion.Try(units(7), "number 1 of search.points"));
  }
}
