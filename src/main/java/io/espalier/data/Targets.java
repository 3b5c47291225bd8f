package io.espalier.data;

import io.espalier.wire.Task;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;

/** What is to be predicted, one entry per example. */
public sealed interface Targets extends Serializable {
  /** How many examples there are. */
  int examples();

  /** Numbers a model puts out: classes, or values to predict. */
  int outputs();

  /** How they are scaled for training. */
  default LabelScale scale() {
    return LabelScale.NONE;
  }

  /** The task these targets pose. */
  Task task();

  /** Class indexes from 0, with the classes' names. */
  @SuppressWarnings("ArrayRecordComponent")
  record Classes(short[] labels, List<String> names) implements Targets {
    public Classes {
      names = List.copyOf(names);
    }

    @Override
    public int examples() {
      return labels.length;
    }

    @Override
    public int outputs() {
      return names.size();
    }

    @Override
    public Task task() {
      return Task.CLASSIFICATION;
    }
  }

  /**
   * Real numbers {@code [examples, width]}, row by row.
   *
   * @param names what the numbers of an example are called in the names of measures, one each
   * @param scale how they are scaled for training; {@code values} are not
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Numbers(float[] values, int width, List<String> names, LabelScale scale)
      implements Targets {
    public Numbers {
      names = List.copyOf(names);
      if (names.size() != width) {
        throw new IllegalArgumentException(names.size() + " names of " + width + " numbers");
      }
    }

    /** Numbers that are called 1, 2, … and trained on as they are. */
    public Numbers(float[] values, int width) {
      this(
          values,
          width,
          IntStream.rangeClosed(1, width).mapToObj(Integer::toString).toList(),
          LabelScale.NONE);
    }

    /** The same numbers, scaled by those of some examples. */
    public Numbers fitted(int[] rows) {
      return new Numbers(values, width, names, LabelScale.fit(values, width, rows));
    }

    @Override
    public int examples() {
      return values.length / width;
    }

    @Override
    public int outputs() {
      return width;
    }

    @Override
    public Task task() {
      return Task.REGRESSION;
    }
  }
}
