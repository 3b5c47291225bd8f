package io.espalier.engine.trial;

import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Targets;
import io.espalier.engine.Specs;
import io.espalier.wire.InputShape;
import io.espalier.wire.Task;
import io.espalier.wire.Updater;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Numbers below 1.2e-38 are computed with up to ten times more slowly: a step must not leave any
 * behind. Images of unscaled bytes saturate a softmax, whose probabilities are then such numbers.
 */
class DenormalTest {
  private static final int EXAMPLES = 32;
  private static final int STEPS = 300;

  private static Stream<Updater> updaters() {
    return Stream.of(
        new Updater.Sgd(1e-4),
        new Updater.Momentum(1e-4, 0.9),
        Specs.adam(),
        new Updater.RmsProp(1e-3, 0.9, 1e-6));
  }

  private static Targets.Classes classes() {
    short[] labels = new short[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      labels[i] = (short) (i % 10);
    }
    return new Targets.Classes(labels, IntStream.range(0, 10).mapToObj(Integer::toString).toList());
  }

  private static INDArray bytes() {
    float[] numbers = new float[EXAMPLES * 784];
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextInt(3) == 0 ? random.nextInt(256) : 0;
    }
    return Nd4j.createFromArray(numbers).reshape('c', EXAMPLES, 784);
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void aSaturatedSoftmaxLeavesNoDenormalNumbers(Updater updater) {
    Targets.Classes classes = classes();
    MultiLayerNetwork network =
        Waves.network(
            mlp(dense(128)),
            Specs.training(updater, EXAMPLES),
            new InputShape.Flat(784),
            10,
            Task.CLASSIFICATION);
    network.getLayer(0).getParam("W").muli(10);
    Batch batch = Waves.batch(bytes());
    int saturated = 0;
    int left = 0;
    try (TrainingStep step =
        new CompiledStep(network, new Criterion.CrossEntropy(classes), classes)) {
      for (int i = 0; i < STEPS; i++) {
        saturated += denormalProbabilities(network, batch.inputs());
        step.step(batch);
        left +=
            denormal(network.params())
                + denormal(network.getFlattenedGradients())
                + denormal(network.getUpdater().getStateViewArray());
      }
    }
    assertThat(saturated).as("probabilities that are denormal").isPositive();
    assertThat(left).as("denormal weights, gradients and states").isZero();
  }

  private static int denormalProbabilities(MultiLayerNetwork network, INDArray inputs) {
    double[] outputs = Waves.forward(network, inputs, false);
    double[] probabilities = new double[outputs.length];
    int count = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      Criterion.CrossEntropy.softmax(outputs, i * 10, 10, probabilities);
    }
    for (double probability : probabilities) {
      count += isDenormal((float) probability) ? 1 : 0;
    }
    return count;
  }

  private static int denormal(INDArray array) {
    int count = 0;
    if (array != null && !array.isEmpty()) {
      for (float number : array.dup().data().asFloat()) {
        count += isDenormal(number) ? 1 : 0;
      }
    }
    return count;
  }

  private static boolean isDenormal(float number) {
    return number != 0 && Math.abs(number) < Float.MIN_NORMAL;
  }
}
