package io.espalier.engine.layers;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * Heavy-ball momentum (Polyak 1964) as PyTorch's SGD has it: v ← μ·v + g, w ← w − η·v, with v = 0
 * at the start. Unlike DL4J's Nesterovs it keeps η out of v, so that a change of η takes effect at
 * once.
 */
public final class HeavyBall implements IUpdater {
  private static final long serialVersionUID = 1L;

  private double learningRate;
  private double momentum;

  /** For reading a saved model. */
  HeavyBall() {}

  /** With rate η and momentum μ in [0, 1). */
  public HeavyBall(double learningRate, double momentum) {
    this.learningRate = learningRate;
    this.momentum = momentum;
  }

  /** μ, the share of the old velocity that a step keeps. */
  public double momentum() {
    return momentum;
  }

  @Override
  public long stateSize(long numParams) {
    return numParams;
  }

  @Override
  public GradientUpdater<HeavyBall> instantiate(INDArray viewArray, boolean initializeViewArray) {
    HeavyBallUpdater updater = new HeavyBallUpdater(this);
    INDArray flat = viewArray.reshape(viewArray.length());
    updater.setStateViewArray(flat, flat.shape(), flat.ordering(), initializeViewArray);
    return updater;
  }

  @Override
  public GradientUpdater<HeavyBall> instantiate(
      Map<String, INDArray> updaterState, boolean initializeStateArrays) {
    HeavyBallUpdater updater = new HeavyBallUpdater(this);
    updater.setState(updaterState, initializeStateArrays);
    return updater;
  }

  @Override
  @SuppressWarnings("MissingSuperCall") // a copy by constructor, as all updaters of ND4J do
  public HeavyBall clone() {
    return new HeavyBall(learningRate, momentum);
  }

  @Override
  public double getLearningRate(int iteration, int epoch) {
    return learningRate;
  }

  @Override
  public boolean hasLearningRate() {
    return true;
  }

  @Override
  public void setLrAndSchedule(double lr, @Nullable ISchedule lrSchedule) {
    if (lrSchedule != null) {
      throw new UnsupportedOperationException("heavy-ball momentum takes a rate, not a schedule");
    }
    learningRate = lr;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HeavyBall that
        && learningRate == that.learningRate
        && momentum == that.momentum;
  }

  @Override
  public int hashCode() {
    return Objects.hash(learningRate, momentum);
  }

  @Override
  public String toString() {
    return "HeavyBall(learningRate=" + learningRate + ", momentum=" + momentum + ")";
  }
}
