package io.espalier.search.suggest;

import io.espalier.search.space.Sampler;
import io.espalier.wire.Configuration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Looks for the configuration of the largest score: draws from the whole space, tries the
 * neighbourhood of good ones, and climbs from the best of all of these in smaller and smaller
 * steps.
 */
final class ImprovementSearch {
  private static final int DRAWN = 256;
  private static final int AROUND = 16;
  private static final double RADIUS = 0.1;
  private static final int CLIMBERS = 5;
  private static final int ROUNDS = 8;
  private static final int STEPS = 8;
  private static final double SHRINKING = 0.6;

  private final Encoding encoding;
  private final Sampler sampler;
  private final ToDoubleFunction<double[]> score;
  private final SplittableRandom random;
  private final List<Candidate> found = new ArrayList<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Candidate(double[] shares, double[] point, double score) {}

  /**
   * @param score of a point, larger is better
   */
  ImprovementSearch(
      Encoding encoding,
      Sampler sampler,
      ToDoubleFunction<double[]> score,
      SplittableRandom random) {
    this.encoding = encoding;
    this.sampler = sampler;
    this.score = score;
    this.random = random;
  }

  /**
   * The best configuration found that was not proposed before.
   *
   * @param good points to look around
   */
  Optional<Configuration> best(List<double[]> good) {
    for (int draw = 0; draw < DRAWN; draw++) {
      consider(random.doubles(encoding.axes().size()).toArray());
    }
    for (double[] point : good) {
      for (int step = 0; step < AROUND; step++) {
        consider(near(encoding.shares(point), RADIUS));
      }
    }
    found.sort(Comparator.comparingDouble(one -> -one.score()));
    for (Candidate climber : found.stream().limit(CLIMBERS).toList()) {
      climb(climber);
    }
    found.sort(Comparator.comparingDouble(one -> -one.score()));
    return found.stream()
        .map(candidate -> encoding.configuration(candidate.point()))
        .filter(configuration -> !encoding.has(configuration))
        .findFirst();
  }

  private void climb(Candidate from) {
    Candidate best = from;
    double radius = RADIUS;
    for (int round = 0; round < ROUNDS; round++) {
      for (int step = 0; step < STEPS; step++) {
        Optional<Candidate> next = consider(near(best.shares(), radius));
        if (next.isPresent() && next.get().score() > best.score()) {
          best = next.get();
        }
      }
      radius *= SHRINKING;
    }
  }

  private Optional<Candidate> consider(double[] shares) {
    double[] point = encoding.at(shares);
    if (sampler.constrained() && !sampler.allowed(encoding.configuration(point))) {
      return Optional.empty();
    }
    Candidate candidate = new Candidate(shares, point, score.applyAsDouble(point));
    found.add(candidate);
    return Optional.of(candidate);
  }

  /** Shares some of which are moved, one at least. */
  private double[] near(double[] shares, double radius) {
    double[] moved = shares.clone();
    int one = random.nextInt(shares.length);
    double others = Math.min(0.5, 2.0 / shares.length);
    for (int j = 0; j < moved.length; j++) {
      if (j == one || random.nextDouble() < others) {
        moved[j] = moved(encoding.axes().get(j), shares[j], radius);
      }
    }
    return moved;
  }

  private double moved(Axis axis, double share, double radius) {
    if (axis.unordered()) {
      return random.nextDouble();
    }
    double step = axis.levels() == 0 ? radius : Math.max(radius, 1.0 / axis.levels());
    double moved = share + step * Normal.draw(random);
    return Math.max(0, Math.min(Math.nextDown(1.0), moved));
  }
}
