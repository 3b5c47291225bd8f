package io.espalier.driver.conf;

import io.espalier.search.schedule.SearchSettings;
import io.espalier.search.space.ConstraintException;
import io.espalier.search.space.Sampler;
import io.espalier.search.space.SearchSpace;
import io.espalier.search.space.Spacing;
import io.espalier.search.suggest.Searchers;
import io.espalier.wire.Configuration;
import java.util.Iterator;

/**
 * Whether there is something to search: a grid that is not too large, constraints that leave
 * something and can be evaluated. Looks at no more than a thousand configurations that the
 * constraints keep.
 */
final class SpaceCheck {
  private static final int LOOKED_AT = 1_000;

  private final SearchSpace space;
  private final SearchSettings settings;
  private final int maxRows;
  private final Section section;

  /**
   * @param section the whole file
   */
  SpaceCheck(SearchSpace space, SearchSettings settings, int maxRows, Section section) {
    this.space = space;
    this.settings = settings;
    this.maxRows = maxRows;
    this.section = section;
  }

  void run(boolean hasValidation, RetrainSpec retrain) {
    boolean several;
    try {
      several = Searchers.named(settings.algorithm()).overGrid() ? grid() : draws();
    } catch (ConstraintException constraint) {
      section.section("search").problem("constraints", String.valueOf(constraint.getMessage()));
      return;
    }
    if (several && !hasValidation && retrain.rows() != Integer.MAX_VALUE) {
      section
          .section("data")
          .problem(
              "validation",
              "without a validation part the best of several trials cannot be told; hold some"
                  + " examples out, set data.folds, or set retrain.rows = all");
    }
  }

  /** Whether the grid has more than one row. */
  private boolean grid() {
    long rows = space.rows();
    boolean tooLong =
        space.parameters().stream().anyMatch(p -> p.domain().gridSize() > Spacing.MAXIMUM_POINTS);
    if (rows > maxRows || tooLong) {
      section
          .section("search")
          .problem(
              "max-rows",
              "the grid has "
                  + (rows == Long.MAX_VALUE ? "more than " : "")
                  + rows
                  + " rows before constraints; at most "
                  + maxRows
                  + " are accepted");
      return false;
    }
    int kept = 0;
    Iterator<Configuration> grid = space.grid().iterator();
    while (grid.hasNext() && kept < LOOKED_AT) {
      grid.next();
      kept++;
    }
    if (kept == 0) {
      section
          .section("search")
          .problem("constraints", "the constraints leave none of the grid's " + rows + " rows");
    }
    return kept > 1 && settings.trials().orElse(2) > 1;
  }

  /** Whether more than one configuration is drawn. */
  private boolean draws() {
    if (new Sampler(space).kept() == 0) {
      section
          .section("search")
          .problem(
              "constraints",
              "the constraints leave none of "
                  + LOOKED_AT
                  + " configurations drawn at random: write domains that hold fewer others");
    }
    return settings.trials().orElse(2) > 1;
  }
}
