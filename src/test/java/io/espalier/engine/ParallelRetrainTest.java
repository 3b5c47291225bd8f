package io.espalier.engine;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static io.espalier.engine.Specs.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.PreparedData;
import io.espalier.engine.models.ModelFiles;
import io.espalier.engine.trial.Examples;
import io.espalier.engine.trial.SegmentRunner;
import io.espalier.engine.trial.Segments;
import io.espalier.wire.Activation;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.ClassWeights;
import io.espalier.wire.Evaluation;
import io.espalier.wire.GradientClip;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.Measurement;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrainingSpec.Budget;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import io.espalier.wire.WeightInit.Scheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelRetrainTest {
  private static final PreparedData VECTORS = Examples.classes(new InputShape.Flat(6));
  private static final PreparedData IMAGES = Examples.classes(new InputShape.Image(1, 6, 6));
  private static final Updater ADAM = new Updater.Adam(0.01, 0.9, 0.999, 1e-8);

  private static JavaSparkContext spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[3]")
                .setAppName("parallel-retrain")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost")
                .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void oneWorkerGivesTheBitsOfASingleTraining(int averagingFrequency) {
    TrainingSpec training =
        new TrainingSpec(ADAM, new LearningRateSchedule.Decay(0.5), 8, 3, 1e-3, 1e-2);
    Segment segment = Segments.segment(mlp(dense(12)), training, 3);
    assertSame(train(VECTORS, segment, 1, averagingFrequency), Segments.run(VECTORS, segment));
  }

  @Test
  void oneWorkerClipsGradientsSmoothsLabelsAndWeighsClassesAsASingleTraining() {
    TrainingSpec training =
        Specs.training(ADAM, 8)
            .withGradientClip(GradientClip.ofNorm(0.05))
            .withLabelSmoothing(0.2)
            .withClassWeights(new ClassWeights.Balanced());
    Segment segment = Segments.segment(mlp(dense(12)), training, 2);
    assertSame(train(VECTORS, segment, 1, 2), Segments.run(VECTORS, segment));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "momentum", "nesterov", "adamw", "rmsprop"})
  void theStateOfEveryUpdaterGoesFromRoundToRound(String kind) {
    Updater updater =
        switch (kind) {
          case "sgd" -> new Updater.Sgd(0.1);
          case "momentum" -> new Updater.Momentum(0.05, 0.9);
          case "nesterov" -> new Updater.Nesterov(0.05, 0.9);
          case "adamw" -> new Updater.AdamW(0.01, 0.9, 0.999, 1e-8, 0.1);
          default -> new Updater.RmsProp(0.01, 0.9, 1e-8);
        };
    Segment segment = Segments.segment(mlp(dense(5)), Specs.training(updater, 4), 2);
    assertSame(train(VECTORS, segment, 1, 1), Segments.run(VECTORS, segment));
  }

  @Test
  void oneWorkerTrainsConvolutionsAndRunningStatisticsAsASingleTraining() {
    ModelSpec model =
        cnn(
            conv(4, 3, 1, 1),
            new LayerSpec.BatchNorm(0.9, 1e-5),
            pool(Pooling.AVERAGE, 2, 2, 0),
            dense(7));
    Segment segment = Segments.segment(model, Specs.training(ADAM, 8), 2);
    assertSame(train(IMAGES, segment, 1, 2), Segments.run(IMAGES, segment));
  }

  /** By plain descent and with two states; classes and numbers. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 100})
  void oneWorkerGivesTheBitsOfATrainingInLanes(int averagingFrequency) {
    ModelSpec model = mlp(dense(12), new LayerSpec.Dense(5, Activation.TANH));
    ModelSpec squared =
        new ModelSpec(model.kind(), model.layers(), Loss.SQUARED_ERROR, model.weightInit());
    PreparedData numbers = Examples.numbers(new InputShape.Flat(6));
    for (Updater updater : List.of(new Updater.Sgd(0.1), ADAM)) {
      TrainingSpec training = Specs.training(updater, 8);
      assertSameInLanes(VECTORS, Segments.segment(model, training, 3), averagingFrequency);
      assertSameInLanes(numbers, Segments.segment(squared, training, 3), averagingFrequency);
    }
  }

  private static void assertSameInLanes(
      PreparedData data, Segment segment, int averagingFrequency) {
    TrainingPlan lanes = Segments.plan(data).withMostTogether(TrainingPlan.ANY);
    Outcome single = SegmentRunner.run(lanes, data, segment, Segments.HERE);
    assertSame(retrain(data, lanes).train(segment, 1, averagingFrequency), single);
    assertThat(metrics(single)).isNotEqualTo(metrics(Segments.run(data, segment)));
  }

  /** After one step each from the same weights, the mean of the copies is a step on all batches. */
  @Test
  void threeWorkersThatAverageEveryStepOfPlainDescentTakeStepsOnBatchesThreeTimesAsLarge() {
    PreparedData data = firstOf(VECTORS, 18);
    Segment large = Segments.segment(mlp(dense(12)), Specs.training(new Updater.Sgd(0.3), 9), 4);
    Segment small = Segments.segment(mlp(dense(12)), Specs.training(new Updater.Sgd(0.3), 3), 4);
    Outcome single = Segments.run(data, large);
    Outcome parallel = train(data, small, 3, 1);

    assertThat(parallel.status()).as(parallel.error()).isEqualTo(Status.COMPLETED);
    for (int epoch = 0; epoch < 4; epoch++) {
      Measurement expected = single.measurements().get(epoch);
      parallel
          .measurements()
          .get(epoch)
          .metrics()
          .forEach(
              (metric, value) ->
                  assertThat(value).as(metric).isCloseTo(expected.metric(metric), within(1e-5)));
    }
  }

  @Test
  void threeWorkersGiveTheSameBitsAgainAndLearn() {
    ModelSpec model = mlp(dense(12), new LayerSpec.Dropout(0.2));
    Segment segment = Segments.segment(model, Specs.training(ADAM, 2), 20);
    Outcome first = train(VECTORS, segment, 3, 2);

    assertSame(train(VECTORS, segment, 3, 2), first);
    assertThat(first.measurements().get(19).metric("train_loss"))
        .isLessThan(first.measurements().get(0).metric("train_loss") / 2);
    assertThat(first.place().device()).isEqualTo("3 workers, averaged every 2 steps: cpu");
    assertThat(first.place().host()).isNotEmpty();
  }

  @Test
  void moreWorkersThanBatchesOrSlotsAreNoHarm() {
    Segment segment = Segments.segment(mlp(dense(5)), Specs.training(ADAM, 8), 2);
    assertThat(train(VECTORS, segment, 7, 3).status()).isEqualTo(Status.COMPLETED);
  }

  @Test
  void theSharedMeasurementCountsWhatASingleOneCounts() throws IOException {
    CheckpointRef zip = new CheckpointRef(folder.resolve("model.zip").toUri().toString());
    TrainingSpec training = Specs.training(ADAM, 8);
    Segment segment = Segments.segment(mlp(dense(5)), training, 0, 2, CheckpointRef.NONE, zip);
    Evaluation shared = train(IMAGES, segment, 3, 2).test().get(0);
    Segment goingOn =
        Segments.segment(
            mlp(dense(5)),
            Specs.training(new Updater.Sgd(1e-30), 23),
            2,
            3,
            zip,
            CheckpointRef.NONE);
    Evaluation alone = Segments.run(IMAGES, goingOn).test().get(0);

    assertThat(shared.confusion()).isEqualTo(alone.confusion());
    assertThat(shared.examples()).isEqualTo(9);
    assertThat(shared.metrics().keySet()).isEqualTo(alone.metrics().keySet());
    shared
        .metrics()
        .forEach((m, value) -> assertThat(value).isCloseTo(alone.metrics().get(m), within(1e-6)));
  }

  @Test
  void regressionIsMeasuredInItsOwnMetrics() {
    ModelSpec model =
        new ModelSpec(Kind.LINEAR, List.of(), Loss.SQUARED_ERROR, WeightInit.of(Scheme.XAVIER));
    PreparedData data = Examples.numbers(new InputShape.Flat(6));
    Segment segment = Segments.segment(model, Specs.training(ADAM, 8), 3);
    assertSame(train(data, segment, 1, 2), Segments.run(data, segment));
  }

  @Test
  void aFullMeasurementOfTheTrainingPartIsShared() {
    Segment segment = Segments.segment(mlp(dense(5)), Specs.training(ADAM, 8), 2);
    TrainingPlan plan = Segments.plan(VECTORS, TrainMeasure.FULL);
    Outcome outcome = retrain(VECTORS, plan).train(segment, 2, 2);
    assertThat(outcome.measurements().get(1).metric("train_accuracy"))
        .as("in twenty-thirds")
        .isCloseTo(
            Math.round(outcome.measurements().get(1).metric("train_accuracy") * 23) / 23.0,
            within(1e-12));
  }

  @Test
  void stepsAndToleranceEndATrainingAsTheyEndASingleOne() {
    Segment plain = Segments.segment(mlp(dense(5)), Specs.training(ADAM, 8), 2);
    TrainingSpec fourSteps = budget(plain.training(), new Budget(4, 0));
    Segment cut = Segments.segment(plain.model(), fourSteps, 2);
    assertSame(train(VECTORS, cut, 1, 5), Segments.run(VECTORS, cut));

    Segment tolerant =
        Segments.segment(plain.model(), budget(plain.training(), new Budget(0, 10)), 9);
    assertThat(train(VECTORS, tolerant, 2, 1).measurements()).hasSize(2);
  }

  @Test
  void aNetworkThatDivergesIsAnOutcome() {
    Segment segment = Segments.segment(mlp(dense(8)), Specs.training(new Updater.Sgd(1e30), 4), 3);
    Outcome outcome = train(VECTORS, segment, 3, 2);

    assertThat(outcome.status()).isEqualTo(Status.DIVERGED);
    assertThat(outcome.reason()).startsWith("training loss became ").contains(" in epoch 1, step ");
    assertThat(outcome.test()).isEmpty();
  }

  @Test
  void theSavedNetworkHasTheMeanOfTheUpdaterStatesAndCountsItsSteps() throws IOException {
    CheckpointRef zip = new CheckpointRef(folder.resolve("model.zip").toUri().toString());
    Segment segment =
        Segments.segment(mlp(dense(5)), Specs.training(ADAM, 4), 0, 2, CheckpointRef.NONE, zip);
    Outcome outcome = train(VECTORS, segment, 2, 2);

    assertThat(outcome.saved()).extracting(Checkpoint::network).containsExactly(zip);
    MultiLayerNetwork network = ModelFiles.load(zip);
    assertThat(network.getEpochCount()).isEqualTo(2);
    assertThat(network.getIterationCount()).as("6 batches: 2 + 2, then 1 + 1").isEqualTo(6);
    assertThat(network.getUpdater().getStateViewArray().maxNumber().floatValue()).isNotZero();
    network.close();
  }

  @Test
  void whatCannotBeSharedIsRefused() {
    Segment whole =
        Segments.segment(mlp(dense(5)), Specs.training(ADAM, TrainingSpec.WHOLE_PART), 1);
    assertThatThrownBy(() -> train(VECTORS, whole, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("neither a gcn nor a batch of the whole part trains data-parallel");
    Segment plain = Segments.segment(mlp(dense(5)), Specs.training(ADAM, 8), 1);
    assertThatThrownBy(() -> train(VECTORS, plain, 0, 1))
        .hasMessage("workers and averaging-frequency must be at least 1, not 0 and 1");
  }

  private static TrainingSpec budget(TrainingSpec training, Budget budget) {
    return new TrainingSpec(
        training.updater(),
        training.schedule(),
        training.batchSize(),
        training.epochs(),
        budget,
        training.l1(),
        training.l2());
  }

  /** The same data with fewer examples to train on. */
  private static PreparedData firstOf(PreparedData data, int examples) {
    return new PreparedData(
        data.dataset(),
        new io.espalier.data.Split(
            java.util.stream.IntStream.range(0, examples).toArray(),
            data.split().rows(io.espalier.wire.Part.VALIDATION),
            data.split().rows(io.espalier.wire.Part.TEST)),
        data.normalisation(),
        "fewer examples");
  }

  private static Outcome train(
      PreparedData data, Segment segment, int workers, int averagingFrequency) {
    return retrain(data, Segments.plan(data)).train(segment, workers, averagingFrequency);
  }

  private static ParallelRetrain retrain(PreparedData data, TrainingPlan plan) {
    return new ParallelRetrain(spark, spark.broadcast(plan), spark.broadcast(data));
  }

  private static void assertSame(Outcome actual, Outcome expected) {
    assertThat(actual.status()).as(actual.error()).isEqualTo(Status.COMPLETED);
    assertThat(metrics(actual)).isEqualTo(metrics(expected));
    assertThat(actual.test()).isEqualTo(expected.test());
    assertThat(actual.parameters()).isEqualTo(expected.parameters());
  }

  private static List<SortedMap<String, Double>> metrics(Outcome outcome) {
    return outcome.measurements().stream().map(Measurement::metrics).toList();
  }
}
