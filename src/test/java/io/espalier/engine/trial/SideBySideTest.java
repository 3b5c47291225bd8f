package io.espalier.engine.trial;

import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.engine.lanes.LaneShape;
import io.espalier.engine.models.ModelFiles;
import io.espalier.wire.Activation;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.GradientClip;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Measurement;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Part;
import io.espalier.wire.Safekeeping;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrainingSpec.Budget;
import io.espalier.wire.Updater;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Trained side by side, a trial comes to the bits that it comes to alone. */
class SideBySideTest {
  private static final PreparedData DATA = Examples.classes(new InputShape.Flat(6));
  private static final PreparedData NUMBERS = Examples.numbers(new InputShape.Flat(6));
  private static final LearningRateSchedule CONSTANT = new LearningRateSchedule.Constant();
  private static final int EPOCHS = 8;

  @TempDir private Path folder;

  private static Updater updater(String word, double rate) {
    return switch (word) {
      case "sgd" -> new Updater.Sgd(rate);
      case "momentum" -> new Updater.Momentum(rate, 0.9);
      case "nesterov" -> new Updater.Nesterov(rate, 0.9);
      case "adam" -> new Updater.Adam(rate);
      case "adamw" -> new Updater.AdamW(rate, 0.9, 0.999, 1e-8, rate);
      case "adagrad" -> new Updater.AdaGrad(rate, 1e-8);
      case "rmsprop" -> new Updater.RmsProp(rate, 0.9, 1e-8);
      default -> new Updater.AdaMax(rate, 0.9, 0.999);
    };
  }

  private static TrainingSpec training(Updater updater, LearningRateSchedule schedule, double l2) {
    return new TrainingSpec(updater, schedule, 7, EPOCHS, Budget.EPOCHS, 0, l2);
  }

  private static TrainingPlan plan(PreparedData data) {
    return Segments.plan(data).withMostTogether(TrainingPlan.ANY);
  }

  private Segment segment(int trial, ModelSpec model, TrainingSpec training, String place) {
    CheckpointRef save = new CheckpointRef(folder.resolve(place + trial).toUri().toString());
    return new Segment(
        trial,
        0,
        model,
        training,
        100 + trial,
        Checkpoint.NEW,
        EPOCHS,
        false,
        Part.TRAIN,
        true,
        true,
        save);
  }

  private static List<Outcome> together(
      PreparedData data, List<Segment> segments, List<TrainingWatcher> watchers) {
    assertThat(segments)
        .extracting(one -> shape(data, one).orElseThrow())
        .containsOnly(shape(data, segments.get(0)).orElseThrow());
    return SegmentRunner.together(
            plan(data), data, segments, Segments.HERE, watchers, Safekeeping.NONE)
        .orElseThrow();
  }

  private static Outcome alone(PreparedData data, Segment segment) {
    return SegmentRunner.run(plan(data), data, segment, Segments.HERE);
  }

  private static Optional<LaneShape> shape(PreparedData data, Segment segment) {
    return LaneShape.of(
        segment, data.dataset().shape(), data.dataset().targets().outputs(), data.split());
  }

