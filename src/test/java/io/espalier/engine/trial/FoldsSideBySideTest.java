package io.espalier.engine.trial;

import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.wire.Activation;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.EarlyStopping;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.Measurement;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Monitored;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Part;
import io.espalier.wire.Safekeeping;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Folds and repeats trained side by side come to the bits that each comes to alone. */
class FoldsSideBySideTest {
  private static final int FOLDS = 5;
  private static final int REPEATS = 2;
  private static final int EPOCHS = 6;

  @TempDir private Path folder;

  private static TrainingPlan plan(PreparedData data, TrainMeasure measure) {
    return Segments.plan(data, measure)
        .withMostTogether(TrainingPlan.ANY)
        .withMonitored(new Monitored("validation_loss", false));
  }

  private static TrainingSpec training(double rate) {
    return new TrainingSpec(
        new Updater.Adam(rate), new LearningRateSchedule.Constant(), 8, EPOCHS, 0, 1e-3);
  }

  private static TrainingSpec patient(TrainingSpec training) {
    return training.withBudget(training.budget().with(new EarlyStopping(1, 0)));
  }

  private static Segment segment(
      ModelSpec model, TrainingSpec training, int trial, int fold, int repeat) {
    return new Segment(
        trial,
        fold,
        repeat,
        model,
        training,
        1_000L * trial + 10L * fold + repeat,
        Checkpoint.NEW,
        EPOCHS,
        false,
        Part.TRAIN,
        true,
        false,
        CheckpointRef.NONE,
        Segment.UNLIMITED);
  }

  private static List<Segment> all(ModelSpec model, TrainingSpec training) {
    List<Segment> segments = new ArrayList<>();
    for (int repeat = 0; repeat < REPEATS; repeat++) {
      for (int fold = 1; fold <= FOLDS; fold++) {
        segments.add(segment(model, training, 1, fold, repeat));
      }
    }
    segments.add(segment(model, training, 2, 3, 1));
    return segments;
  }

  private static List<Outcome> together(
      TrainingPlan plan, PreparedData data, List<Segment> segments) {
    return SegmentRunner.together(
            plan,
            data,
            segments,
            Segments.HERE,
            Collections.nCopies(segments.size(), TrainingWatcher.NONE),
            Safekeeping.NONE)
        .orElseThrow();
  }

  private static void assertAsAlone(TrainingPlan plan, PreparedData data, List<Segment> segments) {
    List<Outcome> outcomes = together(plan, data, segments);
    for (int i = 0; i < segments.size(); i++) {
      Outcome alone = SegmentRunner.run(plan, data, segments.get(i), Segments.HERE);
      assertThat(outcomes.get(i).status()).isEqualTo(alone.status());
      assertThat(outcomes.get(i).reason()).isEqualTo(alone.reason());
      assertThat(outcomes.get(i).bestEpoch()).isEqualTo(alone.bestEpoch());
      assertThat(outcomes.get(i).measurements())
          .as("%s", segments.get(i))
          .extracting(Measurement::metrics)
          .isEqualTo(alone.measurements().stream().map(Measurement::metrics).toList());
      assertThat(outcomes.get(i).place().fusedWith()).isEqualTo(segments.size() - 1);
    }
  }

  @ParameterizedTest
  @EnumSource(TrainMeasure.class)
  void classesAreLearntOnEachFoldAsAlone(TrainMeasure measure) {
    PreparedData data = Folded.classes(FOLDS);
    List<ModelSpec> models =
        List.of(
            mlp(dense(9), new LayerSpec.Dense(5, Activation.TANH)),
            mlp(new LayerSpec.Dropout(0.2), dense(7), new LayerSpec.Dropout(0.3)));
    for (ModelSpec model : models) {
      assertAsAlone(plan(data, measure), data, all(model, training(0.02)));
    }
  }

  @Test
  void numbersAreScaledAsTheirFoldAsks() {
    PreparedData data = Folded.numbers(FOLDS);
    assertThat(((Targets.Numbers) data.fold(1).dataset().targets()).scale().mean())
        .isNotEqualTo(((Targets.Numbers) data.fold(2).dataset().targets()).scale().mean());
    ModelSpec model = mlp(dense(9));
    ModelSpec squared =
        new ModelSpec(model.kind(), model.layers(), Loss.SQUARED_ERROR, model.weightInit());
    assertAsAlone(plan(data, TrainMeasure.STEPS), data, all(squared, training(0.02)));
  }

  @Test
  void everyFoldHasItsOwnPatienceAndOneThatDivergesDisturbsNone() {
    PreparedData data = Folded.classes(FOLDS);
    List<Segment> segments = new ArrayList<>(all(mlp(dense(9)), patient(training(0.3))));
    segments.add(segment(mlp(dense(9)), patient(training(1e39)), 3, 2, 0));
    assertAsAlone(plan(data, TrainMeasure.STEPS), data, segments);
    assertThat(together(plan(data, TrainMeasure.STEPS), data, segments))
        .extracting(Outcome::status)
        .contains(Status.COMPLETED, Status.DIVERGED);
  }

  @Test
  void aFoldThatPausedGoesOnBesideOthers() {
    PreparedData data = Folded.classes(FOLDS);
    TrainingPlan plan = plan(data, TrainMeasure.STEPS);
    List<Segment> whole = all(mlp(dense(9)), training(0.02));
    List<Segment> first =
        whole.stream()
            .map(
                one ->
                    new Segment(
                        one.trial(),
                        one.fold(),
                        one.repeat(),
                        one.model(),
                        one.training(),
                        one.seed(),
                        Checkpoint.NEW,
                        2,
                        true,
                        Part.TRAIN,
                        true,
                        false,
                        new CheckpointRef(
                            folder.resolve(Long.toString(one.seed())).toUri().toString()),
                        Segment.UNLIMITED))
            .toList();
    List<Outcome> paused = together(plan, data, first);
    List<Segment> second = new ArrayList<>();
    for (int i = 0; i < whole.size(); i++) {
      Checkpoint state = paused.get(i).saved().get(0);
      second.add(whole.get(i).between(state, CheckpointRef.NONE));
    }
    List<Outcome> resumed = together(plan, data, second);
    for (int i = 0; i < whole.size(); i++) {
      List<Measurement> through =
          SegmentRunner.run(plan, data, whole.get(i), Segments.HERE).measurements();
      assertThat(resumed.get(i).measurements())
          .extracting(Measurement::metrics)
          .isEqualTo(through.subList(2, EPOCHS).stream().map(Measurement::metrics).toList());
    }
  }
}
