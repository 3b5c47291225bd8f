package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.mlp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Targets;
import io.espalier.engine.models.Networks;
import io.espalier.engine.trial.GradientCheck.StepMaker;
import io.espalier.model.LayerShapes;
import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Dense;
import io.espalier.wire.LayerSpec.Dropout;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Dense layers whose sums are normalised, by the compiled step and by DL4J's own layers. */
class LayerNormalisationTest {
  private static final Targets.Classes CLASSES =
      new Targets.Classes(new short[] {0, 2, 1, 2}, List.of("a", "b", "c"));
  private static final INDArray ONE_HOT =
      Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 0, 1}, {0, 1, 0}, {0, 0, 1}});
  private static final InputShape VECTOR = new InputShape.Flat(4);

  private static TrainingSpec training() {
    return new TrainingSpec(
        new Updater.Adam(0.01, 0.9, 0.999, 1e-4),
        new LearningRateSchedule.Constant(),
        4,
        1,
        0.01,
        0.02);
  }

  private static Dense normalised(int units, Activation activation) {
    return new Dense(units, activation, true);
  }

  private static Stream<ModelSpec> models() {
    return Stream.of(
        mlp(normalised(5, Activation.RELU)),
        mlp(normalised(19, Activation.TANH), normalised(8, Activation.IDENTITY)),
        mlp(
            normalised(5, Activation.TANH),
            new LayerSpec.Residual(List.of(normalised(5, Activation.IDENTITY)), Activation.RELU)));
  }

  private static Model network(ModelSpec model, InputShape shape, DataType type) {
    return Networks.model(model, training(), shape, 3, Task.CLASSIFICATION, 1, type);
  }

  private static void assertSame(
      ModelSpec model, InputShape shape, DataType type, int steps, double tolerance) {
    DataType before = Nd4j.defaultFloatingPointType();
    Nd4j.setDefaultDataTypes(type, type);
    try {
      Model ours = network(model, shape, type);
      Model theirs = network(model, shape, type);
      INDArray start = ours.params().dup();
      Criterion criterion = new Criterion.CrossEntropy(CLASSES);
      try (TrainingStep recorded = TrainingStep.of(ours, criterion, CLASSES);
          TrainingStep layerwise = new LayerwiseStep(theirs, criterion, CLASSES)) {
        assertThat(recorded).isInstanceOf(CompiledStep.class);
        for (int i = 0; i < steps; i++) {
          Batch batch =
              Waves.batch(Waves.wave(i, 1, Networks.batchShape(model, shape, 4)).castTo(type));
          double loss = layerwise.step(batch).lossSum();
          assertThat(recorded.step(batch).lossSum()).isCloseTo(loss, within(10 * tolerance));
        }
      }
      assertThat(ours.params().sub(theirs.params()).amaxNumber().doubleValue())
          .isLessThan(tolerance);
      assertThat(ours.params().sub(start).amaxNumber().doubleValue())
          .as("far from the start")
          .isGreaterThan(0.03);
    } finally {
      Nd4j.setDefaultDataTypes(before, before);
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void aHundredStepsInDoublePrecisionAreThoseOfDl4jsLayers(ModelSpec model) {
    assertSame(model, VECTOR, DataType.DOUBLE, 100, 1e-10);
  }

  @ParameterizedTest
  @MethodSource("models")
  void tenStepsAreThoseOfDl4jsLayersUpToRounding(ModelSpec model) {
    assertSame(model, VECTOR, DataType.FLOAT, 10, 2e-5);
  }

  @Test
  void behindConvolutionsItTrainsTheSame() {
    ModelSpec model = cnn(conv(2, 3, 1, 1), normalised(6, Activation.TANH));
    assertSame(model, new InputShape.Image(1, 4, 4), DataType.FLOAT, 10, 2e-5);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void everyActivationBehindItTrainsTheSame(Activation activation) {
    assertSame(mlp(normalised(5, activation)), VECTOR, DataType.FLOAT, 6, 2e-5);
  }

  @ParameterizedTest
  @MethodSource("models")
  void bothWaysToTakeAStepHaveTheirGradient(ModelSpec model) {
    for (StepMaker steps : List.<StepMaker>of(CompiledStep::new, LayerwiseStep::new)) {
      assertThat(GradientCheck.errors(model, training(), VECTOR, 3, Task.CLASSIFICATION, 17, steps))
          .hasSizeGreaterThan(4)
          .allSatisfy(error -> assertThat(error.largest()).isLessThan(1e-5));
    }
    assertThat(LayerShapes.of(model, VECTOR, 3).parameters())
        .isEqualTo(Networks.trainableNumbers(network(model, VECTOR, DataType.FLOAT)));
  }

  @ParameterizedTest
  @MethodSource("models")
  void tenStepsAreTenFitsUpToRounding(ModelSpec model) {
    Model ours = network(model, VECTOR, DataType.FLOAT);
    Model fitted = network(model, VECTOR, DataType.FLOAT);
    TrainingStep step = TrainingStep.of(ours, new Criterion.CrossEntropy(CLASSES), CLASSES);
    for (int i = 0; i < 10; i++) {
      step.step(Waves.batch(Waves.wave(i, 1, 4, 4)));
      INDArray inputs = Waves.wave(i, 1, 4, 4);
      if (fitted instanceof ComputationGraph graph) {
        graph.fit(new INDArray[] {inputs}, new INDArray[] {ONE_HOT});
      } else {
        ((MultiLayerNetwork) fitted).fit(inputs, ONE_HOT);
      }
    }
    assertThat(ours.params().sub(fitted.params()).amaxNumber().doubleValue()).isLessThan(2e-5);
  }

  /** Its sums are equal, so that there is nothing to normalise. */
  @Test
  void anExampleOfZerosHasNoGradientOfItsWeights() {
    ModelSpec model = mlp(normalised(5, Activation.IDENTITY), new Dropout(0));
    MultiLayerNetwork network = (MultiLayerNetwork) network(model, VECTOR, DataType.FLOAT);
    MultiLayerNetwork theirs = (MultiLayerNetwork) network(model, VECTOR, DataType.FLOAT);
    Criterion criterion = new Criterion.CrossEntropy(CLASSES);
    INDArray zeros = Nd4j.zeros(DataType.FLOAT, 4, 4);
    try (TrainingStep recorded = new CompiledStep(network, criterion, CLASSES);
        TrainingStep layerwise = new LayerwiseStep(theirs, criterion, CLASSES)) {
      recorded.step(Waves.batch(zeros));
      layerwise.step(Waves.batch(zeros));
    }
    assertThat(network.params().sub(theirs.params()).amaxNumber().doubleValue()).isLessThan(1e-6);
  }
}
