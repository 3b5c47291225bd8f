package io.espalier.engine.trial;

import io.espalier.MetricFunction;
import io.espalier.data.Targets;
import java.io.Serializable;
import java.util.Comparator;
import java.util.Objects;
import java.util.stream.IntStream;

/** The predictions of a whole part, added in any order and shown in that of the data. */
final class Predicted implements Serializable {
  private static final long serialVersionUID = 1L;

  static final Predicted NONE = new Predicted(0, 0);

  private final int width;
  private final int[] rows;
  private final double[] outputs;
  private int examples;

  /**
   * @param examples that will be added, at most
   */
  Predicted(int width, int examples) {
    this.width = width;
    rows = new int[examples];
    outputs = new double[Math.multiplyExact(examples, width)];
  }

  /**
   * Adds an example.
   *
   * @param row its index in the targets
   */
  void add(int row, double[] given) {
    rows[examples] = row;
    System.arraycopy(given, 0, outputs, examples * width, width);
    examples++;
  }

  /** Adds the examples of others of the same width. */
  void add(Predicted other) {
    System.arraycopy(other.rows, 0, rows, examples, other.examples);
    System.arraycopy(other.outputs, 0, outputs, examples * width, other.examples * width);
    examples += other.examples;
  }

  /** Beside what is true. */
  MetricFunction.Predictions against(Targets targets) {
    int[] order =
        IntStream.range(0, examples)
            .boxed()
            .sorted(Comparator.comparingInt(index -> rows[index]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new MetricFunction.Predictions() {
      @Override
      public int examples() {
        return examples;
      }

      @Override
      public int outputs() {
        return width;
      }

      @Override
      public double output(int example, int output) {
        return outputs[order[example] * width + Objects.checkIndex(output, width)];
      }

      @Override
      public double target(int example, int output) {
        int row = rows[order[example]];
        Objects.checkIndex(output, width);
        if (targets instanceof Targets.Numbers numbers) {
          return numbers.values()[row * width + output];
        }
        return ((Targets.Classes) targets).labels()[row] == output ? 1 : 0;
      }
    };
  }
}
