package io.espalier.search.suggest;

import io.espalier.search.history.History;
import io.espalier.wire.Configuration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Every row of a grid in order: trial n is row n, both from 1. Invalid rows keep their number, so
 * that a row's number never depends on what happened to others.
 */
public final class GridSearcher implements Searcher {
  private final Supplier<? extends Iterator<Configuration>> grid;
  private final long rows;
  private Iterator<Configuration> remaining = Collections.emptyIterator();
  private Optional<Configuration> current = Optional.empty();
  private int row = Integer.MAX_VALUE;

  /**
   * A searcher over a grid.
   *
   * @param grid gives the rows from the first one, lazily, always in the same order
   * @param rows how many there are, for the reasons it gives
   */
  public GridSearcher(Supplier<? extends Iterator<Configuration>> grid, long rows) {
    this.grid = grid;
    this.rows = rows;
  }

  @Override
  public Suggestion next(History history) {
    moveTo(history.nextTrial());
    return current
        .<Suggestion>map(c -> new Suggestion.Try(c, "row " + row + " of " + rows + " of the grid"))
        .orElseGet(() -> new Suggestion.Exhausted("all " + rows + " rows of the grid are decided"));
  }

  private void moveTo(int wanted) {
    if (wanted < row) {
      remaining = grid.get();
      row = 0;
    }
    while (row < wanted) {
      current = remaining.hasNext() ? Optional.of(remaining.next()) : Optional.empty();
      row++;
    }
  }
}