  private static float[] parameters(Segment segment) {
    try {
      MultiLayerNetwork network = ModelFiles.load(segment.save());
      float[] all = network.params().dup().data().asFloat();
      return network.getUpdater().getStateViewArray() == null
          ? all
          : org.apache.commons.lang3.ArrayUtils.addAll(
              all, network.getUpdater().getStateViewArray().dup().data().asFloat());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** All that is no time. */
  private static void assertEqual(Outcome outcome, Outcome alone) {
    assertThat(outcome.status()).isEqualTo(alone.status());
    assertThat(outcome.reason()).isEqualTo(alone.reason());
    assertThat(outcome.trial()).isEqualTo(alone.trial());
    assertThat(outcome.parameters()).isEqualTo(alone.parameters());
    assertThat(outcome.test()).isEqualTo(alone.test());
    assertThat(outcome.measurements())
        .extracting(Measurement::epoch, Measurement::learningRate, Measurement::metrics)
        .isEqualTo(
            alone.measurements().stream()
                .map(
                    m ->
                        org.assertj.core.groups.Tuple.tuple(
                            m.epoch(), m.learningRate(), m.metrics()))
                .toList());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sgd", "nesterov", "adamw", "rmsprop"})
  void mixedRatesSchedulesPenaltiesAndDropoutAreTheTrialsOwn(String word) {
    List<Segment> group = new ArrayList<>();
    List<Segment> alone = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ModelSpec model =
          mlp(
              new LayerSpec.Dropout(0.1 * i),
              dense(9),
              new LayerSpec.Dropout(0.4 - 0.1 * i),
              new LayerSpec.Dense(5, Activation.TANH));
      LearningRateSchedule schedule = i == 2 ? new LearningRateSchedule.Decay(0.7) : CONSTANT;
      TrainingSpec training = training(updater(word, 0.01 * (i + 1)), schedule, 1e-3 * (i + 1));
      TrainingSpec own = i == 3 ? training.withLabelSmoothing(0.1) : training;
      group.add(segment(i, model, own, "group"));
      alone.add(segment(i, model, own, "alone"));
    }
    List<Outcome> outcomes =
        together(DATA, group, java.util.Collections.nCopies(5, TrainingWatcher.NONE));
    for (int i = 0; i < 5; i++) {
      assertEqual(outcomes.get(i), alone(DATA, alone.get(i)));
      assertThat(parameters(group.get(i))).isEqualTo(parameters(alone.get(i)));
    }
  }

  /**
   * One diverges, one settles, one is stopped: those that stay move together once half are gone.
   */
  @Test
  void whoLeavesDisturbsNobody() {
    ModelSpec model = mlp(dense(9));
    List<TrainingSpec> trainings =
        List.of(
            training(new Updater.Sgd(0.05), CONSTANT, 0),
            training(new Updater.Sgd(1e30), CONSTANT, 0),
            training(new Updater.Sgd(0.02), CONSTANT, 0).withBudget(new Budget(0, 1e9)),
            training(new Updater.Sgd(0.03), CONSTANT, 0),
            training(new Updater.Sgd(0.04), CONSTANT, 0));
    TrainingWatcher stopper =
        new TrainingWatcher() {
          @Override
          public void beforeStep() {}

          @Override
          public Optional<String> measured(Measurement measurement) {
            return measurement.epoch() == 3 ? Optional.of("too slow") : Optional.empty();
          }
        };
    List<Segment> group = new ArrayList<>();
    List<TrainingWatcher> watchers = new ArrayList<>();
    for (int i = 0; i < trainings.size(); i++) {
      group.add(segment(i, model, trainings.get(i), "group"));
      watchers.add(i == 3 ? stopper : TrainingWatcher.NONE);
    }
    List<Outcome> outcomes = together(DATA, group, watchers);
    for (int i = 0; i < trainings.size(); i++) {
      Segment alone = segment(i, model, trainings.get(i), "alone");
      assertEqual(
          outcomes.get(i),
          SegmentRunner.run(plan(DATA), DATA, alone, Segments.HERE, watchers.get(i)));
      if (outcomes.get(i).status() == Status.COMPLETED) {
        assertThat(parameters(group.get(i))).isEqualTo(parameters(alone));
      }
    }
    assertThat(outcomes)
        .extracting(Outcome::status)
        .containsExactly(
            Status.COMPLETED, Status.DIVERGED, Status.COMPLETED, Status.STOPPED, Status.COMPLETED);
  }

  /** Twice as many steps as an upper bound of what a search sees before its first rung. */
  @ParameterizedTest
  @EnumSource(names = {"RELU", "LEAKY_RELU", "TANH", "GELU"})
  void theNativeStepComesToTheSameNetwork(Activation activation) throws IOException {
    for (PreparedData data : List.of(DATA, NUMBERS)) {
      ModelSpec model = mlp(new LayerSpec.Dense(9, activation), new LayerSpec.Dense(5, activation));
      ModelSpec fitting =
          data.dataset().targets() instanceof Targets.Classes
              ? model
              : new ModelSpec(
                  model.kind(),
                  model.layers(),
                  io.espalier.wire.Loss.SQUARED_ERROR,
                  model.weightInit());
      Segment segment = segment(1, fitting, training(new Updater.Adam(0.003), CONSTANT, 1e-3), "n");
      try (Trainees lanes = DenseTrainees.of(plan(data), new FoldedData(data), List.of(segment));
          Trainees stages = new OneTrainee(NetworkTrainee.of(plan(data), data, segment))) {
        float[] ours = trained(lanes, data, segment);
        float[] theirs = trained(stages, data, segment);
        for (int i = 0; i < ours.length; i++) {
          assertThat(ours[i])
              .isCloseTo(theirs[i], within(1e-4f * Math.max(1, Math.abs(theirs[i]))));
        }
      }
    }
  }

  private static float[] trained(Trainees trainees, PreparedData data, Segment segment)
      throws IOException {
    int[] rows = data.split().rows(Part.TRAIN);
    for (int epoch = 0; epoch < 100 / ((rows.length + 6) / 7) + 1; epoch++) {
      trainees.beginEpoch(epoch, new double[] {0.003}, new long[] {epoch});
      for (int from = 0; from < rows.length; from += 7) {
        trainees.step(new int[][] {rows}, from, Math.min(7, rows.length - from));
      }
      trainees.endEpoch(epoch);
    }
    trainees.save(0, segment.save());
    return parameters(segment);
  }

  @Test
  void whatLanesDoNotDoTrainsByTheNativeStep() {
    TrainingSpec training = training(new Updater.Sgd(0.1), CONSTANT, 0);
    Segment plain = segment(1, mlp(dense(4)), training, "x");
    Segment clipped =
        segment(1, mlp(dense(4)), training.withGradientClip(GradientClip.ofNorm(1)), "x");
    Segment normalised =
        segment(1, mlp(dense(4), new LayerSpec.BatchNorm(0.9, 1e-5)), training, "x");
    Segment large = segment(1, mlp(dense(20_000)), training, "x");

    assertThat(shape(DATA, plain)).isPresent();
    assertThat(shape(DATA, clipped)).isEmpty();
    assertThat(shape(DATA, normalised)).isEmpty();
    assertThat(shape(DATA, large)).isEmpty();
  }
}
