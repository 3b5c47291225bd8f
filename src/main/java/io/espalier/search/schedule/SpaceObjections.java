package io.espalier.search.schedule;

import io.espalier.search.space.ConstraintException;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.Sampler;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.Spacing;
import io.espalier.search.suggest.Searchers;
import io.espalier.wire.Configuration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Why a space cannot be searched as it is asked for: no grid or one that is too large, constraints
 * that leave nothing or cannot be evaluated. Looks at no more than a thousand configurations that
 * the constraints keep.
 */
public final class SpaceObjections {
  private static final int LOOKED_AT = 1_000;

  private final SearchSpace space;
  private final SearchSettings search;
  private final Optional<String> grid;
  private Optional<String> constraints = Optional.empty();
  private int kept;

  /**
   * @param maxRows most rows a grid may have
   */
  public SpaceObjections(SearchSpace space, SearchSettings search, long maxRows) {
    this.space = space;
    this.search = search;
    boolean overGrid = Searchers.named(search.algorithm()).overGrid();
    grid = overGrid ? grid(maxRows) : Optional.empty();
    if (grid.isEmpty()) {
      look(overGrid);
    }
  }

  private Optional<String> grid(long maxRows) {
    for (Parameter parameter : space.parameters()) {
      if (!parameter.domain().hasGrid()) {
        return Optional.of(
            parameter.name()
                + ": a range in a grid search needs step or points; other searches need none");
      }
    }
    long rows = space.rows();
    boolean tooLong =
        space.parameters().stream().anyMatch(p -> p.domain().gridSize() > Spacing.MAXIMUM_POINTS);
    return rows > maxRows || tooLong
        ? Optional.of(
            "the grid has "
                + (rows == Long.MAX_VALUE ? "more than " : "")
                + rows
                + " rows before constraints; at most "
                + maxRows
                + " are accepted")
        : Optional.empty();
  }

  private void look(boolean overGrid) {
    try {
      if (overGrid) {
        Iterator<Configuration> rows = space.grid().iterator();
        while (rows.hasNext() && kept < LOOKED_AT) {
          rows.next();
          kept++;
        }
      } else {
        kept = (int) Math.round(new Sampler(space).kept() * LOOKED_AT);
      }
      if (kept == 0) {
        constraints =
            Optional.of(
                overGrid
                    ? "the constraints leave none of the grid's " + space.rows() + " rows"
                    : "the constraints leave none of "
                        + LOOKED_AT
                        + " configurations drawn at random: write domains that hold fewer others");
      }
    } catch (ConstraintException cannotBeEvaluated) {
      constraints = Optional.of(String.valueOf(cannotBeEvaluated.getMessage()));
    }
  }

  /** What is wrong with the grid, if there has to be one. */
  public Optional<String> grid() {
    return grid;
  }

  /** What is wrong with the constraints. */
  public Optional<String> constraints() {
    return constraints;
  }

  /** What is wrong with the configurations that are to be tried first, a line each. */
  public List<String> points() {
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < search.points().size(); i++) {
      String number = "number " + (i + 1) + ": ";
      try {
        space.objection(search.points().get(i)).ifPresent(why -> wrong.add(number + why));
      } catch (ConstraintException cannotBeEvaluated) {
        wrong.add(number + cannotBeEvaluated.getMessage());
      }
    }
    return wrong;
  }

  /** Why what earlier runs gave would change nothing. */
  public Optional<String> startFrom() {
    if (search.startFrom().isEmpty()) {
      return Optional.empty();
    }
    Searchers.Definition searcher = Searchers.named(search.algorithm());
    return !searcher.overGrid() && searcher.maker().apply(space).learns()
        ? Optional.empty()
        : Optional.of(
            "algorithm = "
                + search.algorithm()
                + " does not learn from what trials gave; leave start-from out, or set algorithm = "
                + Searchers.AUTO
                + ", which takes a searcher that does");
  }

  /** Whether more than one trial is to be expected, so that the best has to be told. */
  public boolean several() {
    return kept > 1 && search.trials().orElse(2) > 1;
  }
}
