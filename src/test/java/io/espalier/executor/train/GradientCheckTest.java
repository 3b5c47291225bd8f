package io.espalier.executor.train;

import static io.espalier.executor.Specs.cnn;
import static io.espalier.executor.Specs.conv;
import static io.espalier.executor.Specs.dense;
import static io.espalier.executor.Specs.mlp;
import static io.espalier.executor.Specs.pool;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.executor.ModelTools;
import io.espalier.executor.Specs;
import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LayerSpec.Window;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import io.espalier.wire.WeightInit.Scheme;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GradientCheckTest {
  private static final InputShape IMAGE = new InputShape.Image(2, 7, 8);
  private static final InputShape VECTOR = new InputShape.Flat(5);
  private static final double TOLERANCE = 1e-5;

  private static double largest(
      ModelSpec model, InputShape input, Task task, double l1, double l2) {
    TrainingSpec training =
        new TrainingSpec(new Updater.Sgd(0.1), new LearningRateSchedule.Constant(), 4, 1, l1, l2);
    return ModelTools.gradientCheck(model, training, input, 3, task, 17).largest();
  }

  private static double largest(ModelSpec model, InputShape input) {
    return largest(model, input, Task.CLASSIFICATION, 0, 0);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void everyActivationHasItsGradient(Activation activation) {
    ModelSpec model = mlp(new LayerSpec.Dense(6, activation), new LayerSpec.Dense(4, activation));
    assertThat(largest(model, VECTOR)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void everyPoolingHasItsGradient(Pooling pooling) {
    assertThat(largest(cnn(conv(3, 3, 1, 0), pool(pooling, 2, 2, 0)), IMAGE)).isLessThan(TOLERANCE);
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void overlappingPaddedPoolingHasItsGradient(Pooling pooling) {
    assertThat(largest(cnn(conv(3, 3, 1, 1), pool(pooling, 3, 2, 1), dense(4)), IMAGE))
        .isLessThan(TOLERANCE);
  }

  @Test
  void stridesAndPaddingOfAConvolutionMayDifferByDirection() {
    LayerSpec conv = new LayerSpec.Conv(4, new Window(3, 2, 2, 1, 1, 0), Activation.TANH);
    assertThat(largest(cnn(conv, conv(3, 2, 1, 1)), IMAGE)).isLessThan(TOLERANCE);
  }

  @Test
  void batchNormalisationOfImagesHasItsGradient() {
    ModelSpec model = cnn(conv(3, 3, 1, 0), new LayerSpec.BatchNorm(0.9, 1e-5), dense(4));
    assertThat(largest(model, IMAGE)).isLessThan(TOLERANCE);
  }

  @Test
  void batchNormalisationOfVectorsHasItsGradient() {
    ModelSpec model = mlp(dense(6), new LayerSpec.BatchNorm(0.9, 1e-5), dense(4));
    assertThat(largest(model, VECTOR)).isLessThan(TOLERANCE);
  }

  @Test
  void dropoutHasItsGradientForTheNumbersItKeeps() {
    ModelSpec model = mlp(dense(12), new LayerSpec.Dropout(0.4), dense(8));
    assertThat(largest(model, VECTOR)).isLessThan(TOLERANCE);
  }

  @Test
  void penaltiesAreOnWeightsAndNotOnBiases() {
    assertThat(largest(mlp(dense(6)), VECTOR, Task.CLASSIFICATION, 0.02, 0.3))
        .isLessThan(TOLERANCE);
  }

  @Test
  void squaredErrorHasItsGradientForNumbersAndForClasses() {
    ModelSpec model =
        new ModelSpec(
            Kind.MLP, List.of(dense(6)), Loss.SQUARED_ERROR, WeightInit.of(Scheme.XAVIER));
    assertThat(largest(model, VECTOR, Task.REGRESSION, 0, 0)).isLessThan(TOLERANCE);
    assertThat(largest(model, VECTOR, Task.CLASSIFICATION, 0, 0)).isLessThan(TOLERANCE);
  }

  @Test
  void linearModelsHaveTheirGradient() {
    ModelSpec model =
        new ModelSpec(
            Kind.SOFTMAX, List.of(), Loss.CROSS_ENTROPY, WeightInit.of(Scheme.XAVIER_UNIFORM));
    assertThat(largest(model, IMAGE)).isLessThan(TOLERANCE);
  }

  @Test
  void theBaselineNetworkHasItsGradient() {
    TrainingSpec training = Specs.training(Specs.adam(), 4);
    assertThat(
            ModelTools.gradientCheck(
                    Specs.baselineCnn(), training, Specs.CIFAR, 10, Task.CLASSIFICATION, 3)
                .largest())
        .isLessThan(TOLERANCE);
  }
}
