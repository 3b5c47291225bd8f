package io.espalier.search.suggest;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Column;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.wire.Configuration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GridSearcherTest extends SearcherContract {
  private static final int ROWS = 8;

  @Override
  Searcher searcher() {
    return new GridSearcher(
        () -> IntStream.rangeClosed(1, ROWS).mapToObj(SampleRun::configuration).iterator(), ROWS);
  }

  @Override
  List<Column> columns() {
    return SampleRun.COLUMNS;
  }

  @Override
  boolean allows(Configuration configuration) {
    return IntStream.rangeClosed(1, ROWS)
        .mapToObj(SampleRun::configuration)
        .anyMatch(configuration::equals);
  }

  @Test
  void trialNIsRowN() {
    History history = History.of(List.of(SampleRun.opened()));
    history.append(SampleRun.started(1));
    history.append(SampleRun.rejected(2));

    assertThat(searcher().next(history))
        .isEqualTo(new Suggestion.Try(SampleRun.configuration(3), "row 3 of 8 of the grid"));
  }

  @Test
  void afterTheLastRowItIsExhausted() {
    History history = History.of(List.of(SampleRun.opened()));
    for (int trial = 1; trial <= ROWS; trial++) {
      history.append(SampleRun.started(trial));
    }
    assertThat(searcher().next(history))
        .isEqualTo(new Suggestion.Exhausted("all 8 rows of the grid are decided"));
  }

  @Test
  void rowsAreDrawnOnceAndOnlyAsFarAsAsked() {
    AtomicInteger drawn = new AtomicInteger();
    Searcher searcher =
        new GridSearcher(
            () ->
                IntStream.iterate(1, row -> row + 1)
                    .peek(row -> drawn.incrementAndGet())
                    .mapToObj(SampleRun::configuration)
                    .iterator(),
            Long.MAX_VALUE);
    History history = History.of(List.of(SampleRun.opened()));
    for (int trial = 1; trial <= 50; trial++) {
      searcher.next(history);
      history.append(SampleRun.started(trial));
    }
    assertThat(drawn.get()).isLessThanOrEqualTo(51);
  }
}
