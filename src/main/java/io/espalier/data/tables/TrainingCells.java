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
    int at = 0;
    while (at < train.length && Float.isNaN(values[train[at]])) {
      at++;
    }
    float first = at < train.length ? values[train[at]] : Float.NaN;
    int holes = 0;
    int others = 0;
    for (int row : train) {
      float value = values[row];
      holes += Float.isNaN(value) ? 1 : 0;
      others += value == first ? 0 : 1; // holes, too
    }
    return new TrainingCells(holes, others == holes, new BitSet());
  }

  private static TrainingCells of(double[] values, int[] train) {
    int at = 0;
    while (at < train.length && Double.isNaN(values[train[at]])) {
      at++;
    }
    double first = at < train.length ? values[train[at]] : Double.NaN;
    int holes = 0;
    int others = 0;
    for (int row : train) {
      double value = values[row];
      holes += Double.isNaN(value) ? 1 : 0;
      others += value == first ? 0 : 1; // holes, too
    }
    return new TrainingCells(holes, others == holes, new BitSet());
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
