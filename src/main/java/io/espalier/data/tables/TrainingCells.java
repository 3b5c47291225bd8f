package io.espalier.data.tables;

import java.util.BitSet;

/**
 * What the training part has of a column.
 *
 * @param holes how many of its cells are holes
 * @param same whether all its numbers or dates are the same; false of texts and arrays
 * @param used of texts the places in the dictionary that occur
 */
record TrainingCells(int holes, boolean same, BitSet used) {
  static TrainingCells of(RawColumn column, int[] train) {
    if (column instanceof RawColumn.Numbers numbers) {
      return of(numbers.values(), train);
    } else if (column instanceof RawColumn.Dates dates) {
      return of(dates.days(), train);
    } else if (column instanceof RawColumn.Texts texts) {
      return of(texts, train);
    }
    int holes = 0;
    for (int row : train) {
      holes += column.isHole(row) ? 1 : 0;
    }
    return new TrainingCells(holes, false, new BitSet());
  }

  private static TrainingCells of(float[] values, int[] train) {
    int holes = 0;
    boolean same = true;
    float first = Float.NaN;
    for (int row : train) {
      float value = values[row];
      if (Float.isNaN(value)) {
        holes++;
      } else if (Float.isNaN(first)) {
        first = value;
      } else {
        same &= value == first;
      }
    }
    return new TrainingCells(holes, same, new BitSet());
  }

  private static TrainingCells of(double[] values, int[] train) {
    int holes = 0;
    boolean same = true;
    double first = Double.NaN;
    for (int row : train) {
      double value = values[row];
      if (Double.isNaN(value)) {
        holes++;
      } else if (Double.isNaN(first)) {
        first = value;
      } else {
        same &= value == first;
      }
    }
    return new TrainingCells(holes, same, new BitSet());
  }

  private static TrainingCells of(RawColumn.Texts texts, int[] train) {
    int holes = 0;
    BitSet used = new BitSet();
    for (int row : train) {
      if (texts.isHole(row)) {
        holes++;
      } else {
        used.set(texts.codes()[row]);
      }
    }
    return new TrainingCells(holes, false, used);
  }
}
