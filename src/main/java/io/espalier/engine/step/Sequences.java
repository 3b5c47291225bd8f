package io.espalier.engine.step;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A batch of sequences, {@code [batch, features, steps]}, seen step by step, {@code [steps, batch,
 * features]}, and which steps there are: those whose first number is not NaN, and of a sequence
 * that is missing as a whole its first. Layers over sequences hand each other arrays of the latter
 * shape, row by row, whose numbers at steps that are not there mean nothing.
 */
final class Sequences {
  private final int examples;
  private final int features;
  private final int steps;
  private final float[] present;
  private final boolean[] whole;
  private final int[] last;
  private final int[] counts;

  /** Of batches of this shape. */
  Sequences(INDArray batch) {
    examples = Math.toIntExact(batch.size(0));
    features = Math.toIntExact(batch.size(1));
    steps = Math.toIntExact(batch.size(2));
    present = new float[steps * examples];
    whole = new boolean[steps];
    last = new int[examples];
    counts = new int[examples];
  }

  /** Records the reading of a batch; returns the array that its numbers will be in. */
  INDArray forward(INDArray batch, Recording recording) {
    INDArray outputs = recording.array(steps, examples, features);
    recording.reading("sequences", batch, outputs, source -> read(source, outputs));
    return outputs;
  }

  private void read(INDArray batch, INDArray outputs) {
    ArrayNumbers source = ArrayNumbers.of(batch);
    ArrayNumbers target = ArrayNumbers.of(outputs);
    Arrays.fill(whole, true);
    for (int i = 0; i < examples; i++) {
      int first = i * features * steps;
      find(source, i, first);
      for (int step = 0; step < steps; step++) {
        int to = (step * examples + i) * features;
        for (int k = 0; k < features; k++) {
          double number = source.get(first + k * steps + step);
          target.put(to + k, Double.isNaN(number) ? 0 : number);
        }
      }
    }
  }

  private void find(ArrayNumbers source, int example, int first) {
    last[example] = 0;
    counts[example] = 0;
    for (int step = 0; step < steps; step++) {
      boolean there = step == 0 || !Double.isNaN(source.get(first + step));
      present[step * examples + example] = there ? 1 : 0;
      whole[step] &= there;
      if (there) {
        last[example] = step;
        counts[example]++;
      }
    }
  }

  int examples() {
    return examples;
  }

  int steps() {
    return steps;
  }

  /** Whether all examples have a step. */
  boolean whole(int step) {
    return whole[step];
  }

  /** 1 if an example has a step, else 0. */
  float present(int step, int example) {
    return present[step * examples + example];
  }

  /** The last step that an example has. */
  int last(int example) {
    return last[example];
  }

  /** How many steps an example has. */
  int count(int example) {
    return counts[example];
  }
}
