package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static io.espalier.engine.Specs.pool;
import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Targets;
import io.espalier.engine.GradientReport;
import io.espalier.engine.ModelTools;
import io.espalier.engine.Specs;
import io.espalier.engine.trial.GradientCheck.StepMaker;
import io.espalier.wire.Activation;
import io.espalier.wire.ClassWeights;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Both ways to take a step, each held to its own loss. */
class GradientCheckTest {
  private static final InputShape IMAGE = new InputShape.Image(2, 7, 8);
  private static final InputShape VECTOR = new InputShape.Flat(5);
  private static final double TOLERANCE = 1e-5;

  private static void assertGradients(
      ModelSpec model, InputShape input, Task task, double l1, double l2) {
    TrainingSpec training =
        new TrainingSpec(new Updater.Sgd(0.1), new LearningRateSchedule.Constant(), 4, 1, l1, l2);
    for (StepMaker steps : List.<StepMaker>of(CompiledStep::new, LayerwiseStep::new)) {
      List<GradientError> errors = GradientCheck.errors(model, training, input, 3, task, 17, steps);
      assertThat(errors)
          .isNotEmpty()
          .allSatisfy(error -> assertThat(error.largest()).isLessThan(TOLERANCE));
    }
  }

  private static void assertGradients(ModelSpec model, InputShape input) {
    assertGradients(model, input, Task.CLASSIFICATION, 0, 0);
  }

  @ParameterizedTest
  @MethodSource
  void weightsOfClassesAreInBothTheStepAndItsLoss(ClassWeights weights) {
    TrainingSpec training = Specs.training(new Updater.Sgd(0.1), 4).withClassWeights(weights);
    List<Criterion> seen = new ArrayList<>();
    for (StepMaker steps : List.<StepMaker>of(CompiledStep::new, LayerwiseStep::new)) {
      StepMaker watched =
          (network, criterion, targets) -> {
            seen.add(criterion);
            return steps.of(network, criterion, targets);
          };
      assertThat(
              GradientCheck.errors(
                  mlp(new LayerSpec.Dense(6, Activation.TANH)),
                  training,
                  VECTOR,
                  3,
                  Task.CLASSIFICATION,
                  17,
                  watched))
          .isNotEmpty()
          .allSatisfy(error -> assertThat(error.largest()).isLessThan(TOLERANCE));
    }
    assertThat(seen)
        .hasSize(2)
        .allSatisfy(criterion -> assertThat(criterion).isInstanceOf(Criterion.Weighted.class));
  }

