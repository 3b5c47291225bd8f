package io.espalier.engine.trial;

import io.espalier.data.Targets;
import io.espalier.wire.ClassWeights;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;

/** A network in double precision on random data, whose gradient is to be checked. */
interface CheckedLoss extends AutoCloseable {
  /** The network; its parameters are moved by the check. */
  Model network();

  /** Takes a training step of plain descent with a rate of 1, penalties included. */
  void step();

  /** The loss that {@link #step} descends, without penalties, with the same dropout. */
  double loss();

  /** λ of ½·λ·ΣW² for a parameter ({@code 0_W}), all penalties together. */
  double l2(String weights);

  /** Frees everything, the network too. */
  @Override
  void close();

  /**
   * Random targets for so many examples.
   *
   * @param weights whose classes they have, where it names some
   */
  static Targets targets(
      Task task, int outputs, int examples, SplittableRandom random, ClassWeights weights) {
    if (task == Task.REGRESSION) {
      float[] values = new float[examples * outputs];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (2 * random.nextDouble() - 1);
      }
      return new Targets.Numbers(values, outputs);
    }
    short[] labels = new short[examples];
    for (int i = 0; i < examples; i++) {
      labels[i] = (short) random.nextInt(outputs);
    }
    return new Targets.Classes(labels, names(weights, outputs));
  }

  private static List<String> names(ClassWeights weights, int classes) {
    Stream<String> named =
        weights instanceof ClassWeights.Named some
            ? some.weights().keySet().stream()
            : Stream.empty();
    return Stream.concat(named, Stream.iterate(0, i -> i + 1).map(i -> "class " + i))
        .distinct()
        .limit(classes)
        .toList();
  }

  /** The training with its weights of classes as numbers, by what these targets are. */
  static TrainingSpec weighted(TrainingSpec training, Targets targets) {
    if (training.classWeights().equals(ClassWeights.NONE)
        || !(targets instanceof Targets.Classes classes)) {
      return training;
    }
    int[] counts = new int[classes.outputs()];
    for (short label : classes.labels()) {
      counts[label]++;
    }
    return training.withClassWeights(training.classWeights().of(classes.names(), counts));
  }
}
