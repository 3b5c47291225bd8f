package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.pool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.PreparedData;
import io.espalier.engine.Specs;
import io.espalier.engine.models.ModelFiles;
import io.espalier.wire.Activation;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.Measurement;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Going on from a checkpoint is training through, bit by bit. */
class ResumeTest {
  private static final PreparedData DATA = Examples.classes(new InputShape.Image(2, 6, 6));

  /** Every extension of DL4J, dropout and running statistics in one network. */
  private static final ModelSpec EVERYTHING =
      cnn(
          conv(4, 3, 1, 1),
          new LayerSpec.BatchNorm(0.9, 1e-5),
          pool(Pooling.SUM, 2, 2, 0),
          new LayerSpec.Dropout(0.3),
          new LayerSpec.Dense(8, Activation.ARCTAN),
          new LayerSpec.Dense(7, Activation.GELU),
          dense(6));

  @TempDir private Path folder;

  private static Stream<Updater> updaters() {
    return Stream.of(
        new Updater.Sgd(0.05),
        new Updater.Momentum(0.02, 0.9),
        new Updater.Nesterov(0.02, 0.9),
        new Updater.Adam(0.01, 0.9, 0.999, 1e-8),
        new Updater.AdamW(0.01, 0.9, 0.999, 1e-8, 0.1),
        new Updater.AdaGrad(0.01, 1e-10),
        new Updater.RmsProp(0.005, 0.9, 1e-8),
        new Updater.AdaMax(0.003, 0.9, 0.999));
  }

  private static Stream<LearningRateSchedule> schedules() {
    return Stream.of(
        new LearningRateSchedule.Decay(0.8),
        new LearningRateSchedule.Step(0.5, 2),
        new LearningRateSchedule.Cosine(4, 1e-4));
  }

  @ParameterizedTest
  @MethodSource("updaters")
  void everyUpdaterGoesOnWhereItStopped(Updater updater) {
    assertResumesExactly(
        new TrainingSpec(updater, new LearningRateSchedule.Decay(0.9), 8, 4, 1e-3, 1e-2));
  }

  @ParameterizedTest
  @MethodSource("schedules")
  void everyScheduleGoesOnWhereItStopped(LearningRateSchedule schedule) {
    assertResumesExactly(new TrainingSpec(new Updater.Momentum(0.02, 0.9), schedule, 8, 4, 0, 0));
  }

  @Test
  void memoryGoesOnWhereItStopped() {
    ModelSpec model =
        new ModelSpec(
            ModelSpec.Kind.RNN,
            List.of(
                new LayerSpec.Dropout(0.2),
                new LayerSpec.Lstm(5, LayerSpec.States.ALL, 1),
                new LayerSpec.SimpleRnn(4, LayerSpec.States.LAST, Activation.RELU)),
            Loss.CROSS_ENTROPY,
            WeightInit.of(WeightInit.Scheme.PYTORCH));
    assertResumesExactly(
        Examples.classes(new InputShape.Sequence(2, 6)),
        model,
        new TrainingSpec(
            new Updater.Adam(0.01, 0.9, 0.999, 1e-8),
            new LearningRateSchedule.Decay(0.9),
            8,
            4,
            1e-3,
            1e-2));
  }

  @Test
  void windowsOverStepsAndNormalisedSumsGoOnWhereTheyStopped() {
    ModelSpec model =
        new ModelSpec(
            ModelSpec.Kind.RNN,
            List.of(
                new LayerSpec.Conv1d(5, 3, 2, LayerSpec.Ends.SAME, Activation.RELU),
                new LayerSpec.Dropout(0.2),
                new LayerSpec.Conv1d(4, 2, 1, 2, LayerSpec.Ends.CAUSAL, Activation.TANH),
                new LayerSpec.Pool1d(Pooling.AVERAGE, 2, 1),
                new LayerSpec.GlobalPool(Pooling.MAX),
                new LayerSpec.Dense(6, Activation.RELU, true)),
            Loss.CROSS_ENTROPY,
            WeightInit.of(WeightInit.Scheme.PYTORCH));
    assertResumesExactly(
        Examples.classes(new InputShape.Sequence(2, 6)),
        model,
        new TrainingSpec(
            new Updater.Adam(0.01, 0.9, 0.999, 1e-8),
            new LearningRateSchedule.Decay(0.9),
            8,
            4,
            1e-3,
            1e-2));
  }

  private void assertResumesExactly(TrainingSpec training) {
    assertResumesExactly(DATA, EVERYTHING, training);
  }

  private void assertResumesExactly(PreparedData data, ModelSpec model, TrainingSpec training) {
    CheckpointRef half = ref("half.zip");
    Outcome through = Segments.run(data, Segments.segment(model, training, 4));
    Outcome first =
        Segments.run(data, Segments.segment(model, training, 0, 2, CheckpointRef.NONE, half));
    Outcome second =
        Segments.run(data, Segments.segment(model, training, 2, 4, half, CheckpointRef.NONE));

    assertThat(second.status()).as(second.error()).isEqualTo(Status.COMPLETED);
    assertThat(first.saved()).extracting(Checkpoint::network).containsExactly(half);
    assertThat(metrics(second)).isEqualTo(metrics(through).subList(2, 4));
    assertThat(second.test()).isEqualTo(through.test());
    assertThat(second.measurements().get(1).learningRate())
        .isEqualTo(through.measurements().get(3).learningRate());
  }

  @Test
  void aSavedNetworkReplacesItsTwinAndLeavesNoPartialFile() throws IOException {
    CheckpointRef model = ref("deep/model.zip");
    TrainingSpec training = Specs.training(Specs.adam(), 8);
    for (int attempt = 0; attempt < 2; attempt++) {
      Outcome outcome =
          Segments.run(
              DATA, Segments.segment(EVERYTHING, training, 0, 1, CheckpointRef.NONE, model));
      assertThat(outcome.status()).as(outcome.error()).isEqualTo(Status.COMPLETED);
    }
    try (Stream<Path> files = Files.list(folder.resolve("deep"))) {
      assertThat(files.map(f -> f.getFileName().toString())).containsExactly("model.zip");
    }
    assertThat(ModelFiles.load(model).getIterationCount()).isEqualTo(3);
  }

  @Test
  void aMissingCheckpointIsNoFaultOfTheModel() {
    Segment segment =
        Segments.segment(
            EVERYTHING,
            Specs.training(Specs.adam(), 8),
            2,
            4,
            ref("nowhere.zip"),
            CheckpointRef.NONE);
    assertThatThrownBy(() -> Segments.run(DATA, segment))
        .isInstanceOf(LostCheckpointException.class)
        .satisfies(
            trouble -> assertThat(trouble.getMessage()).contains("nowhere.zip").hasLineCount(1));
  }

  private CheckpointRef ref(String name) {
    return new CheckpointRef(folder.resolve(name).toUri().toString());
  }

  private static List<?> metrics(Outcome outcome) {
    return outcome.measurements().stream().map(Measurement::metrics).toList();
  }
}