  static List<ClassWeights> weightsOfClassesAreInBothTheStepAndItsLoss() {
    return List.of(
        new ClassWeights.Balanced(),
        new ClassWeights.Listed(List.of(0.3, 2.0, 1.5)),
        new ClassWeights.Named(new TreeMap<>(Map.of("rare", 4.0))));
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void everyActivationHasItsGradient(Activation activation) {
    ModelSpec model = mlp(new LayerSpec.Dense(6, activation), new LayerSpec.Dense(4, activation));
    assertGradients(model, VECTOR);
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void everyPoolingHasItsGradient(Pooling pooling) {
    assertGradients(cnn(conv(3, 3, 1, 0), pool(pooling, 2, 2, 0)), IMAGE);
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void overlappingPaddedPoolingHasItsGradient(Pooling pooling) {
    assertGradients(cnn(conv(3, 3, 1, 1), pool(pooling, 3, 2, 1), dense(4)), IMAGE);
  }

  @ParameterizedTest
  @EnumSource(Pooling.class)
  void everyGlobalPoolingHasItsGradient(Pooling pooling) {
    assertGradients(cnn(conv(3, 3, 1, 0), new LayerSpec.GlobalPool(pooling), dense(4)), IMAGE);
  }

  @Test
  void stridesAndPaddingOfAConvolutionMayDifferByDirection() {
    LayerSpec conv = new LayerSpec.Conv(4, new Window(3, 2, 2, 1, 1, 0), Activation.TANH);
    assertGradients(cnn(conv, conv(3, 2, 1, 1), conv(2, 3, 1, 0)), IMAGE);
    assertGradients(cnn(conv(2, 2, 1, 0), conv, conv(2, 1, 1, 2)), IMAGE);
  }

  @Test
  void batchNormalisationOfImagesHasItsGradient() {
    ModelSpec model = cnn(conv(3, 3, 1, 0), new LayerSpec.BatchNorm(0.9, 1e-5), dense(4));
    assertGradients(model, IMAGE);
  }

  @Test
  void batchNormalisationOfVectorsHasItsGradient() {
    LayerSpec norm = new LayerSpec.BatchNorm(0.9, 1e-5);
    assertGradients(mlp(norm, dense(6), norm, dense(4)), VECTOR);
  }

  @Test
  void dropoutHasItsGradientForTheNumbersItKeeps() {
    LayerSpec dropout = new LayerSpec.Dropout(0.4);
    assertGradients(mlp(dropout, dense(12), dropout, dense(8)), VECTOR);
    assertGradients(cnn(conv(3, 3, 1, 0), dropout, conv(3, 3, 1, 0)), IMAGE);
  }

  @Test
  void penaltiesAreOnWeightsAndNotOnBiases() {
    assertGradients(mlp(dense(6)), VECTOR, Task.CLASSIFICATION, 0.02, 0.3);
  }

  @Test
  void squaredErrorHasItsGradientForNumbersAndForClasses() {
    ModelSpec model =
        new ModelSpec(
            Kind.MLP, List.of(dense(6)), Loss.SQUARED_ERROR, WeightInit.of(Scheme.XAVIER));
    assertGradients(model, VECTOR, Task.REGRESSION, 0, 0);
    assertGradients(model, VECTOR, Task.CLASSIFICATION, 0, 0);
  }

  @Test
  void linearModelsHaveTheirGradient() {
    ModelSpec model =
        new ModelSpec(
            Kind.SOFTMAX, List.of(), Loss.CROSS_ENTROPY, WeightInit.of(Scheme.XAVIER_UNIFORM));
    assertGradients(model, IMAGE);
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

  @Test
  void aReportHasEveryParameterInTheNetworksOrderWithWhatWasCompared() {
    ModelSpec model = mlp(dense(12), new LayerSpec.BatchNorm(0.9, 1e-5));
    GradientReport report =
        ModelTools.gradientCheck(
            model, Specs.training(Specs.adam(), 4), VECTOR, 3, Task.CLASSIFICATION, 3);
    assertThat(report.parameters())
        .extracting(
            GradientError::parameter,
            GradientError::shape,
            GradientError::numbers,
            GradientError::checked)
        .containsExactlyInAnyOrder(
            tuple("0_W", List.of(5L, 12L), 60L, 60),
            tuple("0_b", List.of(12L), 12L, 12),
            tuple("1_gamma", List.of(12L), 12L, 12),
            tuple("1_beta", List.of(12L), 12L, 12),
            tuple("2_W", List.of(12L, 3L), 36L, 36),
            tuple("2_b", List.of(3L), 3L, 3));
    assertThat(report.parameters()).isSortedAccordingTo(comparing(e -> e.parameter().charAt(0)));
    assertThat(report.largest())
        .isEqualTo(
            report.parameters().stream().mapToDouble(GradientError::largest).max().orElseThrow());
  }

  @Test
  void aGradientThatIsATenthOfAPercentOffIsSeenInEveryParameter() {
    ModelSpec model = cnn(conv(3, 3, 1, 0), pool(Pooling.MAX, 2, 2, 0), dense(4));
    TrainingSpec training = Specs.training(Specs.adam(), 4);
    assertThat(
            GradientCheck.errors(model, training, IMAGE, 3, Task.CLASSIFICATION, 17, TooLong::new))
        .hasSize(6)
        .allSatisfy(error -> assertThat(error.largest()).isCloseTo(1e-3, within(1e-5)));
  }

  @Test
  void aLossThatIsNoNumberIsNoAgreement() {
    ModelSpec model =
        new ModelSpec(
            Kind.MLP,
            List.of(dense(4)),
            Loss.CROSS_ENTROPY,
            new WeightInit(Scheme.CONSTANT, 1e200));
    GradientReport report =
        ModelTools.gradientCheck(
            model, Specs.training(Specs.adam(), 4), VECTOR, 3, Task.CLASSIFICATION, 3);
    assertThat(report.largest()).isNaN();
  }

  /** Takes steps that are a thousandth too long. */
  private static final class TooLong implements TrainingStep {
    private final TrainingStep right;

    TooLong(Model network, Criterion criterion, Targets targets) {
      right = new CompiledStep(network, criterion, targets);
    }

    @Override
    public StepResult step(Batch batch) {
      return right.step(batch);
    }

    @Override
    public void learningRate(double rate) {
      right.learningRate(1.001 * rate);
    }

    @Override
    public void reseed(long seed) {
      right.reseed(seed);
    }

    @Override
    public void close() {
      right.close();
    }
  }
}
