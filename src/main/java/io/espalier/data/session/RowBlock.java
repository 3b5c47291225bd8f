package io.espalier.data.session;

import java.io.Serializable;
import java.util.List;

/**
 * Some rows of a partition, column by column, as they travel to the driver.
 *
 * @param rows how many
 * @param columns their cells, in the order in which columns were asked for
 */
record RowBlock(int rows, List<Cells> columns) implements Serializable {
  /** Rows of a block at most. */
  static final int MOST_ROWS = 4096;

  RowBlock {
    columns = List.copyOf(columns);
  }

  /** The cells of one column. */
  sealed interface Cells extends Serializable {}

  /** Numbers, or days since 1970-01-01; NaN is a hole. */
  @SuppressWarnings("ArrayRecordComponent")
  record Numbers(double[] values) implements Cells {}

  /**
   * Text.
   *
   * @param words those that occur in the block
   * @param codes per row the place of its word, −1 for a hole
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Words(List<String> words, int[] codes) implements Cells {
    Words {
      words = List.copyOf(words);
    }
  }

  /**
   * Arrays of numbers, one after another.
   *
   * @param lengths per row the length of its array, −1 for a hole
   * @param values all numbers, NaN where one is missing
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Arrays(int[] lengths, float[] values) implements Cells {}

  /**
   * Arrays of arrays of numbers, one after another.
   *
   * @param lengths per row how many arrays it has, −1 for a hole
   * @param arrays all of them
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Nested(int[] lengths, List<float[]> arrays) implements Cells {
    Nested {
      arrays = List.copyOf(arrays);
    }
  }

  /**
   * Arrays of texts, one after another.
   *
   * @param lengths per row how many texts it has, −1 for a hole
   * @param words all of them
   */
  @SuppressWarnings("ArrayRecordComponent")
  record WordLists(int[] lengths, Words words) implements Cells {}
}
