package io.espalier.search.suggest;

import io.espalier.search.space.Sampler;
import io.espalier.search.space.SearchSpace;
import io.espalier.wire.Configuration;
import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * An evolution strategy that adapts its covariance (CMA-ES, Hansen 2016). Every {@link
 * EvolutionState#population} trials in a row are a generation; what they gave moves the normal
 * distribution from which further ones are drawn, as soon as all generations before are at their
 * end. What earlier runs gave says where it begins. All parameters are taken as numbers on their
 * domains' scales; those that do not apply, and categories, cost it some of its sense of direction.
 */
public final class CmaSearcher implements Searcher {
  static final Searchers.Definition DEFINITION =
      new Searchers.Definition(
          "cma-es",
          "search.trials configurations of an evolution strategy; for many trials of numbers",
          false,
          true,
          CmaSearcher::new);

  private static final int MOST_DRAWS = 100;

  /** One of so many trials of earlier runs is among their best; fewer say nothing. */
  private static final int LEAST_EARLIER = 10;

  /** Of a level's stretch. */
  private static final double BLUR = 0.3;

  private final Sampler sampler;
  private final Encoding encoding;
  private final Searcher fallback;

  /** A searcher over any space. */
  public CmaSearcher(SearchSpace space) {
    sampler = new Sampler(space);
    encoding = new Encoding(space);
    fallback = new RandomSearcher(space);
  }

  @Override
  public Suggestion next(SearchView view) {
    encoding.remember(view);
    if (encoding.axes().isEmpty()) {
      return fallback.next(view);
    }
    EvolutionState state = state(view);
    for (int draw = 0; draw < MOST_DRAWS; draw++) {
      SplittableRandom random =
          new SplittableRandom(Seeds.seed(view.seed(), Purpose.SEARCH, view.trial(), draw));
      double[] shares = blurred(state.draw(random), random);
      Configuration drawn = encoding.configuration(encoding.at(shares));
      if (!encoding.has(drawn) && sampler.allowed(drawn)) {
        return new Suggestion.Try(
            drawn,
            String.format(Locale.ROOT, "drawn as %d generations taught", state.generation()));
      }
    }
    return fallback.next(view);
  }

  /** Keeps the next levels within reach, however narrow the distribution has become. */
  private double[] blurred(double[] shares, SplittableRandom random) {
    double[] blurred = shares.clone();
    for (int j = 0; j < blurred.length; j++) {
      int levels = encoding.axes().get(j).levels();
      if (levels > 0) {
        double moved = shares[j] + BLUR / levels * Normal.draw(random);
        blurred[j] = Math.max(0, Math.min(Math.nextDown(1.0), moved));
      }
    }
    return blurred;
  }

  /** The distribution after the generations that are at their end, one after the other. */
  private EvolutionState state(SearchView view) {
    EvolutionState state = start(view);
    int[] ranks = ranks(view);
    int first = 1;
    while (first + state.population() <= view.trial()) {
      List<Integer> generation =
          IntStream.range(first, first + state.population()).boxed().toList();
      if (generation.stream().anyMatch(trial -> ranks[trial] == 0)) {
        return state;
      }
      state.update(
          generation.stream()
              .sorted(Comparator.comparingInt(trial -> ranks[trial]))
              .map(trial -> encoding.shares(encoding.point(trial)))
              .toList());
      first += state.population();
    }
    return state;
  }

  /** The first distribution: about the best tenth of what earlier runs gave, if it is enough. */
  private EvolutionState start(SearchView view) {
    List<double[]> earlier =
        Standing.of(view).ranked().stream()
            .map(Standing.Ranked::trial)
            .filter(trial -> trial < 1)
            .map(trial -> encoding.shares(encoding.point(trial)))
            .toList();
    return earlier.size() < LEAST_EARLIER
        ? new EvolutionState(encoding.axes().size())
        : EvolutionState.about(earlier.subList(0, earlier.size() / LEAST_EARLIER));
  }

  /** By number of the trial, from 1 for the best; 0 for those whose outcome is not known. */
  private static int[] ranks(SearchView view) {
    Standing standing = Standing.of(view);
    int[] ranks = new int[view.trial()];
    int worst = standing.ranked().size() + 1;
    standing.others().stream().filter(trial -> trial > 0).forEach(trial -> ranks[trial] = worst);
    view.pending().forEach(trial -> ranks[trial] = 0);
    for (int i = 0; i < standing.ranked().size(); i++) {
      int trial = standing.ranked().get(i).trial();
      if (trial > 0) {
        ranks[trial] = i + 1;
      }
    }
    return ranks;
  }

  @Override
  public OptionalLong proposals() {
    return OptionalLong.empty();
  }

  @Override
  public boolean learns() {
    return true;
  }
}
