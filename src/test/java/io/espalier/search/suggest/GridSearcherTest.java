package io.espalier.search.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Column;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.search.space.Constraint;
import io.espalier.search.space.Domain;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.Scale;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.Spacing;
import io.espalier.search.space.WholeRange;
import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GridSearcherTest extends SearcherContract {
  private static final int ROWS = 8;
  private static final SearchSpace SPACE = space(ROWS);

  private static SearchSpace space(int rows) {
    return new SearchSpace(List.of(units(rows)), List.of());
  }

  private static Parameter units(int largest) {
    return Parameter.of("units", new WholeRange(1, largest, Scale.LINEAR, new Spacing.Unspaced()));
  }

  @Override
  Searcher searcher() {
    return new GridSearcher(SPACE);
  }

  @Override
  List<Column> columns() {
    return List.of(new Column("units", Column.Kind.WHOLE));
  }

  @Override
  boolean allows(Configuration configuration) {
    return SPACE.stream().anyMatch(configuration::equals);
  }

  private static Configuration row(int number) {
    return Configuration.of(Map.of("units", new Value.Whole(number)));
  }

  private History decided(int trials) {
    History history = History.of(List.of(SampleRun.opened(1, columns())));
    for (int trial = 1; trial <= trials; trial++) {
      history.append(started(trial, row(trial)));
    }
    return history;
  }

  @Test
  void trialNIsRowN() {
    assertThat(next(searcher(), decided(2)))
        .isEqualTo(new Suggestion.Try(row(3), "row 3 of the 8 rows of the grid"));
  }

  @Test
  void afterTheLastRowItIsExhausted() {
    assertThat(next(searcher(), decided(ROWS)))
        .isEqualTo(new Suggestion.Exhausted("all 8 rows of the grid are decided"));
  }

  @Test
  void aLargeGridIsNotWalkedToSayHowManyRowsItHas() {
    SearchSpace large =
        new SearchSpace(
            List.of(
                units(1_000_000),
                Parameter.of("depth", new Domain.Grid(List.of(new Value.Whole(1))))),
            List.of(Constraint.compile("units >= depth", List.of("units", "depth"))));
    assertThat(large.count()).isEmpty();
    assertThat(new GridSearcher(large).proposals()).isEqualTo(OptionalLong.of(1_000_000));
    assertThat(new GridSearcher(SPACE).proposals()).isEqualTo(OptionalLong.of(ROWS));
  }
}
