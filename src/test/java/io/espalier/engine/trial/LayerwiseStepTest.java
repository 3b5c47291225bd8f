package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.pool;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LayerwiseStepTest {
  private static final Targets.Classes CLASSES =
      new Targets.Classes(new short[] {0, 2, 1, 2}, List.of("a", "b", "c"));
  private static final INDArray ONE_HOT =
      Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 0, 1}, {0, 1, 0}, {0, 0, 1}});
  private static final ModelSpec MODEL =
      cnn(conv(3, 3, 1, 1), pool(Pooling.MAX, 2, 2, 0), pool(Pooling.SUM, 2, 1, 0), dense(7));

  private static TrainingSpec training() {
    return new TrainingSpec(
        new Updater.Adam(0.01, 0.9, 0.999, 1e-8),
        new LearningRateSchedule.Constant(),
        4,
        1,
        0.01,
        0.02);
  }

  private static MultiLayerNetwork network() {
    return Waves.network(MODEL, training(), new InputShape.Image(2, 6, 6), 3, Task.CLASSIFICATION);
  }

  private static INDArray inputs(int step) {
    return Waves.wave(step, 1, 4, 2, 6, 6);
  }

  @Test
  void tenStepsAreTenFitsUpToRounding() {
    MultiLayerNetwork ours = network();
    MultiLayerNetwork fitted = network();
    TrainingStep step = new LayerwiseStep(ours, new Criterion.CrossEntropy(CLASSES), CLASSES);
    for (int i = 0; i < 10; i++) {
      step.step(Waves.batch(inputs(i)));
      fitted.fit(inputs(i), ONE_HOT);
    }
    double largest = ours.params().sub(fitted.params()).amaxNumber().doubleValue();
    assertThat(largest).isLessThan(2e-5);
    assertThat(ours.params().sub(network().params()).amaxNumber().doubleValue())
        .as("far from the start")
        .isGreaterThan(0.05);
    assertThat(ours.getIterationCount()).isEqualTo(fitted.getIterationCount());
  }

  @Test
  void aStepCountsWhatItGotRightBeforeItLearned() {
    MultiLayerNetwork network = network();
    double[] outputs = Waves.forward(network, inputs(0), true);
    int right = 0;
    for (int i = 0; i < 4; i++) {
      right += Outputs.largest(outputs, 3 * i, 3) == CLASSES.labels()[i] ? 1 : 0;
    }
    TrainingStep step = new LayerwiseStep(network, new Criterion.CrossEntropy(CLASSES), CLASSES);
    assertThat(step.step(Waves.batch(inputs(0))).correct()).isEqualTo(right);
  }

  @Test
  void aStepWithoutAFiniteLossLeavesTheWeightsAlone() {
    MultiLayerNetwork network = network();
    network.getLayer(3).getParam("W").muli(1e30);
    network.getLayer(4).getParam("W").muli(1e30);
    float[] before = network.params().dup().data().asFloat();
    TrainingStep step = new LayerwiseStep(network, new Criterion.CrossEntropy(CLASSES), CLASSES);
    assertThat(step.step(Waves.batch(inputs(0))).lossSum()).isNaN();
    assertThat(network.params().data().asFloat()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aSingleBrokenNumberAmongManyIsSeen(double broken) {
    INDArray numbers = Nd4j.ones(1000);
    assertThat(Outputs.notFinite(numbers)).isZero();
    numbers.putScalar(617, broken);
    assertThat(Double.compare(Outputs.notFinite(numbers), broken)).isZero();
  }
}
