package io.espalier.engine.trial;

import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import io.espalier.engine.lanes.DenseLanes;
import io.espalier.engine.lanes.LaneShape;
import io.espalier.engine.lanes.LaneShape.Batches;
import io.espalier.wire.Activation;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Measures;
import io.espalier.wire.Metric;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lanes hold after steps and measurements, against what their shape says beforehand. */
class LaneBytesTest {
  private static final int INPUTS = 6;
  private static final int EXAMPLES = 64;
  private static final PreparedData DATA = data();
  private static final List<String> ROOMS =
      List.of(DenseLanes.class.getPackageName(), LaneTrainer.class.getPackageName());

  /** As many to train on as are measured together, and more. */
  private static PreparedData data() {
    short[] labels = new short[EXAMPLES];
    float[] numbers = new float[EXAMPLES * INPUTS];
    for (int i = 0; i < EXAMPLES; i++) {
      labels[i] = (short) (i % 3);
      numbers[i * INPUTS + i % 3] = 1;
    }
    return new PreparedData(
        new Dataset(
            new InputShape.Flat(INPUTS),
            new Features.Floats(numbers),
            new Targets.Classes(labels, List.of("a", "b", "c")),
            List.of(),
            0),
        new Split(IntStream.range(0, EXAMPLES).toArray(), new int[0], new int[0]),
        Normalisation.NONE,
        List.of(fold(), fold()),
        "drawn");
  }

  /** On all of them. */
  private static PreparedData.Fold fold() {
    Split all = new Split(IntStream.range(0, EXAMPLES).toArray(), new int[0], new int[0]);
    return new PreparedData.Fold(all, Normalisation.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 7, SHARED",
    "3, 7, SHARED",
    "4, 40, SHARED",
    "8, 32, SHARED",
    "32, 40, SHARED",
    "3, 7, OWN",
    "8, 32, OWN",
    "32, 40, OWN"
  })
  void aShapeSaysWhatItsLanesHold(int lanes, int batch, Batches batches) throws Exception {
    List<ModelSpec> models =
        List.of(
            mlp(dense(8)),
            mlp(new LayerSpec.Dense(40, Activation.TANH), new LayerSpec.Dense(9, Activation.RELU)),
            mlp(new LayerSpec.Dropout(0.1), dense(9), new LayerSpec.Dropout(0.2)));
    for (ModelSpec model : models) {
      for (Updater updater : List.of(new Updater.Sgd(0.1), new Updater.Adam(0.1))) {
        LaneShape shape =
            LaneShape.of(
                    segment(0, batches, model, updater, batch),
                    DATA.dataset().shape(),
                    DATA.dataset().targets().outputs(),
                    DATA.split())
                .orElseThrow();
        Held held = held(lanes, batches, model, updater, batch);
        assertThat((double) held.lanes() / shape.bytes(lanes, batches)).isBetween(0.9, 1.1);
        assertThat((double) held.all() / shape.bytesInTraining(lanes, batches)).isBetween(0.9, 1.1);
      }
    }
  }

  /** Bytes of the lanes, and of all that trains and measures them but networks and data. */
  private record Held(long lanes, long all) {}

  private static Held held(int lanes, Batches batches, ModelSpec model, Updater updater, int batch)
      throws Exception {
    TrainingPlan plan = Segments.plan(DATA).withMostTogether(TrainingPlan.ANY);
    List<Segment> segments =
        IntStream.range(0, lanes)
            .mapToObj(i -> segment(i, batches, model, updater, batch))
            .toList();
    try (DenseTrainees trainees = DenseTrainees.of(plan, new FoldedData(DATA), segments)) {
      trainees.beginEpoch(0, new double[lanes], new long[lanes]);
      trainees.step(orders(lanes, batches), 0, batch);
      trainees.endEpoch(0);
      trainees.evaluate(Part.TRAIN, Measures.of(List.of(Metric.LOSS)));
      Object trainer = field(trainees, "lanes");
      return new Held(
          bytes(field(trainer, "lanes"), Collections.newSetFromMap(new IdentityHashMap<>())),
          bytes(trainer, Collections.newSetFromMap(new IdentityHashMap<>())));
    }
  }

  private static Object field(Object object, String name) throws ReflectiveOperationException {
    Field field = object.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(object);
  }

  private static int[][] orders(int lanes, Batches batches) {
    int[] rows = DATA.split().rows(Part.TRAIN);
    return IntStream.range(0, lanes)
        .mapToObj(lane -> batches == Batches.SHARED ? rows : rows.clone())
        .toArray(int[][]::new);
  }

  /** Of arrays, found through these rooms' own objects and lists of them. */
  private static long bytes(Object object, Set<Object> seen) throws IllegalAccessException {
    if (object == null || !seen.add(object)) {
      return 0;
    }
    long sum = 0;
    if (object.getClass().isArray()) {
      int length = Array.getLength(object);
      boolean wide = object instanceof double[] || object instanceof long[];
      sum += (16 + (wide ? 8L : 4L) * length + 7) / 8 * 8;
      for (int i = 0; object instanceof Object[] && i < length; i++) {
        sum += bytes(Array.get(object, i), seen);
      }
    } else if (object instanceof List<?> list) {
      for (Object one : list) {
        sum += bytes(one, seen);
      }
    } else if (ROOMS.contains(object.getClass().getPackageName())) {
      for (Field field : object.getClass().getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          sum += bytes(field.get(object), seen);
        }
      }
    }
    return sum;
  }

  private static Segment segment(
      int trial, Batches batches, ModelSpec model, Updater updater, int batch) {
    TrainingSpec training =
        new TrainingSpec(updater, new LearningRateSchedule.Constant(), batch, 1, 0, 0);
    return new Segment(
        trial,
        batches == Batches.SHARED ? 0 : trial % 2 + 1,
        model,
        training,
        trial,
        Checkpoint.NEW,
        1,
        false,
        Part.TRAIN,
        false,
        false,
        CheckpointRef.NONE);
  }
}
