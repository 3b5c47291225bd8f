package io.espalier.engine.trial;

import static io.espalier.engine.Specs.cnn;
import static io.espalier.engine.Specs.conv;
import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Augmentation;
import io.espalier.data.Augmentation.Flip;
import io.espalier.data.Augmenter;
import io.espalier.data.PreparedData;
import io.espalier.engine.Specs;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.Measurement;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images are changed while they are trained on, and at no other time. */
class AugmentedTrainingTest {
  private static final PreparedData PLAIN = Examples.classes(new InputShape.Image(2, 6, 6));
  private static final PreparedData DATA =
      PLAIN.with(new Augmentation(1, Flip.BOTH, 0.2, 20, 0.1, 2));
  private static final ModelSpec MODEL = cnn(conv(3, 3, 1, 0), dense(5));
  private static final TrainingSpec TRAINING = Specs.training(new Updater.Sgd(0.1), 8);
  private static final TrainingSpec STILL = Specs.training(new Updater.Sgd(1e-30), 8);

  @TempDir private Path folder;

  private static List<Measurement> measured(
      PreparedData data, TrainingSpec training, TrainMeasure measure) {
    return SegmentRunner.run(
            Segments.plan(data, measure), data, Segments.segment(MODEL, training, 2), Segments.HERE)
        .measurements();
  }

  /** At a rate too small to move a weight, so that only the images differ. */
  @Test
  void onlyTheStepsSeeChangedImagesOtherOnesInEachEpoch() {
    List<Measurement> plain = measured(PLAIN, STILL, TrainMeasure.STEPS);
    List<Measurement> changed = measured(DATA, STILL, TrainMeasure.STEPS);
    assertThat(plain.get(0).metric("train_loss")).isNotEqualTo(changed.get(0).metric("train_loss"));
    assertThat(changed.get(0).metric("train_loss"))
        .isNotEqualTo(changed.get(1).metric("train_loss"));
    assertThat(changed.get(1).metric("validation_loss"))
        .isEqualTo(plain.get(1).metric("validation_loss"));
    assertThat(measured(DATA, STILL, TrainMeasure.FULL).get(0).metric("train_loss"))
        .isEqualTo(measured(PLAIN, STILL, TrainMeasure.FULL).get(0).metric("train_loss"));
  }

  @Test
  void anImageIsTheSameInEveryBatch() {
    int size = PLAIN.dataset().shape().size();
    float[] all = new float[3 * size];
    DATA.fillAugmented(new int[] {4, 7, 2}, 0, 3, 99, all);
    float[] one = new float[size];
    DATA.fillAugmented(new int[] {0, 7}, 1, 1, 99, one);
    assertThat(one).isEqualTo(java.util.Arrays.copyOfRange(all, size, 2 * size));
    float[] other = new float[size];
    DATA.fillAugmented(new int[] {7}, 0, 1, 98, other);
    assertThat(other).isNotEqualTo(one);
  }

  /** What a worker of a data-parallel training is sent gives what one process trains on. */
  @Test
  void aWorkersBatchIsThatOfOneProcess() {
    int[] rows = {3, 9, 1};
    long seed = Augmenter.seed(11, 0, 0, 2);
    try (BatchSource source = new BatchSource(DATA, MODEL);
        BatchFeed feed =
            new BatchFeed(List.of(new BatchRows(rows, 5, seed)).iterator(), DATA, MODEL)) {
      float[] expected = source.training(rows, 0, 3, seed).inputs().data().asFloat();
      assertThat(feed.next().getFeatures().data().asFloat()).isEqualTo(expected);
      assertThat(source.batch(rows, 0, 3).inputs().data().asFloat()).isNotEqualTo(expected);
    }
  }

  @Test
  void aTrainingGoesOnWhereItStopped() {
    CheckpointRef half = new CheckpointRef(folder.resolve("half.zip").toString());
    CheckpointRef none = CheckpointRef.NONE;
    Outcome through = Segments.run(DATA, Segments.segment(MODEL, TRAINING, 4));
    Segments.run(DATA, Segments.segment(MODEL, TRAINING, 0, 2, none, half));
    Outcome second = Segments.run(DATA, Segments.segment(MODEL, TRAINING, 2, 4, half, none));
    assertThat(metrics(second)).hasSize(2).isEqualTo(metrics(through).subList(2, 4));
    assertThat(second.test()).isEqualTo(through.test());
  }

  @Test
  void flattenedImagesAreChangedAndTrainAlone() {
    PreparedData flat =
        new PreparedData(
                DATA.dataset().flattened(), DATA.split(), DATA.normalisation(), "flattened")
            .with(DATA.augmentation());
    TrainingPlan plan = Segments.plan(flat);
    var segment = Segments.segment(mlp(dense(5)), TRAINING, 2);
    Outcome alone = SegmentRunner.run(plan, flat, segment, Segments.HERE);
    Outcome asked =
        SegmentRunner.run(plan.withMostTogether(TrainingPlan.ANY), flat, segment, Segments.HERE);
    assertThat(alone.status()).as(alone.error()).isEqualTo(Outcome.Status.COMPLETED);
    assertThat(metrics(asked)).isEqualTo(metrics(alone));
  }

  private static List<?> metrics(Outcome outcome) {
    return outcome.measurements().stream().map(Measurement::metrics).toList();
  }
}
