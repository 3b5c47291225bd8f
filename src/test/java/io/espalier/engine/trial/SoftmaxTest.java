package io.espalier.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.data.generate.Blobs;
import io.espalier.engine.models.Networks;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Softmax regression against itself by hand. */
class SoftmaxTest {
  private static final int EXAMPLES = 200;
  private static final int FEATURES = 20;

  /** Blobs and a linear model for them. */
  private record Regression(INDArray inputs, Targets.Classes targets, MultiLayerNetwork network) {
    static Regression of(int classes, double weight) {
      Dataset blobs = Blobs.draw(new DataSource.Blobs(EXAMPLES, FEATURES, classes, 1), 7);
      float[] values = ((Features.Floats) blobs.features()).values();
      INDArray inputs =
          Nd4j.createFromArray(values).castTo(DataType.DOUBLE).reshape('c', EXAMPLES, FEATURES);
      ModelSpec model =
          new ModelSpec(
              Kind.SOFTMAX,
              List.of(),
              Loss.CROSS_ENTROPY,
              new WeightInit(WeightInit.Scheme.NORMAL, weight));
      TrainingSpec training =
          new TrainingSpec(
              new Updater.Sgd(1), new LearningRateSchedule.Constant(), EXAMPLES, 1, 0, 0);
      MultiLayerNetwork network =
          Networks.create(
              model, training, blobs.shape(), classes, Task.CLASSIFICATION, 3, DataType.DOUBLE);
      return new Regression(inputs, (Targets.Classes) blobs.targets(), network);
    }

    /** The outputs before the softmax. */
    double[] outputs() {
      return NetworkPass.inWorkspace(
          () -> Outputs.read(new NetworkPass(network).forward(batch().inputs(), false)));
    }

    Batch batch() {
      return new Batch(inputs, IntStream.range(0, EXAMPLES).toArray(), 0, EXAMPLES);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10})
  void probabilitiesOfAnExampleSumToOneAndItsLossIsNotNegative(int classes) {
    for (double weight : new double[] {0.01, 1, 100}) {
      Regression regression = Regression.of(classes, weight);
      double[] outputs = regression.outputs();
      double[] gradient = new double[outputs.length];
      Criterion criterion = new Criterion.CrossEntropy(regression.targets());
      for (int i = 0; i < EXAMPLES; i++) {
        int at = i * classes;
        assertThat(criterion.loss(outputs, at, i, gradient)).isNotNegative().isFinite();
        Criterion.CrossEntropy.softmax(outputs, at, classes, outputs);
        double sum = IntStream.range(at, at + classes).mapToDouble(j -> outputs[j]).sum();
        assertThat(sum).isCloseTo(1, within(1e-14));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10})
  void aStepGoesByTheGradientWorkedOutByHand(int classes) {
    Regression regression = Regression.of(classes, 0.1);
    INDArray weights = regression.network().getLayer(0).getParam("W");
    INDArray bias = regression.network().getLayer(0).getParam("b");
    double[][] expected = byHand(regression, classes);
    INDArray weightsBefore = weights.dup();
    INDArray biasBefore = bias.dup();
    try (TrainingStep step =
        TrainingStep.of(
            regression.network(),
            new Criterion.CrossEntropy(regression.targets()),
            regression.targets())) {
      step.learningRate(1);
      step.step(regression.batch());
    }
    double[][] gradient = weightsBefore.sub(weights).toDoubleMatrix();
    for (int i = 0; i < FEATURES; i++) {
      assertThat(gradient[i]).containsExactly(expected[i], within(1e-12));
    }
    assertThat(biasBefore.sub(bias).ravel().toDoubleVector())
        .containsExactly(expected[FEATURES], within(1e-12));
  }

  /** Xᵀ(P − Y)/n with a column of ones appended to X, so that the last row is the bias's. */
  private static double[][] byHand(Regression regression, int classes) {
    double[] outputs = regression.outputs();
    double[][] inputs = regression.inputs().toDoubleMatrix();
    double[][] gradient = new double[FEATURES + 1][classes];
    for (int i = 0; i < EXAMPLES; i++) {
      double total = 0;
      for (int c = 0; c < classes; c++) {
        total += Math.exp(outputs[i * classes + c]);
      }
      for (int c = 0; c < classes; c++) {
        double truth = regression.targets().labels()[i] == c ? 1 : 0;
        double error = (Math.exp(outputs[i * classes + c]) / total - truth) / EXAMPLES;
        for (int j = 0; j < FEATURES; j++) {
          gradient[j][c] += inputs[i][j] * error;
        }
        gradient[FEATURES][c] += error;
      }
    }
    return gradient;
  }

  @Test
  void equalOutputsGiveEqualProbabilitiesHoweverLargeTheyAre() {
    for (double output : new double[] {-1e300, 0, 1e300}) {
      double[] probabilities = new double[4];
      Criterion.CrossEntropy.softmax(
          new double[] {output, output, output, output}, 0, 4, probabilities);
      assertThat(probabilities).containsOnly(0.25);
    }
  }
}
