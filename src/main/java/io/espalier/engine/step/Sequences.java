package io.espalier.engine.step;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which steps the sequences of a batch have. Layers over sequences hand each other arrays {@code
 * [steps, batch, features]}, row by row; whatever is at steps that a sequence has not, no later
 * step depends on it but through windows that see zeros there.
 */
final class Sequences {
  private final int examples;
  private final int steps;
  private final boolean[] present;
  private final boolean[] whole;
  private final int[] last;
  private final int[] counts;

  /** Of so many examples with room for so many steps. */
  Sequences(int examples, int steps) {
    this.examples = examples;
    this.steps = steps;
    present = new boolean[steps * examples];
    whole = new boolean[steps];
    last = new int[examples];
    counts = new int[examples];
  }

  /**
   * Records the reading of a batch, {@code [batch, features, steps]}: the steps that there are are
   * those whose first number is not NaN, and of a sequence that is missing as a whole its first.
   * Returns the array that its numbers will be in, {@code [steps, batch, features]}, zeros for NaN.
   */
  INDArray read(INDArray batch, Recording recording) {
    INDArray outputs = recording.array(steps, examples, batch.size(1));
    recording.reading("sequences", batch, outputs, source -> read(source, outputs));
    return outputs;
  }

  private void read(INDArray batch, INDArray outputs) {
    ArrayNumbers source = ArrayNumbers.of(batch);
    ArrayNumbers target = ArrayNumbers.of(outputs);
    int features = (int) batch.size(1);
    for (int i = 0; i < examples; i++) {
      int first = i * features * steps;
      for (int step = 0; step < steps; step++) {
        present[step * examples + i] = step == 0 || !Double.isNaN(source.get(first + step));
        int to = (step * examples + i) * features;
        for (int k = 0; k < features; k++) {
          double number = source.get(first + k * steps + step);
          target.put(to + k, Double.isNaN(number) ? 0 : number);
        }
      }
    }
    count();
  }

  private void count() {
    Arrays.fill(whole, true);
    Arrays.fill(last, 0);
    Arrays.fill(counts, 0);
    for (int step = 0; step < steps; step++) {
      for (int i = 0; i < examples; i++) {
        boolean there = present[step * examples + i];
        whole[step] &= there;
        if (there) {
          last[i] = step;
          counts[i]++;
        }
      }
    }
  }

  /** Records which steps there are behind windows: those whose window has one that there is. */
  Sequences behind(StepWindows windows, Recording recording) {
    Sequences behind = new Sequences(examples, windows.outputs());
    recording.operation(Operation.of("steps", () -> behind.look(this, windows)));
    return behind;
  }

  private void look(Sequences before, StepWindows windows) {
    Arrays.fill(present, false);
    for (int step = 0; step < steps; step++) {
      for (int k = 0; k < windows.kernel(); k++) {
        int seen = windows.step(step, k);
        for (int i = 0; i < examples && windows.isInside(seen); i++) {
          present[step * examples + i] |= before.present[seen * examples + i];
        }
      }
    }
    count();
  }

  /**
   * Records zeros for the steps that there are not.
   *
   * @param array {@code [steps, batch, features]}
   */
  void clearMissing(INDArray array, Recording recording) {
    ByteBuffer numbers = array.data().asNio();
    int bytes = Math.toIntExact(array.size(2) * array.dataType().width());
    int from = Math.toIntExact(array.offset() * array.dataType().width());
    Runnable work =
        () -> {
          for (int step = 0; step < steps; step++) {
            clearMissing(numbers, from + step * examples * bytes, bytes, step);
          }
        };
    recording.operation(Operation.of("missing", work, array));
  }

  /** Writes zeros for the examples that have not a step, where its rows of so many bytes are. */
  void clearMissing(ByteBuffer numbers, int from, int bytes, int step) {
    byte[] zeros = new byte[whole[step] ? 0 : bytes];
    for (int i = 0; i < examples && zeros.length > 0; i++) {
      if (!present[step * examples + i]) {
        numbers.put(from + i * bytes, zeros);
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
    return present[step * examples + example] ? 1 : 0;
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
