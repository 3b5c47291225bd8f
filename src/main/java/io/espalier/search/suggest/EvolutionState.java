package io.espalier.search.suggest;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.EigenDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;

/**
 * The normal distribution of an evolution strategy that adapts its covariance, over shares of
 * domains. Letters, constants and rules are those of Hansen 2016 (arXiv 1604.00772), without
 * negative weights.
 */
final class EvolutionState {
  private static final double FIRST_MEAN = 0.5;
  private static final double FIRST_SIGMA = 0.3;
  private static final double LEAST_VARIANCE = 1e-12;

  /** α, of shares: how near to a good point others are expected to be good. */
  private static final double ALPHA = 0.1;

  private final int dimensions;
  private final int population;
  private final double[] weights;
  private final double muEffective;
  private RealVector mean;
  private double sigma = FIRST_SIGMA;
  private RealMatrix covariance;
  private RealVector pathOfSigma;
  private RealVector pathOfCovariance;
  private EigenDecomposition eigen;
  private int generation;

  EvolutionState(int dimensions) {
    this.dimensions = dimensions;
    population = 4 + (int) (3 * StrictMath.log(dimensions));
    double[] raw =
        IntStream.rangeClosed(1, population / 2)
            .mapToDouble(i -> StrictMath.log((population + 1) / 2.0) - StrictMath.log(i))
            .toArray();
    double sum = Arrays.stream(raw).sum();
    weights = Arrays.stream(raw).map(weight -> weight / sum).toArray();
    muEffective = 1 / Arrays.stream(weights).map(weight -> weight * weight).sum();
    mean = new ArrayRealVector(dimensions, FIRST_MEAN);
    covariance = MatrixUtils.createRealIdentityMatrix(dimensions);
    pathOfSigma = new ArrayRealVector(dimensions);
    pathOfCovariance = new ArrayRealVector(dimensions);
    eigen = new EigenDecomposition(covariance);
  }

  /**
   * One that begins about points of another search: the normal distribution that is nearest to
   * those with deviation α about each of them (warm-starting CMA-ES, Nomura et al., AAAI 2021).
   *
   * @param good shares of the best points, at least one
   */
  static EvolutionState about(List<double[]> good) {
    EvolutionState state = new EvolutionState(good.get(0).length);
    RealVector sum = new ArrayRealVector(state.dimensions);
    for (double[] point : good) {
      sum = sum.add(new ArrayRealVector(point));
    }
    state.mean = sum.mapDivide(good.size());
    RealMatrix spread = state.covariance.scalarMultiply(ALPHA * ALPHA);
    for (double[] point : good) {
      RealVector off = new ArrayRealVector(point).subtract(state.mean);
      spread = spread.add(off.outerProduct(off).scalarMultiply(1.0 / good.size()));
    }
    double logVolume =
        Arrays.stream(new EigenDecomposition(symmetric(spread)).getRealEigenvalues())
            .map(StrictMath::log)
            .sum();
    state.sigma = StrictMath.exp(logVolume / (2 * state.dimensions));
    state.covariance = symmetric(spread.scalarMultiply(1 / (state.sigma * state.sigma)));
    state.eigen = new EigenDecomposition(state.covariance);
    return state;
  }

  /** λ, the trials of a generation. */
  int population() {
    return population;
  }

  /** The generations that it has learnt from. */
  int generation() {
    return generation;
  }

  /** Draws shares, each in [0, 1). */
  double[] draw(SplittableRandom random) {
    RealVector normal = new ArrayRealVector(dimensions);
    for (int i = 0; i < dimensions; i++) {
      normal.setEntry(i, root(i) * Normal.draw(random));
    }
    double[] drawn = mean.add(eigen.getV().operate(normal).mapMultiply(sigma)).toArray();
    return Arrays.stream(drawn)
        .map(share -> Math.max(0, Math.min(Math.nextDown(1.0), share)))
        .toArray();
  }

  private double root(int i) {
    return Math.sqrt(Math.max(LEAST_VARIANCE, eigen.getRealEigenvalue(i)));
  }

  /**
   * Learns from a generation.
   *
   * @param ranked shares of its trials, the best first, {@link #population} of them
   */
  void update(List<double[]> ranked) {
    generation++;
    RealVector[] steps =
        IntStream.range(0, weights.length)
            .mapToObj(i -> new ArrayRealVector(ranked.get(i)).subtract(mean).mapDivide(sigma))
            .toArray(RealVector[]::new);
    RealVector step = new ArrayRealVector(dimensions);
    for (int i = 0; i < steps.length; i++) {
      step = step.add(steps[i].mapMultiply(weights[i]));
    }
    mean = mean.add(step.mapMultiply(sigma));
    boolean slow = moveSigma(step);
    moveCovariance(step, steps, slow);
    eigen = new EigenDecomposition(covariance);
  }

  /** Returns hσ: whether the path is not so long that the covariance must wait. */
  private boolean moveSigma(RealVector step) {
    double rate = (muEffective + 2) / (dimensions + muEffective + 5);
    double damping =
        1 + 2 * Math.max(0, Math.sqrt((muEffective - 1) / (dimensions + 1)) - 1) + rate;
    double usual =
        Math.sqrt(dimensions)
            * (1 - 1.0 / (4 * dimensions) + 1.0 / (21.0 * dimensions * dimensions));
    pathOfSigma =
        pathOfSigma
            .mapMultiply(1 - rate)
            .add(whitened(step).mapMultiply(Math.sqrt(rate * (2 - rate) * muEffective)));
    double length = pathOfSigma.getNorm();
    sigma *= StrictMath.exp(Math.min(1, rate / damping * (length / usual - 1)));
    double fullness = Math.sqrt(1 - StrictMath.pow(1 - rate, 2.0 * generation));
    return length / fullness < (1.4 + 2.0 / (dimensions + 1)) * usual;
  }

  /** C^(−½)·y. */
  private RealVector whitened(RealVector step) {
    RealVector turned = eigen.getVT().operate(step);
    for (int i = 0; i < dimensions; i++) {
      turned.setEntry(i, turned.getEntry(i) / root(i));
    }
    return eigen.getV().operate(turned);
  }

  private void moveCovariance(RealVector step, RealVector[] steps, boolean slow) {
    double n = dimensions;
    double pathRate = (4 + muEffective / n) / (n + 4 + 2 * muEffective / n);
    double one = 2 / ((n + 1.3) * (n + 1.3) + muEffective);
    double many =
        Math.min(
            1 - one, 2 * (muEffective - 2 + 1 / muEffective) / ((n + 2) * (n + 2) + muEffective));
    double moved = slow ? Math.sqrt(pathRate * (2 - pathRate) * muEffective) : 0;
    pathOfCovariance = pathOfCovariance.mapMultiply(1 - pathRate).add(step.mapMultiply(moved));
    double kept = 1 - one - many + (slow ? 0 : one * pathRate * (2 - pathRate));
    RealMatrix next =
        covariance
            .scalarMultiply(kept)
            .add(pathOfCovariance.outerProduct(pathOfCovariance).scalarMultiply(one));
    for (int i = 0; i < steps.length; i++) {
      next = next.add(steps[i].outerProduct(steps[i]).scalarMultiply(many * weights[i]));
    }
    covariance = symmetric(next);
  }

  /** Rounding must not make it look unsymmetric. */
  private static RealMatrix symmetric(RealMatrix matrix) {
    return new Array2DRowRealMatrix(matrix.add(matrix.transpose()).scalarMultiply(0.5).getData());
  }
}
