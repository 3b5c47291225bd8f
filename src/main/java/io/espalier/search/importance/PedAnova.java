package io.espalier.search.importance;

import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Importance of parameters by PED-ANOVA (Watanabe, Bansal and Hutter, IJCAI 2023): a parameter
 * matters as far as its values among the best trials are distributed otherwise than among all. With
 * the densities p of the best and q of all trials it is the Pearson divergence Σ q·(p/q − 1)², each
 * parameter by itself, and its share of their sum. What their program does by one estimate is
 * repeated here on resamplings, and on best trials drawn by lot.
 */
public final class PedAnova {
  /** Of fewer trials nothing is told. */
  public static final int FEWEST_TRIALS = 10;

  private static final int RESAMPLINGS = 100;
  private static final int LOTS = 50;

  /** The share of the trials that are the best ones, and how many they are at least. */
  private static final double BEST = 0.1;

  private static final int FEWEST_BEST = 8;

  /** Scott's rule for the width of a normal kernel. */
  private static final double SCOTT = 1.059;

  private final List<CellsOfTrials> parameters;
  private final int trials;
  private final int best;

  private PedAnova(List<CellsOfTrials> parameters, int trials) {
    this.parameters = parameters;
    this.trials = trials;
    this.best = best(trials);
  }

  /** How many of so many trials count as the best: a tenth, at least 8, never more than half. */
  public static int best(int trials) {
    return Math.min(trials / 2, Math.max(FEWEST_BEST, (int) Math.ceil(BEST * trials)));
  }

  /**
   * One parameter's values.
   *
   * @param name its name
   * @param unordered whether coordinates are numbers of values without order
   * @param ranked its coordinate in each trial, the best trial first; on a scale on which even
   *     distances matter alike. NaN where it does not apply
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Coordinates(String name, boolean unordered, double[] ranked) {}

  /**
   * The parameters' importance, in their order; empty of fewer than {@link #FEWEST_TRIALS} trials,
   * or where no parameter has two values.
   *
   * @param seed decides the resamplings
   */
  public static List<Importance> of(List<Coordinates> parameters, long seed) {
    List<CellsOfTrials> cells =
        parameters.stream().map(one -> CellsOfTrials.of(one.ranked(), one.unordered())).toList();
    int trials = parameters.isEmpty() ? 0 : parameters.get(0).ranked().length;
    if (trials < FEWEST_TRIALS || cells.stream().allMatch(one -> one.count() < 2)) {
      return List.of();
    }
    return new PedAnova(cells, trials)
        .named(parameters.stream().map(Coordinates::name).toList(), seed);
  }

  private List<Importance> named(List<String> names, long seed) {
    int[] once = new int[trials];
    Arrays.fill(once, 1);
    double[] observed = divergences(once, first(once));
    double all = Arrays.stream(observed).sum();
    double[] lots = new double[names.size()];
    for (int lot = 0; lot < LOTS; lot++) {
      int[] drawn = new int[trials];
      int[] order = Seeds.permutation(Seeds.seed(seed, Purpose.REPORT, 0, lot), trials);
      Arrays.stream(order, 0, best).forEach(trial -> drawn[trial] = 1);
      add(divergences(once, drawn), lots);
    }
    double[] sums = new double[names.size()];
    double[] squares = new double[names.size()];
    for (int i = 0; i < RESAMPLINGS; i++) {
      int[] sample = sample(Seeds.seed(seed, Purpose.REPORT, 1, i));
      double[] shares = shares(divergences(sample, first(sample)));
      add(shares, sums);
      add(Arrays.stream(shares).map(share -> share * share).toArray(), squares);
    }
    double[] shares = shares(observed);
    List<Importance> found = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      double mean = sums[i] / RESAMPLINGS;
      double variance = Math.max(0, squares[i] / RESAMPLINGS - mean * mean);
      double chance = all > 0 ? lots[i] / LOTS / all : 0;
      found.add(new Importance(names.get(i), shares[i], Math.sqrt(variance), chance));
    }
    return found;
  }

  private static void add(double[] numbers, double[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += numbers[i];
    }
  }

  private static double[] shares(double[] divergences) {
    double all = Arrays.stream(divergences).sum();
    return Arrays.stream(divergences).map(one -> all > 0 ? one / all : 0).toArray();
  }

  /** How often each trial is in a sample with replacement. */
  private int[] sample(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[] times = new int[trials];
    for (int i = 0; i < trials; i++) {
      times[random.nextInt(trials)]++;
    }
    return times;
  }

  /** How often each trial is among the best of a sample. */
  private int[] first(int[] sample) {
    int[] times = new int[trials];
    int missing = best;
    for (int trial = 0; missing > 0; trial++) {
      times[trial] = Math.min(missing, sample[trial]);
      missing -= times[trial];
    }
    return times;
  }

  private double[] divergences(int[] all, int[] best) {
    return parameters.stream().mapToDouble(one -> divergence(one, all, best)).toArray();
  }

  private static double divergence(CellsOfTrials cells, int[] all, int[] best) {
    double[] p = counts(cells, best);
    double[] q = counts(cells, all);
    if (cells.smooth()) {
      double width = SCOTT * deviation(p) * Math.pow(Arrays.stream(p).sum(), -0.2);
      p = smoothed(p, Math.max(1, width));
      q = smoothed(q, Math.max(1, width));
    }
    double ofBest = Arrays.stream(p).sum();
    double ofAll = Arrays.stream(q).sum();
    double divergence = 0;
    for (int i = 0; i < q.length && ofBest > 0; i++) {
      if (q[i] > 0) {
        double ratio = p[i] / ofBest / (q[i] / ofAll) - 1;
        divergence += q[i] / ofAll * ratio * ratio;
      }
    }
    return divergence;
  }

  private static double[] counts(CellsOfTrials cells, int[] times) {
    double[] counts = new double[cells.count()];
    for (int trial = 0; trial < times.length; trial++) {
      if (cells.of()[trial] >= 0) {
        counts[cells.of()[trial]] += times[trial];
      }
    }
    return counts;
  }

  /** The standard deviation of the cells' numbers. */
  private static double deviation(double[] counts) {
    double all = 0;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < counts.length; i++) {
      all += counts[i];
      sum += counts[i] * i;
      squares += counts[i] * i * i;
    }
    return all == 0 ? 0 : Math.sqrt(Math.max(0, squares / all - sum / all * (sum / all)));
  }

  /** Counts spread by a normal kernel that keeps their sum within the cells. */
  private static double[] smoothed(double[] counts, double width) {
    double[] kernel = new double[counts.length];
    Arrays.setAll(kernel, distance -> Math.exp(-0.5 * distance * distance / (width * width)));
    double[] smoothed = new double[counts.length];
    for (int from = 0; from < counts.length; from++) {
      if (counts[from] > 0) {
        double mass = 0;
        for (int to = 0; to < counts.length; to++) {
          mass += kernel[Math.abs(to - from)];
        }
        for (int to = 0; to < counts.length; to++) {
          smoothed[to] += counts[from] * kernel[Math.abs(to - from)] / mass;
        }
      }
    }
    return smoothed;
  }
}
