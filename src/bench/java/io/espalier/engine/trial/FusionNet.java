package io.espalier.engine.trial;

import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A net with one hidden layer, and a search over learning rate and L2 with it.
 *
 * @param examples to train on
 * @param trials a multiple of 16
 */
record FusionNet(
    int inputs, int hidden, int outputs, int batch, int examples, int trials, int epochs) {
  private static final double RATE = 1e-3;

  /** Small ones, of which trials side by side are the point. */
  static List<FusionNet> small() {
    return List.of(small(2, 8, 2), small(16, 8, 4), small(64, 32, 10));
  }

  private static FusionNet small(int inputs, int hidden, int outputs) {
    return new FusionNet(inputs, hidden, outputs, 32, 1024, 64, 10);
  }

  /** Those of a search over hidden units and batch size on 3×32×32 pixels. */
  static List<FusionNet> large() {
    return List.of(large(80, 200), large(80, 800), large(320, 200), large(320, 800));
  }

  private static FusionNet large(int hidden, int batch) {
    return new FusionNet(3072, hidden, 10, batch, 1600, 16, 1);
  }

  String name() {
    return "MLP " + inputs + "-" + hidden + "-" + outputs + ", batch " + batch;
  }

  /** Steps of a trial. */
  int steps() {
    return epochs * ((examples + batch - 1) / batch);
  }

  /** Numbers around 0 that tell a little of their class. */
  PreparedData data() {
    SplittableRandom random = new SplittableRandom(1);
    float[] numbers = new float[examples * inputs];
    short[] labels = new short[examples];
    for (int i = 0; i < examples; i++) {
      labels[i] = (short) random.nextInt(outputs);
      for (int j = 0; j < inputs; j++) {
        double mean = j % outputs == labels[i] ? 0.5 : 0;
        numbers[i * inputs + j] = (float) (mean + random.nextDouble(-1, 1));
      }
    }
    List<String> names = IntStream.range(0, outputs).mapToObj(Integer::toString).toList();
    Targets targets = new Targets.Classes(labels, names);
    Dataset dataset =
        new Dataset(
            new InputShape.Flat(inputs), new Features.Floats(numbers), targets, List.of(), 0);
    Split split = new Split(IntStream.range(0, examples).toArray(), new int[0], new int[0]);
    return new PreparedData(dataset, split, Normalisation.NONE, "drawn");
  }

  TrainingPlan plan() {
    return new TrainingPlan(
        "benchmark",
        1,
        Task.CLASSIFICATION,
        new InputShape.Flat(inputs),
        outputs,
        TrainMeasure.STEPS);
  }

  /** Eight rates, and as many penalties as it takes. */
  Segment segment(int trial) {
    TrainingSpec training =
        new TrainingSpec(
            new Updater.Adam(RATE * (1 + trial % 8)),
            new LearningRateSchedule.Constant(),
            batch,
            epochs,
            0,
            1e-5 * (1 + trial / 8));
    return new Segment(
        trial,
        0,
        ModelSpec.mlp(hidden),
        training,
        trial,
        Checkpoint.NEW,
        epochs,
        false,
        Part.TRAIN,
        false,
        false,
        CheckpointRef.NONE);
  }

  /** The net as the peers read it. */
  Map<String, Object> described() {
    return Map.of(
        "input",
        List.of(inputs),
        "layers",
        List.of(List.of("dense", hidden)),
        "outputs",
        outputs,
        "batch",
        batch,
        "updater",
        "adam",
        "rate",
        RATE,
        "momentum",
        0,
        "l2",
        1e-5,
        "steps",
        steps());
  }
}
