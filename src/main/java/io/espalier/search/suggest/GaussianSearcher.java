package io.espalier.search.suggest;

import io.espalier.search.space.Sampler;
import io.espalier.search.space.SearchSpace;
import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Proposes the configuration from which a Gaussian process over the trials so far expects the
 * largest improvement (Jones, Schonlau and Welch 1998). Running trials count with the value that
 * the process expects of them, without noise (the Kriging believer; Ginsbourger, Le Riche and
 * Carraro 2010), trials without an objective with the worst one. It begins with a Latin hypercube.
 * Of many trials it takes the best and some of the others.
 */
public final class GaussianSearcher implements Searcher {
  static final Searchers.Definition DEFINITION =
      new Searchers.Definition(
          "gaussian-process",
          "search.trials configurations, of which a Gaussian process expects most",
          false,
          true,
          GaussianSearcher::new);

  /** Trials with an objective before it has an opinion. */
  private static final int START = 10;

  /** Trials that the process is made of. */
  private static final int MOST = 200;

  /** Trials by which its scales are found. */
  private static final int MOST_FITTED = 64;

  private static final int LOOKED_AROUND = 8;

  private final Sampler sampler;
  private final Encoding encoding;
  private final Searcher start;
  private final Searcher fallback;

  /** What the process knows of one trial. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Known(double[] point, double score) {}

  /** A searcher over any space. */
  public GaussianSearcher(SearchSpace space) {
    sampler = new Sampler(space);
    encoding = new Encoding(space);
    start = SequenceSearcher.latinHypercube(space, START);
    fallback = new RandomSearcher(space);
  }

  @Override
  public Suggestion next(SearchView view) {
    encoding.remember(view);
    Standing standing = Standing.of(view);
    int measured = standing.ranked().size();
    if (measured < START || encoding.axes().isEmpty()) {
      Suggestion first = start.next(view);
      return first instanceof Suggestion.Try ? first : fallback.next(view);
    }
    List<Known> known = known(view, standing);
    List<double[]> pending = view.pending().stream().map(encoding::point).toList();
    GaussianProcess process = process(known, pending);
    ExpectedImprovement improvement = new ExpectedImprovement(least(process, known, pending));
    List<double[]> best = known.stream().limit(LOOKED_AROUND).map(Known::point).toList();
    SplittableRandom random =
        new SplittableRandom(Seeds.seed(view.seed(), Purpose.SEARCH, view.trial()));
    return new ImprovementSearch(
            encoding, sampler, point -> improvement.logarithm(process.at(point)), random)
        .best(best)
        .<Suggestion>map(
            found ->
                new Suggestion.Try(
                    found,
                    String.format(
                        Locale.ROOT, "promises the largest gain after %d trials", measured)))
        .orElseGet(() -> fallback.next(view));
  }

  /** The trials that came to an end, best first. */
  private List<Known> known(SearchView view, Standing standing) {
    List<Known> known = new ArrayList<>();
    Scores scores = Scores.of(standing.ranked());
    for (Standing.Ranked trial : standing.ranked()) {
      known.add(new Known(encoding.point(trial.trial()), scores.ofRanked()[known.size()]));
    }
    Set<Integer> pending = new TreeSet<>(view.pending());
    for (int trial : standing.others()) {
      if (!pending.contains(trial)) {
        known.add(new Known(encoding.point(trial), scores.worst()));
      }
    }
    return known;
  }

  private GaussianProcess process(List<Known> known, List<double[]> pending) {
    GaussianFit.Found shape = fit(some(known, MOST_FITTED));
    List<Known> all = new ArrayList<>(some(known, MOST));
    int measured = all.size();
    GaussianProcess process = process(shape, all, measured);
    if (pending.isEmpty()) {
      return process;
    }
    pending.forEach(point -> all.add(new Known(point, process.mean(point))));
    return process(shape, all, measured);
  }

  /** So many of them at most: the best half, and others evenly from the rest. */
  private static List<Known> some(List<Known> known, int most) {
    if (known.size() <= most) {
      return known;
    }
    int best = most / 2;
    List<Known> some = new ArrayList<>(known.subList(0, best));
    for (int i = best; i < most; i++) {
      some.add(known.get(best + (i - best) * (known.size() - best) / (most - best)));
    }
    return some;
  }

  private GaussianFit.Found fit(List<Known> known) {
    return GaussianFit.fit(encoding.axes(), points(known), scores(known));
  }

  private GaussianProcess process(GaussianFit.Found shape, List<Known> known, int noisy) {
    return new GaussianProcess(
        encoding.axes(), points(known), scores(known), noisy, shape.scales(), shape.variance());
  }

  private static double[][] points(List<Known> known) {
    return known.stream().map(Known::point).toArray(double[][]::new);
  }

  private static double[] scores(List<Known> known) {
    return known.stream().mapToDouble(Known::score).toArray();
  }

  /** The least value that the process has for a trial; noise may have made one look better. */
  private static double least(GaussianProcess process, List<Known> known, List<double[]> pending) {
    Stream<double[]> best = known.stream().limit(LOOKED_AROUND).map(Known::point);
    return Stream.concat(best, pending.stream()).mapToDouble(process::mean).min().orElseThrow();
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
