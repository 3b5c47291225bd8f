package io.espalier.engine.trial;

import static io.espalier.engine.trial.GraphModels.convolution;
import static io.espalier.engine.trial.GraphModels.dropout;
import static io.espalier.engine.trial.GraphModels.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import io.espalier.engine.Specs;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.GraphSpec;
import io.espalier.wire.InputShape;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.Measurement;
import io.espalier.wire.Metric;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Segments of graph networks: trained, measured, saved and resumed as others are. */
class GraphTrainingTest {
  private static final PreparedData GRAPHS = GraphExamples.graphs(6, 1);
  private static final PreparedData NODES = GraphExamples.nodes(80, 90, 0.03);
  private static final ModelSpec MODEL =
      model(dropout(0.2), convolution(16), dropout(0.4), convolution(12), Specs.dense(10));

  @TempDir private Path folder;

  private static TrainingSpec training(Updater updater, int batchSize) {
    return new TrainingSpec(updater, new LearningRateSchedule.Decay(0.9), batchSize, 4, 1e-3, 1e-2);
  }

  private static Updater adam() {
    return new Updater.Adam(0.01, 0.9, 0.999, 1e-8);
  }

  private static Stream<Updater> updaters() {
    return Stream.of(
        new Updater.Sgd(0.05),
        new Updater.Momentum(0.02, 0.9),
        new Updater.Nesterov(0.02, 0.9),
        adam(),
        new Updater.AdamW(0.01, 0.9, 0.999, 1e-8, 0.1),
        new Updater.AdaGrad(0.01, 1e-10),
        new Updater.RmsProp(0.005, 0.9, 1e-8));
  }

  private CheckpointRef ref(String name) {
    return new CheckpointRef(folder.resolve(name).toUri().toString());
  }

