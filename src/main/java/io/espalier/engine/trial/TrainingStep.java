package io.espalier.engine.trial;

import io.espalier.data.Targets;
import io.espalier.engine.step.Compilability;
import io.espalier.engine.step.Cores;
import io.espalier.wire.GradientClip;
import org.deeplearning4j.nn.api.Model;

/** One step of gradient descent, however it is computed. Not thread-safe. */
interface TrainingStep extends AutoCloseable {
  /** The fastest step there is for a network that takes gradients as they are, on one core. */
  static TrainingStep of(Model network, Criterion criterion, Targets targets) {
    return of(network, criterion, targets, GradientClip.NONE, Cores.of(1));
  }

  /**
   * The fastest step there is for a network.
   *
   * @param cores that it may use; stay the caller's
   */
  static TrainingStep of(
      Model network, Criterion criterion, Targets targets, GradientClip clip, Cores cores) {
    return Compilability.objection(network).isEmpty()
        ? new CompiledStep(network, criterion, targets, clip, cores)
        : new LayerwiseStep(network, criterion, targets, clip);
  }

  /** Computes the gradient of a batch and updates the weights and the updater's state. */
  StepResult step(Batch batch);

  /** Sets the rate of the steps to come. */
  void learningRate(double rate);

  /** Sets the source of dropout; nothing drawn before has an influence on what comes after. */
  void reseed(long seed);

  /** Frees what the step has allocated; the network stays. */
  @Override
  default void close() {}

  /**
   * What a step saw before it changed the weights.
   *
   * @param lossSum sum of the examples' losses without penalties
   * @param correct examples whose largest output is their class; 0 for regression
   */
  record StepResult(double lossSum, int correct, int examples) {}
}
