package io.espalier.engine.trial;

import static io.espalier.engine.GraphSpecs.gcn;
import static io.espalier.engine.GraphSpecs.graphConv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.Specs;
import io.espalier.engine.trial.GradientCheck.StepMaker;
import io.espalier.wire.Activation;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.GraphSpec;
import io.espalier.wire.InputShape;
import io.espalier.wire.Loss;
import io.espalier.wire.Measurement;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.factory.Nd4j;

/** Smoothed labels: the formula, DL4J's fit on the same labels, gradients, and what is measured. */
class LabelSmoothingTest {
  private static final Targets.Classes CLASSES =
      new Targets.Classes(new short[] {0, 2, 1, 2}, List.of("a", "b", "c"));
  private static final InputShape VECTOR = new InputShape.Flat(6);
  private static final ModelSpec MODEL = mlp(dense(7));
  private static final TrainingSpec SMOOTHED =
      Specs.training(new Updater.Sgd(0.3), 4).withLabelSmoothing(0.3);

  @TempDir private Path folder;

  @Test
  void theLossIsThatOfLabelsOfWhichAShareIsSpreadOverAllClasses() {
    Criterion criterion = Criterion.trained(Loss.CROSS_ENTROPY, CLASSES, SMOOTHED);
    double[] outputs = {9, 9, 9, 0.5, -1, 2};
    double[] gradient = new double[6];
    double loss = criterion.loss(outputs, 3, 1, gradient);
    double total = Math.exp(0.5) + Math.exp(-1) + Math.exp(2);
    double[] p = {Math.exp(0.5) / total, Math.exp(-1) / total, Math.exp(2) / total};
    double expected = -0.1 * Math.log(p[0]) - 0.1 * Math.log(p[1]) - 0.8 * Math.log(p[2]);
    assertThat(loss).isCloseTo(expected, within(1e-12));
    assertThat(gradient)
        .containsExactly(new double[] {0, 0, 0, p[0] - 0.1, p[1] - 0.1, p[2] - 0.8}, within(1e-12));
  }

  @Test
  void stepsAreDl4jsFitsOnTheSmoothedLabels() {
    for (boolean compiled : List.of(true, false)) {
      MultiLayerNetwork ours = Waves.network(MODEL, SMOOTHED, VECTOR, 3, Task.CLASSIFICATION);
      MultiLayerNetwork fitted = Waves.network(MODEL, SMOOTHED, VECTOR, 3, Task.CLASSIFICATION);
      Criterion criterion = Criterion.trained(Loss.CROSS_ENTROPY, CLASSES, SMOOTHED);
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
              Nd4j.createFromArray(
                  new float[][] {
                    {0.8f, 0.1f, 0.1f}, {0.1f, 0.1f, 0.8f}, {0.1f, 0.8f, 0.1f}, {0.1f, 0.1f, 0.8f}
                  }));
        }
      }
      assertThat(ours.params().sub(fitted.params()).amaxNumber().doubleValue()).isLessThan(2e-5);
    }
  }

  @Test
  void theGradientCheckChecksWhatTrains() {
    List<Criterion> checked = new ArrayList<>();
    for (StepMaker steps : List.<StepMaker>of(CompiledStep::new, LayerwiseStep::new)) {
      StepMaker remembered =
          (network, criterion, targets) -> {
            checked.add(criterion);
            return steps.of(network, criterion, targets);
          };
      assertThat(
              GradientCheck.errors(MODEL, SMOOTHED, VECTOR, 3, Task.CLASSIFICATION, 17, remembered))
          .hasSize(4)
          .allSatisfy(error -> assertThat(error.largest()).isLessThan(1e-5));
    }
    assertThat(checked).hasSize(2).hasOnlyElementsOfType(Criterion.Smoothed.class);
    ModelSpec graphs = gcn(GraphSpec.PLAIN, Loss.CROSS_ENTROPY, graphConv(6, Activation.TANH));
    assertThat(
            GradientCheck.errors(
                graphs,
                SMOOTHED,
                new InputShape.Graph(4, InputShape.Graph.Example.GRAPH),
                3,
                Task.CLASSIFICATION,
                17))
        .allSatisfy(error -> assertThat(error.largest()).isLessThan(1e-6));
  }

  /** At a rate too small to move a weight, so that only what is measured may differ. */
  @Test
  void onlyTheLossOfTheStepsIsThatOfSmoothedLabels() {
    PreparedData data = Examples.classes(VECTOR);
    TrainingSpec still = Specs.training(new Updater.Sgd(1e-30), 8);
    Measurement plain = first(data, still, TrainMeasure.STEPS);
    Measurement smoothed = first(data, still.withLabelSmoothing(0.3), TrainMeasure.STEPS);
    assertThat(smoothed.metric("validation_loss")).isEqualTo(plain.metric("validation_loss"));
    assertThat(smoothed.metric("train_accuracy")).isEqualTo(plain.metric("train_accuracy"));
    assertThat(smoothed.metric("train_loss")).isNotEqualTo(plain.metric("train_loss"));
    assertThat(first(data, still.withLabelSmoothing(0.3), TrainMeasure.FULL).metric("train_loss"))
        .isEqualTo(first(data, still, TrainMeasure.FULL).metric("train_loss"));
  }

  private static Measurement first(PreparedData data, TrainingSpec training, TrainMeasure measure) {
    return SegmentRunner.run(
            Segments.plan(data, measure), data, Segments.segment(MODEL, training, 1), Segments.HERE)
        .measurements()
        .get(0);
  }

  @Test
  void aTrainingOnSmoothedLabelsGoesOnWhereItStopped() {
    PreparedData data = Examples.classes(VECTOR);
    CheckpointRef half = new CheckpointRef(folder.resolve("half.zip").toString());
    CheckpointRef none = CheckpointRef.NONE;
    Outcome through = Segments.run(data, Segments.segment(MODEL, SMOOTHED, 4));
    Segments.run(data, Segments.segment(MODEL, SMOOTHED, 0, 2, none, half));
    Outcome second = Segments.run(data, Segments.segment(MODEL, SMOOTHED, 2, 4, half, none));
    assertThat(metrics(second)).hasSize(2).isEqualTo(metrics(through).subList(2, 4));
    assertThat(second.test()).isEqualTo(through.test());
  }

  private static List<?> metrics(Outcome outcome) {
    return outcome.measurements().stream().map(Measurement::metrics).toList();
  }

  @Test
  void graphNetworksTrainOnSmoothedLabels() {
    PreparedData graphs = GraphExamples.graphs(6, 1);
    ModelSpec model = GraphModels.model(GraphModels.convolution(8), dense(6));
    TrainingSpec still = Specs.training(new Updater.Sgd(1e-30), 4);
    Measurement plain =
        Segments.run(graphs, Segments.segment(model, still, 1)).measurements().get(0);
    Measurement smoothed =
        Segments.run(graphs, Segments.segment(model, still.withLabelSmoothing(0.3), 1))
            .measurements()
            .get(0);
    assertThat(smoothed.metric("validation_loss")).isEqualTo(plain.metric("validation_loss"));
    assertThat(smoothed.metric("train_loss")).isNotEqualTo(plain.metric("train_loss"));
  }

  @Test
  void otherLossesHaveNoLabelsToSmooth() {
    assertThatThrownBy(() -> Criterion.trained(Loss.SQUARED_ERROR, CLASSES, SMOOTHED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("labels are smoothed for cross-entropy only");
  }
}
