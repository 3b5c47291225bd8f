package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static io.espalier.engine.Specs.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Targets;
import io.espalier.engine.Specs;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The same seed gives the same bits, and a step takes no memory. */
class CompiledStepBitsTest {
  private static final InputShape IMAGE = new InputShape.Image(2, 10, 10);
  private static final ModelSpec MODEL =
      cnn(
          conv(6, 3, 1, 1),
          new LayerSpec.BatchNorm(0.9, 1e-5),
          pool(Pooling.MAX, 2, 2, 0),
          new LayerSpec.Dropout(0.3),
          conv(8, 3, 1, 0),
          dense(20),
          new LayerSpec.Dropout(0.5));

  private static final Targets.Classes CLASSES =
      new Targets.Classes(new short[] {0, 2, 1, 2, 1, 0, 0, 1, 2}, List.of("a", "b", "c"));

  private static MultiLayerNetwork network(ModelSpec model, InputShape shape) {
    return Waves.network(model, Specs.training(Specs.adam(), 9), shape, 3, Task.CLASSIFICATION);
  }

  private static TrainingStep compiled(MultiLayerNetwork network) {
    return new CompiledStep(network, new Criterion.CrossEntropy(CLASSES), CLASSES);
  }

  private static float[] trained(long seed, int steps) {
    MultiLayerNetwork network = network(MODEL, IMAGE);
    try (TrainingStep step = compiled(network)) {
      step.reseed(seed);
      for (int i = 0; i < steps; i++) {
        step.step(Waves.batch(Waves.wave(i, 1, i % 3 == 2 ? 4 : 9, 2, 10, 10)));
      }
      return network.params().dup().data().asFloat();
    }
  }

  @Test
  void theSeedDecidesEveryBit() {
    float[] once = trained(1, 30);
    assertThat(trained(1, 30)).isEqualTo(once);
    assertThat(trained(2, 30)).isNotEqualTo(once);
  }

  @Test
  void twoThreadsSideBySideTrainAsOneAlone() throws Exception {
    float[] first = trained(1, 60);
    float[] second = trained(2, 60);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Callable<float[]>> tasks = List.of(() -> trained(1, 60), () -> trained(2, 60));
      List<Future<float[]>> results = threads.invokeAll(tasks);
      assertThat(results.get(0).get()).isEqualTo(first);
      assertThat(results.get(1).get()).isEqualTo(second);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void aStepWithoutAFiniteLossLeavesTheWeightsAlone() {
    MultiLayerNetwork network = network(mlp(dense(7)), new InputShape.Flat(4));
    network.getLayer(1).getParam("W").muli(1e38);
    network.getLayer(0).getParam("W").muli(1e10);
    float[] before = network.params().dup().data().asFloat();
    try (TrainingStep step = compiled(network)) {
      assertThat(step.step(Waves.batch(Waves.wave(1, 1, 9, 4))).lossSum()).isNaN();
    }
    assertThat(network.params().data().asFloat()).isEqualTo(before);
    assertThat(network.getIterationCount()).isZero();
  }

  /**
   * What leaks, leaks in every step: the smallest growth of several windows tells, each with a
   * collected heap, so that short-lived objects lie where others lay before. By hand, with a heap
   * of fixed size (-Xms256m -Xmx256m -XX:+AlwaysPreTouch), 200,000 steps grew by less than 1 MB.
   */
  @Test
  void residentMemoryStaysFlatOverManySteps() {
    MultiLayerNetwork network = network(MODEL, IMAGE);
    INDArray full = Waves.wave(1, 1, 9, 2, 10, 10);
    INDArray last = Waves.wave(1, 1, 4, 2, 10, 10);
    long smallestGrowth = Long.MAX_VALUE;
    try (TrainingStep step = compiled(network)) {
      run(step, full, last, 1000);
      for (int window = 0; window < 6; window++) {
        System.gc();
        long before = Pointer.physicalBytes();
        run(step, full, last, 2000);
        smallestGrowth = Math.min(smallestGrowth, Pointer.physicalBytes() - before);
      }
    }
    assertThat(smallestGrowth / 2000).as("bytes per step").isLessThan(1024);
  }

  private static void run(TrainingStep step, INDArray full, INDArray last, int steps) {
    for (int i = 0; i < steps; i++) {
      step.step(Waves.batch(i % 5 == 4 ? last : full));
    }
  }

  /** The moments of dead units decay by a tenth a step: after 830 steps they would be denormal. */
  @Test
  void stateThatDecaysBecomesZeroInsteadOfDenormal() {
    MultiLayerNetwork network = network(mlp(dense(16)), new InputShape.Flat(4));
    try (TrainingStep step = compiled(network)) {
      step.step(Waves.batch(Waves.wave(1, 1, 9, 4)));
      network.getLayer(0).getParam("b").assign(-100); // no unit is ever active again
      INDArray inputs = Waves.wave(1, 1, 9, 4);
      for (int i = 0; i < 1200; i++) {
        step.step(Waves.batch(inputs));
      }
    }
    INDArray state = network.getUpdater().getStateViewArray();
    int denormal = 0;
    for (float number : state.dup().data().asFloat()) {
      denormal += number != 0 && Math.abs(number) < Float.MIN_NORMAL ? 1 : 0;
    }
    assertThat(denormal).isZero();
    assertThat(state.getFloat(0)).isCloseTo(0, within(0f));
  }
}
