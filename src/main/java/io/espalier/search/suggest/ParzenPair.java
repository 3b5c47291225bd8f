package io.espalier.search.suggest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The densities l of good and g of other configurations of one branch. */
final class ParzenPair {
  private static final double GOOD = 0.1;
  private static final int MOST_GOOD = 25;
  private static final int CANDIDATES = 24;

  /** So many of the newest observations have full weight. */
  private static final int RECENT = 25;

  private final ParzenMixture good;
  private final ParzenMixture other;

  /** The densities after what is known. */
  ParzenPair(Encoding encoding, Branch branch, Standing standing) {
    List<Integer> ranked =
        new ArrayList<>(standing.ranked().stream().map(Standing.Ranked::trial).toList());
    ranked.removeIf(trial -> !branch.whole(encoding.point(trial)));
    int best = (int) Math.min(MOST_GOOD, Math.ceil(GOOD * ranked.size()));
    IntStream others =
        standing.others().stream()
            .filter(trial -> branch.whole(encoding.point(trial)))
            .mapToInt(trial -> trial);
    IntStream worse = ranked.subList(best, ranked.size()).stream().mapToInt(trial -> trial);
    List<Integer> rest = IntStream.concat(worse, others).sorted().boxed().toList();
    good = nearest(encoding, branch, ranked.subList(0, best));
    other = next(encoding, branch, rest);
  }

  private static ParzenMixture nearest(Encoding encoding, Branch branch, List<Integer> trials) {
    List<Axis> axes = branch.axes(encoding);
    double[][] points = branch.coordinates(encoding, trials);
    double[][] widths = ParzenWidths.toNearest(axes, points);
    return new ParzenMixture(axes, points, byRank(trials.size()), widths);
  }

  private static ParzenMixture next(Encoding encoding, Branch branch, List<Integer> trials) {
    List<Axis> axes = branch.axes(encoding);
    double[][] points = branch.coordinates(encoding, trials);
    double[][] widths = ParzenWidths.toNext(axes, points, branch.ascending(encoding, trials));
    return new ParzenMixture(axes, points, byAge(trials.size()), widths);
  }

  /**
   * ln(n + 1) − ln r for rank r of n, with mean 1: how evolution strategies weigh parents (Hansen
   * 2016, equation 49).
   */
  private static double[] byRank(int count) {
    double[] weights = new double[count];
    for (int i = 0; i < count; i++) {
      weights[i] = StrictMath.log(count + 1.0) - StrictMath.log(i + 1.0);
    }
    double sum = Arrays.stream(weights).sum();
    return Arrays.stream(weights).map(weight -> weight * count / sum).toArray();
  }

  /** Oldest first: from 1/n rising to 1, which the newest ones have (Bergstra et al. 2013). */
  private static double[] byAge(int count) {
    int old = count - RECENT;
    return IntStream.range(0, count)
        .mapToDouble(i -> i >= old ? 1 : 1.0 / count + (1 - 1.0 / count) * i / Math.max(1, old - 1))
        .toArray();
  }

  /** Points of the branch drawn from l, the one with the largest l/g first. */
  List<double[]> candidates(SplittableRandom random) {
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Candidate(double[] point, double ratio) {}

    return IntStream.range(0, CANDIDATES)
        .mapToObj(draw -> good.draw(random))
        .map(point -> new Candidate(point, good.density(point) / other.density(point)))
        .sorted(Comparator.comparingDouble(candidate -> -candidate.ratio()))
        .map(Candidate::point)
        .toList();
  }
}
