package io.espalier.engine.step;

import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Where a network counts the steps and epochs it has trained; both are saved with it. */
record StepCount(IntSupplier steps, IntConsumer setSteps, IntSupplier epochs) {
  static StepCount of(MultiLayerNetwork network) {
    return new StepCount(
        network::getIterationCount, network::setIterationCount, network::getEpochCount);
  }

  static StepCount of(ComputationGraph network) {
    return new StepCount(
        network::getIterationCount,
        network.getConfiguration()::setIterationCount,
        network::getEpochCount);
  }
}
