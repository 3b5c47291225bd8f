package io.espalier.data;

import io.espalier.wire.Task;
import java.io.Serializable;
import java.util.List;

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
   * @param scale how they are scaled for training; {@code values} are not
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Numbers(float[] values, int width, LabelScale scale) implements Targets {
    /** Numbers that are trained on as they are. */
    public Numbers(float[] values, int width) {
      this(values, width, LabelScale.NONE);
    }

    /** The same numbers, scaled by those of some examples. */
    public Numbers fitted(int[] rows) {
      return new Numbers(values, width, LabelScale.fit(values, width, rows));
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
