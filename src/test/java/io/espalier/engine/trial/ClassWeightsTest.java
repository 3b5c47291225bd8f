package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.Specs;
import io.espalier.wire.ClassSpec;
import io.espalier.wire.ClassWeights;
import io.espalier.wire.InputShape;
import io.espalier.wire.Loss;
import io.espalier.wire.Measurement;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Weighted classes: the formula, DL4J's own weighted loss, every way to train, the measures. */
class ClassWeightsTest {
  private static final Targets.Classes CLASSES =
      new Targets.Classes(new short[] {0, 2, 1, 2}, List.of("a", "b", "c"));
  private static final InputShape VECTOR = new InputShape.Flat(6);
  private static final InputShape IMAGE = new InputShape.Image(2, 6, 6);
  private static final TrainingSpec STILL = Specs.training(new Updater.Sgd(1e-30), 8);

  /** How a network can train. */
  @SuppressWarnings("ImmutableEnumChecker") // nobody writes to the data
  private enum Way {
    COMPILED(cnn(conv(3, 3, 1, 0), dense(5)), Examples.classes(IMAGE)),
    SIDE_BY_SIDE(mlp(dense(7)), Examples.classes(VECTOR)),
    OWN_GRAPH(
        ModelSpec.of(
            new ClassSpec(
                OwnModelTest.Residual.class.getName(),
                new TreeMap<>(Map.of("units", new Value.Whole(6)))),
            Loss.CROSS_ENTROPY),
        Examples.classes(IMAGE)),
    GRAPHS(GraphModels.model(GraphModels.convolution(8), dense(6)), GraphExamples.graphs(12, 1));

    private final ModelSpec model;
    private final PreparedData data;

    Way(ModelSpec model, PreparedData data) {
      this.model = model;
      this.data = data;
    }

    private Measurement trained(TrainingSpec training, TrainMeasure measure, int epochs) {
      TrainingPlan plan =
          Segments.plan(data, measure)
              .withMostTogether(this == SIDE_BY_SIDE ? TrainingPlan.ANY : TrainingPlan.ALONE);
      Outcome outcome =
          SegmentRunner.run(plan, data, Segments.segment(model, training, epochs), Segments.HERE);
      assertThat(outcome.status()).as(outcome.error()).isEqualTo(Outcome.Status.COMPLETED);
      return outcome.measurements().get(epochs - 1);
    }

    private ClassWeights onlyClass(int one) {
      Double[] weights = new Double[data.dataset().targets().outputs()];
      java.util.Arrays.fill(weights, 0.0);
      weights[one] = 1.0;
      return new ClassWeights.Listed(List.of(weights));
    }
  }

  private static ClassWeights listed(Double... weights) {
    return new ClassWeights.Listed(List.of(weights));
  }

  @Test
  void anExamplesLossAndGradientAreMultipliedByTheWeightOfItsClass() {
    TrainingSpec smoothed = STILL.withLabelSmoothing(0.3);
    Criterion plain = Criterion.trained(Loss.CROSS_ENTROPY, CLASSES, smoothed);
    Criterion weighted =
        Criterion.trained(
            Loss.CROSS_ENTROPY, CLASSES, smoothed.withClassWeights(listed(1.0, 0.5, 3.0)));
    double[] outputs = {9, 9, 9, 0.5, -1, 2};
    double[] gradient = new double[6];
    double[] times = new double[6];
    double loss = plain.loss(outputs, 3, 1, gradient);
    assertThat(weighted.loss(outputs, 3, 1, times)).isCloseTo(3 * loss, within(1e-12));
    assertThat(times)
        .containsExactly(
            new double[] {0, 0, 0, 3 * gradient[3], 3 * gradient[4], 3 * gradient[5]},
            within(1e-12));
    assertThat(weighted.loss(outputs, 0, 2, times))
        .isCloseTo(0.5 * plain.loss(outputs, 0, 2, gradient), within(1e-12));
  }

  /** n / (K · count) of the classes that are there, as scikit-learn has it. */
  @Test
  void balancedClassesCountAlikeTogether() {
    ClassWeights.Listed weights =
        new ClassWeights.Balanced().of(List.of("a", "b", "none", "c"), new int[] {2, 6, 0, 16});
    assertThat(weights.weights()).containsExactly(24 / (3 * 2.0), 24 / (3 * 6.0), 0.0, 0.5);
  }

