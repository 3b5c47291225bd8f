package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static io.espalier.engine.Specs.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.PreparedData;
import io.espalier.engine.Specs;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.Measurement;
import io.espalier.wire.Metric;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import io.espalier.wire.WeightInit.Scheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.TaskKilledException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentRunnerTest {
  private static final InputShape VECTOR = new InputShape.Flat(6);
  private static final InputShape IMAGE = new InputShape.Image(1, 6, 6);
  private static final PreparedData VECTORS = Examples.classes(VECTOR);
  private static final TrainingSpec TRAINING = Specs.training(new Updater.Momentum(0.05, 0.9), 8);

  private static ModelSpec wild(double weight) {
    return new ModelSpec(
        Kind.MLP, List.of(dense(8)), Loss.CROSS_ENTROPY, new WeightInit(Scheme.NORMAL, weight));
  }

  @Test
  void aTrialLearnsAndIsMeasuredAfterEveryEpoch() {
    Outcome outcome = Segments.run(VECTORS, Segments.segment(mlp(dense(12)), TRAINING, 30));

    assertThat(outcome.status()).isEqualTo(Status.COMPLETED);
    assertThat(outcome.reason()).isEmpty();
    assertThat(outcome.measurements()).extracting(Measurement::epoch).startsWith(1, 2, 3);
    assertThat(outcome.measurements().get(29).metrics().keySet())
        .containsExactly(
            "train_accuracy",
            "train_loss",
            "validation_accuracy",
            "validation_f1",
            "validation_loss",
            "validation_precision",
            "validation_recall");
    assertThat(outcome.measurements().get(29).metric("train_loss"))
        .isLessThan(outcome.measurements().get(0).metric("train_loss") / 2);
    assertThat(outcome.measurements().get(29).metric("validation_accuracy")).isGreaterThan(0.6);
    assertThat(outcome.parameters()).isEqualTo(6 * 12 + 12 + 12 * 3 + 3);
  }

  @Test
  void theTestPartIsMeasuredOnceWithItsConfusionMatrix() {
    Outcome outcome = Segments.run(VECTORS, Segments.segment(mlp(dense(12)), TRAINING, 3));

    assertThat(outcome.test()).hasSize(1);
    assertThat(outcome.test().get(0).part()).isEqualTo(Part.TEST);
    assertThat(outcome.test().get(0).examples()).isEqualTo(9);
    assertThat(outcome.test().get(0).metrics().keySet())
        .as("all that fits three classes")
        .containsExactly(
            "accuracy",
            "average_precision",
            "balanced_accuracy",
            "brier_score",
            "f1",
            "loss",
            "matthews_correlation",
            "precision",
            "recall",
            "roc_auc",
            "top_2_accuracy");
    assertThat(outcome.test().get(0).confusion().stream().flatMap(List::stream))
        .hasSize(9)
        .satisfies(cells -> assertThat(cells.stream().mapToInt(c -> c).sum()).isEqualTo(9));
  }

  @Test
  void regressionIsMeasuredInItsOwnMetrics() {
    ModelSpec model =
        new ModelSpec(Kind.LINEAR, List.of(), Loss.SQUARED_ERROR, WeightInit.of(Scheme.XAVIER));
    PreparedData data = Examples.numbers(VECTOR);
    Outcome outcome = Segments.run(data, Segments.segment(model, TRAINING, 60));

    assertThat(outcome.status()).as(outcome.error()).isEqualTo(Status.COMPLETED);
    Measurement last = outcome.measurements().get(59);
    assertThat(last.metrics().keySet())
        .containsExactly("train_loss", "validation_loss", "validation_mae", "validation_rmse");
    assertThat(last.metric("validation_loss")).isLessThan(0.01);
    assertThat(last.metric("validation_rmse"))
        .isCloseTo(Math.sqrt(last.metric("validation_loss")), within(1e-9));
    assertThat(outcome.test().get(0).confusion()).isEmpty();
    assertThat(outcome.test().get(0).metrics().keySet())
        .containsExactly(
            "loss", "mae", "mae_1", "mae_2", "r2", "r2_1", "r2_2", "rmse", "rmse_1", "rmse_2");
    assertThat(outcome.test().get(0).metrics().get("r2")).isGreaterThan(0.9);
  }

  @Test
  void whatIsAskedForIsMeasuredAfterEveryEpochAndChangesNothingElse() {
    Segment segment = Segments.segment(mlp(dense(12)), TRAINING, 3);
    TrainingPlan plan = Segments.plan(VECTORS, Metric.ROC_AUC, Metric.BRIER_SCORE);
    Outcome outcome = SegmentRunner.run(plan, VECTORS, segment, Segments.HERE);
    List<Measurement> usual = Segments.run(VECTORS, segment).measurements();
    for (int epoch = 0; epoch < 3; epoch++) {
      SortedMap<String, Double> metrics =
          new TreeMap<>(outcome.measurements().get(epoch).metrics());
      assertThat(metrics.remove("validation_roc_auc")).isBetween(0.0, 1.0);
      assertThat(metrics.remove("validation_brier_score")).isBetween(0.0, 2.0);
      assertThat(metrics).isEqualTo(usual.get(epoch).metrics());
    }
    assertThat(outcome.test()).isEqualTo(Segments.run(VECTORS, segment).test());
  }

  @Test
  void theSameSegmentGivesTheSameBitsAgain() {
    ModelSpec model =
        cnn(
            conv(4, 3, 1, 1),
            new LayerSpec.BatchNorm(0.9, 1e-5),
            pool(Pooling.AVERAGE, 2, 2, 0),
            new LayerSpec.Dropout(0.3),
            dense(8));
    PreparedData data = Examples.classes(IMAGE);
    Segment segment = Segments.segment(model, Specs.training(Specs.adam(), 8), 3);

    assertThat(metrics(Segments.run(data, segment)))
        .isEqualTo(metrics(Segments.run(data, segment)));
  }

  @Test
  void trialsInOneProcessDoNotDisturbEachOther() throws Exception {
    PreparedData data = Examples.classes(IMAGE);
    ModelSpec model =
        cnn(conv(4, 3, 1, 1), pool(Pooling.MAX, 2, 2, 0), new LayerSpec.Dropout(0.3), dense(8));
    Segment segment = Segments.segment(model, Specs.training(Specs.adam(), 8), 4);
    List<Object> alone = metrics(Segments.run(data, segment));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Outcome>> together =
          threads.invokeAll(Collections.nCopies(4, () -> Segments.run(data, segment)));
      for (Future<Outcome> outcome : together) {
        assertThat(metrics(outcome.get())).isEqualTo(alone);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void measuringDoesNotDisturbTheTraining() {
    ModelSpec model =
        mlp(dense(12), new LayerSpec.BatchNorm(0.9, 1e-5), new LayerSpec.Dropout(0.4), dense(6));
    Segment measured = Segments.segment(model, TRAINING, 4);
    Segment blind =
        new Segment(
            7,
            0,
            model,
            TRAINING,
            99,
            measured.start(),
            4,
            false,
            Part.TRAIN,
            false,
            true,
            measured.save());

    assertThat(Segments.run(VECTORS, blind).test())
        .isEqualTo(Segments.run(VECTORS, measured).test());
  }

  @Test
  void trainLossIsAMeanOverExamplesNotOverBatches() {
    // A rate this small leaves the weights alone, so that steps and a full pass must agree.
    TrainingSpec still = Specs.training(new Updater.Sgd(1e-12), 8);
    Segment segment = Segments.segment(mlp(dense(12)), still, 1);
    double steps = Segments.run(VECTORS, segment).measurements().get(0).metric("train_loss");
    double full =
        SegmentRunner.run(
                Segments.plan(VECTORS, TrainMeasure.FULL), VECTORS, segment, Segments.HERE)
            .measurements()
            .get(0)
            .metric("train_loss");

    assertThat(steps).isCloseTo(full, within(1e-6));
  }

  @Test
  void penaltiesAreNotPartOfAnyLoss() {
    TrainingSpec still = Specs.training(new Updater.Sgd(1e-12), 8);
    TrainingSpec penalised = new TrainingSpec(still.updater(), still.schedule(), 8, 1, 0.5, 0.5);

    assertThat(metrics(Segments.run(VECTORS, Segments.segment(mlp(dense(12)), penalised, 1))))
        .isEqualTo(metrics(Segments.run(VECTORS, Segments.segment(mlp(dense(12)), still, 1))));
  }

  @Test
  void aLossThatIsNoNumberNamesItsEpochAndStep() {
    TrainingSpec fast = Specs.training(new Updater.Sgd(1e30), 8);
    Outcome outcome = Segments.run(VECTORS, Segments.segment(mlp(dense(12)), fast, 5));

    assertThat(outcome.status()).isEqualTo(Status.DIVERGED);
    assertThat(outcome.reason())
        .matches("training loss became (NaN|infinite) in epoch 1, step [23]");
    assertThat(outcome.error()).isEmpty();
    assertThat(outcome.measurements()).isEmpty();
  }

  @Test
  void aWeightThatIsNoNumberIsSeenAfterTheLastStep() {
    TrainingSpec one = Specs.training(new Updater.Sgd(1e38), 23);
    Outcome outcome = Segments.run(VECTORS, Segments.segment(wild(10), one, 1));

    assertThat(outcome.status()).isEqualTo(Status.DIVERGED);
    assertThat(outcome.reason()).isEqualTo("a weight became infinite in epoch 1");
  }

  @Test
  void aLargeButFiniteLossIsNoDivergence() {
    TrainingSpec still = Specs.training(new Updater.Sgd(1e-12), 8);
    Outcome outcome = Segments.run(VECTORS, Segments.segment(wild(1e4), still, 1));

    assertThat(outcome.status()).isEqualTo(Status.COMPLETED);
    assertThat(outcome.measurements().get(0).metric("train_loss")).isGreaterThan(1e6);
  }

  @Test
  void anImpossibleModelFailsWithOneLineAndItsTrace() {
    Outcome outcome = Segments.run(VECTORS, Segments.segment(cnn(conv(2, 3, 1, 0)), TRAINING, 1));

    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.reason())
        .isEqualTo("a model of kind cnn needs images, but an input is a vector of 6 numbers");
    assertThat(outcome.error()).contains("at io.espalier.engine.models.Networks");
  }

  @Test
  void aRunOutOfMemoryIsAFailureAndNoCrash() {
    TrainingWatcher hungry =
        new TrainingWatcher() {
          @Override
          public void beforeStep() {
            throw new OutOfMemoryError("Physical memory usage is too high");
          }

          @Override
          public Optional<String> measured(Measurement measurement) {
            return Optional.empty();
          }
        };
    Outcome outcome =
        SegmentRunner.run(
            Segments.plan(VECTORS),
            VECTORS,
            Segments.segment(mlp(dense(4)), TRAINING, 1),
            Segments.HERE,
            hungry);

    assertThat(outcome.status()).isEqualTo(Status.FAILED);
    assertThat(outcome.reason()).isEqualTo("out of memory: Physical memory usage is too high");
  }

  @Test
  void aKilledTaskIsNotAFailedTrial() {
    List<Integer> epochs = new ArrayList<>();
    TrainingWatcher killer =
        new TrainingWatcher() {
          @Override
          public void beforeStep() {
            if (epochs.size() == 2) {
              throw new TaskKilledException("killed");
            }
          }

          @Override
          public Optional<String> measured(Measurement measurement) {
            epochs.add(measurement.epoch());
            return Optional.empty();
          }
        };
    Segment segment = Segments.segment(mlp(dense(4)), TRAINING, 5);

    assertThatThrownBy(
            () ->
                SegmentRunner.run(Segments.plan(VECTORS), VECTORS, segment, Segments.HERE, killer))
        .isInstanceOf(TaskKilledException.class);
    assertThat(epochs).containsExactly(1, 2);
  }

  @Test
  void aTrialThatIsToldToStopEndsWithThatEpochAndLeavesNothing(@TempDir Path folder) {
    TrainingWatcher stopper =
        new TrainingWatcher() {
          @Override
          public void beforeStep() {}

          @Override
          public Optional<String> measured(Measurement measurement) {
            return measurement.epoch() == 2 ? Optional.of("too slow") : Optional.empty();
          }
        };
    CheckpointRef save = new CheckpointRef(folder.resolve("model.zip").toUri().toString());
    Segment segment = Segments.segment(mlp(dense(4)), TRAINING, 0, 5, CheckpointRef.NONE, save);
    Outcome stopped =
        SegmentRunner.run(Segments.plan(VECTORS), VECTORS, segment, Segments.HERE, stopper);
    Outcome whole = Segments.run(VECTORS, segment);

    assertThat(stopped.status()).isEqualTo(Status.STOPPED);
    assertThat(stopped.reason()).isEqualTo("too slow");
    assertThat(stopped.saved()).isEmpty();
    assertThat(stopped.test()).isEmpty();
    assertThat(stopped.measurements())
        .extracting(Measurement::metrics)
        .isEqualTo(whole.measurements().subList(0, 2).stream().map(Measurement::metrics).toList());
  }

  @Test
  void theLearningRateFollowsItsSchedule() {
    TrainingSpec cosine =
        new TrainingSpec(new Updater.Sgd(0.1), new LearningRateSchedule.Cosine(4, 0), 8, 4, 0, 0);

    assertThat(Segments.run(VECTORS, Segments.segment(mlp(dense(4)), cosine, 4)).measurements())
        .extracting(Measurement::learningRate)
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
        .containsExactly(0.1, 0.05 * (1 + Math.sqrt(0.5)), 0.05, 0.05 * (1 - Math.sqrt(0.5)));
  }

  private static List<Object> metrics(Outcome outcome) {
    assertThat(outcome.status()).as(outcome.error()).isEqualTo(Status.COMPLETED);
    List<Object> all = new ArrayList<>();
    outcome.measurements().forEach(m -> all.add(m.metrics()));
    all.addAll(outcome.test());
    return all;
  }
}
