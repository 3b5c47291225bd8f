package io.espalier.data.tables;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The cells of a column of sequences. In a text the numbers of a step are separated by blanks or
 * commas, and steps by semicolons; without a semicolon every number is a step. In an array every
 * number, or array, is a step.
 */
final class SequenceCells {
  private static final Pattern BETWEEN_STEPS = Pattern.compile(";");
  private static final Pattern BETWEEN_NUMBERS = Pattern.compile("[\\s,]+");
  private static final float[] NONE = {};
  private static final int MOST_SHOWN = 5;

  private final String name;
  private final NumberForm numbers;
  private final List<float[]> rows = new ArrayList<>();
  private int features;

  SequenceCells(String name, NumberForm numbers) {
    this.name = name;
    this.numbers = numbers;
  }

  int rows() {
    return rows.size();
  }

  /** Numbers of a step; 0 before the first sequence. */
  int features() {
    return features;
  }

  void hole() {
    rows.add(NONE);
  }

  /** Takes in a sequence; {@code false} if it is none, or not as the steps before. */
  boolean text(String text) {
    String[] steps = BETWEEN_STEPS.split(text);
    String[] cells = steps.length == 1 && !text.contains(";") ? split(text) : steps;
    if (cells.length == 0) {
      return false;
    }
    int width = split(cells[0]).length;
    float[] values = new float[cells.length * width];
    for (int step = 0; step < cells.length; step++) {
      String[] one = split(cells[step]);
      if (one.length != width) {
        return false;
      }
      for (int i = 0; i < width; i++) {
        values[step * width + i] = numbers.parse(one[i]);
      }
    }
    return put(values, width);
  }

  private static String[] split(String step) {
    return BETWEEN_NUMBERS.split(step.strip());
  }

  /** Takes in a sequence of single numbers; {@code false} as above. */
  boolean array(double[] steps) {
    float[] values = new float[steps.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) steps[i];
    }
    return put(values, 1);
  }

  /** Takes in a sequence of arrays; {@code false} as above. */
  boolean arrays(double[][] steps) {
    int width = steps.length == 0 ? 0 : steps[0].length;
    float[] values = new float[steps.length * width];
    for (int step = 0; step < steps.length; step++) {
      if (steps[step].length != width) {
        return false;
      }
      for (int i = 0; i < width; i++) {
        values[step * width + i] = (float) steps[step][i];
      }
    }
    return put(values, width);
  }

  /** Takes in a sequence of single numbers that are written; {@code false} as above. */
  boolean words(String[] steps) {
    float[] values = new float[steps.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.parse(steps[i].strip());
    }
    return put(values, 1);
  }

  private boolean put(float[] values, int width) {
    boolean fits = features == 0 || features == width;
    for (float value : values) {
      fits &= Float.isFinite(value);
    }
    if (!fits || values.length == 0) {
      return false;
    }
    features = width;
    rows.add(values);
    return true;
  }

  RawColumn build() {
    return new RawColumn.Sequences(name, Math.max(1, features), rows.toArray(float[][]::new));
  }

  /** What is accepted, for messages. */
  String expected() {
    String steps =
        features > 1
            ? "steps of " + features + " finite numbers, as in other rows"
            : "finite numbers, one or more, and as many in each step";
    return steps + ", separated by blanks or commas, and semicolons between steps";
  }

  /** An array as messages show it. */
  static String shown(double[] steps) {
    return joined(Arrays.stream(steps).mapToObj(Double::toString));
  }

  /** An array of arrays as messages show it. */
  static String shown(double[][] steps) {
    return joined(Arrays.stream(steps).map(step -> shown(step)));
  }

  /** An array of texts as messages show it. */
  static String shown(String[] steps) {
    return joined(Arrays.stream(steps));
  }

  private static String joined(Stream<String> steps) {
    List<String> first = steps.limit(MOST_SHOWN + 1).toList();
    return first.size() > MOST_SHOWN
        ? "[" + String.join(", ", first.subList(0, MOST_SHOWN)) + ", …]"
        : "[" + String.join(", ", first) + "]";
  }
}