  @Test
  void weightsByNameAreOfTheDatasClasses() {
    ClassWeights named = new ClassWeights.Named(new TreeMap<>(Map.of("b", 4.0)));
    assertThat(named.of(CLASSES.names(), new int[3])).isEqualTo(listed(1.0, 4.0, 1.0));
    assertThatThrownBy(() -> named.of(List.of("x", "y"), new int[2]))
        .hasMessage("the data have no class b; their classes are x, y");
    assertThatThrownBy(() -> listed(1.0, 2.0).of(CLASSES.names(), new int[3]))
        .hasMessage("2 weights for 3 classes: a, b, c");
    assertThatThrownBy(() -> listed(0.0, 0.0))
        .hasMessage("one class at least must weigh something");
    PreparedData numbers = Examples.numbers(VECTOR);
    assertThatThrownBy(
            () -> numbers.weighted(STILL.withClassWeights(new ClassWeights.Balanced()), Part.TRAIN))
        .hasMessage("numbers are predicted, which have no classes to weigh");
  }

  @Test
  void stepsAreThoseOfDl4jsWeightedLoss() {
    TrainingSpec training =
        Specs.training(new Updater.Sgd(0.3), 4).withClassWeights(listed(1.0, 0.5, 3.0));
    Criterion criterion = Criterion.trained(Loss.CROSS_ENTROPY, CLASSES, training);
    ModelSpec model = mlp(dense(7));
    for (boolean compiled : List.of(true, false)) {
      MultiLayerNetwork ours = Waves.network(model, training, VECTOR, 3, Task.CLASSIFICATION);
      MultiLayerNetwork fitted = Waves.network(model, training, VECTOR, 3, Task.CLASSIFICATION);
      ((BaseOutputLayer) fitted.getOutputLayer().conf().getLayer())
          .setLossFn(new LossMCXENT(Nd4j.createFromArray(1f, 0.5f, 3f).reshape(1, 3)));
      try (TrainingStep step =
          compiled
              ? new CompiledStep(ours, criterion, CLASSES)
              : new LayerwiseStep(ours, criterion, CLASSES)) {
        step.learningRate(0.3);
        for (int i = 0; i < 10; i++) {
          var inputs = Waves.wave(i, 2, 4, 6);
          step.step(Waves.batch(inputs));
          fitted.fit(
              inputs,
              Nd4j.createFromArray(new float[][] {{1, 0, 0}, {0, 0, 1}, {0, 1, 0}, {0, 0, 1}}));
        }
      }
      assertThat(ours.params().sub(fitted.params()).amaxNumber().doubleValue()).isLessThan(2e-5);
    }
  }

  /** At a rate too small to move a weight: the losses of single classes are parts of the whole. */
  @ParameterizedTest
  @EnumSource
  void theLossOfTheStepsIsWeightedAndNothingElse(Way way) {
    Measurement plain = way.trained(STILL, TrainMeasure.STEPS, 1);
    double sum = 0;
    for (int one = 0; one < way.data.dataset().targets().outputs(); one++) {
      TrainingSpec weighted = STILL.withClassWeights(way.onlyClass(one));
      Measurement part = way.trained(weighted, TrainMeasure.STEPS, 1);
      sum += part.metric("train_loss");
      assertThat(part.metric("train_loss")).isPositive().isLessThan(plain.metric("train_loss"));
      assertThat(part.metric("train_accuracy")).isEqualTo(plain.metric("train_accuracy"));
      assertThat(part.metric("validation_loss")).isEqualTo(plain.metric("validation_loss"));
      assertThat(way.trained(weighted, TrainMeasure.FULL, 1).metric("train_loss"))
          .isEqualTo(way.trained(STILL, TrainMeasure.FULL, 1).metric("train_loss"));
    }
    assertThat(sum).isCloseTo(plain.metric("train_loss"), within(1e-9));
  }

  /** Weights of 2 at half the rate are no weights: the gradient is twice as large. */
  @ParameterizedTest
  @EnumSource
  void theGradientIsWeighted(Way way) {
    TrainingSpec plain = Specs.training(new Updater.Sgd(0.1), 8);
    Double[] twice = new Double[way.data.dataset().targets().outputs()];
    java.util.Arrays.fill(twice, 2.0);
    TrainingSpec weighted =
        Specs.training(new Updater.Sgd(0.05), 8).withClassWeights(listed(twice));
    Measurement expected = way.trained(plain, TrainMeasure.STEPS, 3);
    Measurement doubled = way.trained(weighted, TrainMeasure.STEPS, 3);
    assertThat(doubled.metric("validation_loss"))
        .isCloseTo(expected.metric("validation_loss"), within(1e-5));
    assertThat(doubled.metric("train_loss"))
        .isCloseTo(2 * expected.metric("train_loss"), within(1e-5));
    TrainingSpec one =
        plain.withClassWeights(way.onlyClass(0)); // must differ, or nothing was weighed
    assertThat(way.trained(one, TrainMeasure.STEPS, 3).metric("validation_loss"))
        .isNotCloseTo(expected.metric("validation_loss"), within(1e-5));
  }
}
