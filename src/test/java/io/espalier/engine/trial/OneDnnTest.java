package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.data.Targets;
import io.espalier.engine.ModelTools;
import io.espalier.engine.Specs;
import io.espalier.engine.models.FastPaths;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The fast path held against the slow one. */
class OneDnnTest {
  private static final int BATCH = 16;
  private static final Targets.Classes CLASSES =
      new Targets.Classes(labels(), IntStream.range(0, 10).mapToObj(Integer::toString).toList());

  @BeforeEach
  void onlyWhereItIsBuiltIn() {
    assumeTrue(
        ModelTools.facts().oneDnn(), () -> "no oneDNN: " + ModelTools.facts().oneDnnReason());
  }

  @AfterEach
  void switchOn() {
    System.setProperty(FastPaths.DISABLED, "false");
    Nd4j.getEnvironment().allowHelpers(true);
  }

  private static short[] labels() {
    short[] labels = new short[BATCH];
    for (int i = 0; i < BATCH; i++) {
      labels[i] = (short) (i % 10);
    }
    return labels;
  }

  @Test
  void convolutionsTakeTheFastPath() {
    MultiLayerNetwork network = network(Specs.baselineCnn(), true);
    assertThat(network.getLayer(0).getHelper()).isInstanceOf(MKLDNNConvHelper.class);
  }

  @Test
  void theSlowPathIsReallyAnother() {
    MultiLayerNetwork network = network(Specs.baselineCnn(), false);
    assertThat(network.getLayer(0).getHelper()).isNull();
  }

  @Test
  void theBaselineNetworkLearnsTheSameOnBoth() {
    assertBothAgree(Specs.baselineCnn());
  }

  @Test
  void paddedMaximaAgree() {
    assertBothAgree(cnn(conv(4, 3, 2, 1), pool(Pooling.MAX, 3, 2, 1), dense(16)));
  }

  @Test
  void paddedAveragesAndSumsAgree() {
    assertBothAgree(
        cnn(
            conv(4, 3, 2, 1),
            pool(Pooling.AVERAGE, 3, 2, 1),
            conv(4, 3, 1, 1),
            pool(Pooling.SUM, 3, 2, 1),
            dense(16)));
  }

  @Test
  void batchNormalisationAgrees() {
    LayerSpec norm = new LayerSpec.BatchNorm(0.9, 1e-5);
    assertBothAgree(cnn(conv(4, 3, 2, 1), norm, pool(Pooling.MAX, 2, 2, 0), dense(16), norm));
  }

  private static void assertBothAgree(ModelSpec model) {
    double[] fast = losses(network(model, true));
    double[] again = losses(network(model, true));
    assertThat(again).as("the same bits again").isEqualTo(fast);
    double[] slow = losses(network(model, false));
    for (int i = 0; i < fast.length; i++) {
      assertThat(fast[i]).as("step %d", i).isCloseTo(slow[i], within(1e-4 * slow[i]));
    }
    assertThat(fast[39]).as("it learns").isLessThan(fast[0]);
  }

  private static MultiLayerNetwork network(ModelSpec model, boolean fast) {
    System.setProperty(FastPaths.DISABLED, Boolean.toString(!fast));
    Nd4j.getEnvironment().allowHelpers(fast);
    return Waves.network(
        model, Specs.training(Specs.adam(), BATCH), Specs.CIFAR, 10, Task.CLASSIFICATION);
  }

  /** Losses of 40 steps, then the sum of the outputs' sizes without training. */
  private static double[] losses(MultiLayerNetwork network) {
    TrainingStep step = new LayerwiseStep(network, new Criterion.CrossEntropy(CLASSES), CLASSES);
    SplittableRandom random = new SplittableRandom(4);
    double[] losses = new double[41];
    for (int i = 0; i < 40; i++) {
      losses[i] = step.step(Waves.batch(images(random))).lossSum();
    }
    losses[40] = Arrays.stream(Waves.forward(network, images(random), false)).map(Math::abs).sum();
    return losses;
  }

  private static INDArray images(SplittableRandom random) {
    float[] numbers = new float[BATCH * 3 * 32 * 32];
    for (int i = 0; i < numbers.length; i++) {
      int example = i / (3 * 32 * 32);
      numbers[i] = (float) (random.nextDouble() - 0.5 + 0.2 * Math.sin(i * (1 + example % 10)));
    }
    return Nd4j.createFromArray(numbers).reshape('c', BATCH, 3, 32, 32);
  }
}
