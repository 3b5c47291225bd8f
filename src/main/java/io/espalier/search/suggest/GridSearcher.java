package io.espalier.search.suggest;

import io.espalier.search.space.SearchSpace;
import io.espalier.wire.Configuration;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Every row of a grid in order: trial n is row n, both from 1. Invalid rows keep their number, so
 * that a row's number never depends on what happened to others.
 */
public final class GridSearcher implements Searcher {
  static final Searchers.Definition DEFINITION =
      new Searchers.Definition(
          "grid", "every row of the grid, in order", true, false, GridSearcher::new);

  private final Iterable<Configuration> grid;
  private final OptionalLong most;
  private final String all;
  private Iterator<Configuration> remaining = Collections.emptyIterator();
  private Optional<Configuration> current = Optional.empty();
  private int row = Integer.MAX_VALUE;

  /** A searcher over a space all of whose domains have a grid. */
  public GridSearcher(SearchSpace space) {
    grid = space.grid();
    OptionalLong counted = space.count();
    most = counted.isPresent() ? counted : OptionalLong.of(space.rows());
    all = counted.isPresent() ? counted.getAsLong() + " rows of the grid" : "rows of the grid";
  }

  @Override
  public Suggestion next(SearchView view) {
    moveTo(view.trial());
    return current
        .<Suggestion>map(c -> new Suggestion.Try(c, "row " + row + " of the " + all))
        .orElseGet(() -> new Suggestion.Exhausted("all " + all + " are decided"));
  }

  @Override
  public OptionalLong proposals() {
    return most;
  }

  @Override
  public boolean learns() {
    return false;
  }

  private void moveTo(int wanted) {
    if (wanted < row) {
      remaining = grid.iterator();
      row = 0;
    }
    while (row < wanted) {
      current = remaining.hasNext() ? Optional.of(remaining.next()) : Optional.empty();
      row++;
    }
  }
}
