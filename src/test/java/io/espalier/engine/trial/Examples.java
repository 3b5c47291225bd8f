package io.espalier.engine.trial;

import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Small data sets with something to learn: an example's class decides where its numbers lie. */
public final class Examples {
  private static final int CLASSES = 3;

  private Examples() {}

  /**
   * 23 examples to train on (so that batches of 8 leave a short one), 12 to validate, 9 to test.
   */
  public static PreparedData classes(InputShape shape) {
    int examples = 44;
    SplittableRandom random = new SplittableRandom(5);
    short[] labels = new short[examples];
    float[] numbers = new float[examples * shape.size()];
    for (int i = 0; i < examples; i++) {
      labels[i] = (short) (i % CLASSES);
      for (int j = 0; j < shape.size(); j++) {
        numbers[i * shape.size() + j] =
            (float) (random.nextDouble() - 0.5 + 0.4 * Math.sin(j * (labels[i] + 1)));
      }
    }
    Targets targets = new Targets.Classes(labels, List.of("a", "b", "c"));
    return prepared(shape, numbers, targets);
  }

  /** As {@link #classes}, with two numbers to predict that are linear in the inputs. */
  public static PreparedData numbers(InputShape shape) {
    PreparedData classes = classes(shape);
    float[] inputs = ((Features.Floats) classes.dataset().features()).values();
    float[] values = new float[2 * 44];
    for (int i = 0; i < 44; i++) {
      values[2 * i] = inputs[i * shape.size()];
      values[2 * i + 1] = 0.5f - inputs[i * shape.size() + 1];
    }
    return prepared(shape, inputs, new Targets.Numbers(values, 2));
  }

  private static PreparedData prepared(InputShape shape, float[] numbers, Targets targets) {
    Split split =
        new Split(
            IntStream.range(0, 23).toArray(),
            IntStream.range(23, 35).toArray(),
            IntStream.range(35, 44).toArray());
    return new PreparedData(
        new Dataset(shape, new Features.Floats(numbers), targets, List.of(), 0),
        split,
        Normalisation.NONE,
        "examples");
  }
}
