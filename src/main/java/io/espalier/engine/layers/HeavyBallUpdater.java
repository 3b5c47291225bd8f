package io.espalier.engine.layers;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;

/** The running half of {@link HeavyBall}: holds v, a view of the network's updater state. */
final class HeavyBallUpdater implements GradientUpdater<HeavyBall> {
  private static final String VELOCITY = "V";

  private final HeavyBall config;
  private INDArray velocity = Nd4j.empty();

  HeavyBallUpdater(HeavyBall config) {
    this.config = config;
  }

  @Override
  public HeavyBall getConfig() {
    return config;
  }

  @Override
  public void setState(Map<String, INDArray> stateMap, boolean initialize) {
    INDArray state = stateMap.get(VELOCITY);
    if (state == null || stateMap.size() != 1) {
      throw new IllegalStateException("the state must be V alone, not " + stateMap.keySet());
    }
    velocity = state;
    if (initialize) {
      velocity.assign(0);
    }
  }

  @Override
  public Map<String, INDArray> getState() {
    return Map.of(VELOCITY, velocity);
  }

  @Override
  public void setStateViewArray(
      INDArray viewArray, long[] gradientShape, char gradientOrder, boolean initialize) {
    velocity = viewArray;
    if (initialize) {
      velocity.assign(0);
    }
  }

  /** Turns the gradient g into the step η·v, in place. */
  @Override
  public void applyUpdater(INDArray gradient, int iteration, int epoch) {
    velocity.muli(config.momentum()).addi(gradient.reshape(velocity.shape()));
    gradient.assign(velocity).muli(config.getLearningRate(iteration, epoch));
  }
}