  private static List<?> metrics(Outcome outcome) {
    assertThat(outcome.status()).as(outcome.error()).isEqualTo(Status.COMPLETED);
    return outcome.measurements().stream().map(Measurement::metrics).toList();
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void goingOnFromACheckpointIsTrainingThrough(Updater updater) {
    for (PreparedData data : List.of(GRAPHS, NODES)) {
      TrainingSpec training = training(updater, 8);
      CheckpointRef half = ref("half.zip");
      Outcome through = Segments.run(data, Segments.segment(MODEL, training, 4));
      Outcome first =
          Segments.run(data, Segments.segment(MODEL, training, 0, 2, CheckpointRef.NONE, half));
      Outcome second =
          Segments.run(data, Segments.segment(MODEL, training, 2, 4, half, CheckpointRef.NONE));

      assertThat(metrics(first)).isEqualTo(metrics(through).subList(0, 2));
      assertThat(metrics(second)).isEqualTo(metrics(through).subList(2, 4));
      assertThat(second.test()).isEqualTo(through.test());
    }
  }

  @Test
  void trainingLearns() {
    for (PreparedData data : List.of(GRAPHS, GraphExamples.nodes(80, 6, 1))) {
      TrainingSpec training = Specs.training(adam(), TrainingSpec.WHOLE_PART);
      Outcome outcome = Segments.run(data, Segments.segment(model(convolution(16)), training, 80));
      double first = outcome.measurements().get(0).metric("train_loss");
      assertThat(outcome.measurements().get(79).metric("train_loss")).isLessThan(0.9 * first);
    }
  }

  @Test
  void aFullPassMeasuresWhatAStepWithoutDropoutSees() {
    ModelSpec model = model(convolution(16), Specs.dense(5));
    TrainingSpec training = Specs.training(new Updater.Sgd(1e-12), TrainingSpec.WHOLE_PART);
    for (PreparedData data : List.of(GRAPHS, NODES)) {
      Segment segment = Segments.segment(model, training, 1);
      Outcome steps = Segments.run(data, segment);
      Outcome full =
          SegmentRunner.run(Segments.plan(data, TrainMeasure.FULL), data, segment, Segments.HERE);
      for (String metric : List.of("train_loss", "train_accuracy")) {
        assertThat(full.measurements().get(0).metric(metric))
            .isCloseTo(steps.measurements().get(0).metric(metric), within(1e-6));
      }
      assertThat(full.test().get(0).examples()).isEqualTo(data.examples(Part.TEST));
    }
  }

  @Test
  void whatIsAskedForIsMeasuredOfGraphsAndOfNodes() {
    TrainingSpec training = Specs.training(adam(), 8);
    for (PreparedData data : List.of(GRAPHS, NODES)) {
      Outcome outcome =
          SegmentRunner.run(
              Segments.plan(data, Metric.ROC_AUC, Metric.AVERAGE_PRECISION),
              data,
              Segments.segment(model(convolution(4)), training, 1),
              Segments.HERE);
      assertThat(outcome.measurements().get(0).metric("validation_roc_auc")).isBetween(0.0, 1.0);
      assertThat(outcome.measurements().get(0).metric("validation_average_precision"))
          .isBetween(0.0, 1.0);
      assertThat(outcome.test().get(0).metrics())
          .containsKeys("roc_auc", "brier_score", "matthews_correlation");
    }
  }

  @Test
  void aFoldTrainsOnItsOwnSplit() {
    Split split = new Split(range(10, 30), range(0, 10), new int[] {0});
    PreparedData folded =
        new PreparedData(
            GRAPHS.dataset(),
            GRAPHS.split(),
            GRAPHS.normalisation(),
            List.of(new PreparedData.Fold(split, GRAPHS.normalisation())),
            "folded");
    PreparedData alone = new PreparedData(GRAPHS.dataset(), split, GRAPHS.normalisation(), "alone");
    TrainingSpec training = Specs.training(adam(), TrainingSpec.WHOLE_PART);
    Segment segment = Segments.segment(model(convolution(8)), training, 1);
    Outcome inFold = Segments.run(folded, ofFold(1, segment));
    assertThat(inFold.measurements().get(0).metric("validation_loss"))
        .isCloseTo(
            Segments.run(alone, segment).measurements().get(0).metric("validation_loss"),
            within(1e-6));
    assertThat(Segments.run(folded, segment).measurements().get(0).metric("validation_loss"))
        .isNotCloseTo(inFold.measurements().get(0).metric("validation_loss"), within(1e-4));
  }

  private static Segment ofFold(int fold, Segment s) {
    return new Segment(
        s.trial(),
        fold,
        s.model(),
        s.training(),
        s.seed(),
        s.start(),
        s.toEpoch(),
        s.pauses(),
        s.trainOn(),
        s.measureValidation(),
        s.finalTest(),
        s.save());
  }

  @Test
  void numbersCanBePredicted() {
    ModelSpec model = model(Loss.SQUARED_ERROR, GraphSpec.PLAIN, convolution(12));
    for (PreparedData data : List.of(GRAPHS, NODES)) {
      Outcome outcome =
          Segments.run(
              GraphExamples.withNumbers(data), Segments.segment(model, training(adam(), 8), 2));
      assertThat(outcome.status()).as(outcome.error()).isEqualTo(Status.COMPLETED);
      assertThat(outcome.measurements().get(1).metrics()).containsKey("validation_rmse");
    }
  }

  /** With one graph a step, some steps and the first examples of a part have no node at all. */
  @Test
  void graphsWithoutNodesTrainAndAreMeasured() {
    for (double density : new double[] {1, 0.03}) {
      PreparedData data = GraphExamples.graphsWithoutNodes(density == 1 ? 6 : 90, density);
      for (int batchSize : new int[] {1, 8}) {
        Outcome outcome =
            Segments.run(data, Segments.segment(MODEL, training(adam(), batchSize), 2));
        assertThat(outcome.status()).as(outcome.error()).isEqualTo(Status.COMPLETED);
        assertThat(outcome.test().get(0).examples()).isEqualTo(4);
        assertThat(outcome.measurements().get(1).metric("train_loss")).isPositive();
      }
    }
  }

  @Test
  void whatDivergesIsAnOutcome() {
    TrainingSpec training = Specs.training(new Updater.Sgd(1e30), 8);
    Outcome outcome = Segments.run(GRAPHS, Segments.segment(MODEL, training, 3));
    assertThat(outcome.status()).isEqualTo(Status.DIVERGED);
    assertThat(outcome.reason()).contains("epoch 1");
  }

  @Test
  void dataWithoutGraphsFailInOneLine() {
    PreparedData flat = Examples.classes(new InputShape.Flat(4));
    Outcome outcome = Segments.run(flat, Segments.segment(MODEL, training(adam(), 8), 1));
    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.reason())
        .isEqualTo("a model of kind gcn needs graphs, but an example is of shape 4");
  }

  private static int[] range(int from, int to) {
    return IntStream.range(from, to).toArray();
  }
}
