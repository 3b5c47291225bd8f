package io.espalier.search.suggest;

import io.espalier.search.space.Sampler;
import io.espalier.search.space.SearchSpace;
import io.espalier.wire.Configuration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The points of a sequence in order, each parameter on its domain's scale. A point that breaks a
 * constraint is passed over, and so is one whose configuration was proposed before.
 */
public final class SequenceSearcher implements Searcher {
  static final Searchers.Definition SOBOL =
      new Searchers.Definition(
          "sobol",
          "search.trials configurations, spread evenly by Sobol's sequence",
          false,
          true,
          space ->
              new SequenceSearcher(space, "Sobol's sequence", new SobolPoints(dimensions(space))));

  static final Searchers.Definition LATIN_HYPERCUBE =
      new Searchers.Definition(
          "latin-hypercube",
          "search.trials configurations, every 64 of them a Latin hypercube",
          false,
          true,
          space -> latinHypercube(space, 64));

  private final Sampler sampler;
  private final String name;
  private final PointSequence points;
  private final Tried tried = new Tried();
  private int passed;

  private SequenceSearcher(SearchSpace space, String name, PointSequence points) {
    this.sampler = new Sampler(space);
    this.name = name;
    this.points = points;
  }

  /** Latin hypercubes of so many points, one after the other. */
  static SequenceSearcher latinHypercube(SearchSpace space, int points) {
    return new SequenceSearcher(
        space, "Latin hypercubes", new LatinHypercube(dimensions(space), points));
  }

  private static int dimensions(SearchSpace space) {
    return space.parameters().size();
  }

  @Override
  public Suggestion next(SearchView view) {
    if (tried.remember(view)) {
      passed = 0;
    }
    for (int index = passed; index - passed < RandomSearcher.MOST_DRAWS; index++) {
      Optional<Configuration> found = sampler.at(points.point(view.seed(), index));
      if (found.isPresent() && !tried.has(found.get())) {
        passed = index;
        return new Suggestion.Try(found.get(), "point " + (index + 1) + " of " + name);
      }
    }
    return new Suggestion.Exhausted(
        String.format(
            Locale.ROOT,
            "none of the next %d points of %s was new and met the constraints",
            RandomSearcher.MOST_DRAWS,
            name));
  }

  @Override
  public OptionalLong proposals() {
    return OptionalLong.empty();
  }

  @Override
  public boolean learns() {
    return false;
  }
}
