package io.espalier.data.tables;

import java.util.List;
import java.util.stream.IntStream;

/** One column of a table as it was read: cells of one kind, and holes. */
public sealed interface RawColumn {
  /** The column's name. */
  String name();

  /** How many cells there are. */
  int rows();

  /** Whether a cell, counted from 0, is a hole. */
  boolean isHole(int row);

  /** The given rows alone, in their order. */
  RawColumn kept(int[] rows);

  /** How many cells are holes. */
  default int holes() {
    int holes = 0;
    for (int row = 0; row < rows(); row++) {
      holes += isHole(row) ? 1 : 0;
    }
    return holes;
  }

  /** Numbers; NaN is a hole, all others are finite. */
  @SuppressWarnings("ArrayRecordComponent")
  record Numbers(String name, float[] values) implements RawColumn {
    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public boolean isHole(int row) {
      return Float.isNaN(values[row]);
    }

    @Override
    public Numbers kept(int[] rows) {
      float[] kept = new float[rows.length];
      for (int i = 0; i < rows.length; i++) {
        kept[i] = values[rows[i]];
      }
      return new Numbers(name, kept);
    }
  }

  /**
   * Text as places in a dictionary.
   *
   * @param codes per row the place of its text, −1 for a hole
   * @param dictionary all texts, in the order in which they first occur
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Texts(String name, int[] codes, List<String> dictionary) implements RawColumn {
    /** In the place of a code: a hole. */
    public static final int HOLE = -1;

    public Texts {
      dictionary = List.copyOf(dictionary);
    }

    @Override
    public int rows() {
      return codes.length;
    }

    @Override
    public boolean isHole(int row) {
      return codes[row] == HOLE;
    }

    @Override
    public Texts kept(int[] rows) {
      int[] kept = new int[rows.length];
      for (int i = 0; i < rows.length; i++) {
        kept[i] = codes[rows[i]];
      }
      return new Texts(name, kept, dictionary);
    }
  }

  /** Dates and times in days since 1970-01-01, with fraction; NaN is a hole. */
  @SuppressWarnings("ArrayRecordComponent")
  record Dates(String name, double[] days) implements RawColumn {
    @Override
    public int rows() {
      return days.length;
    }

    @Override
    public boolean isHole(int row) {
      return Double.isNaN(days[row]);
    }

    @Override
    public Dates kept(int[] rows) {
      double[] kept = new double[rows.length];
      for (int i = 0; i < rows.length; i++) {
        kept[i] = days[rows[i]];
      }
      return new Dates(name, kept);
    }
  }

  /**
   * Arrays of one length.
   *
   * @param width numbers in each, at least 1
   * @param values {@code [rows, width]} row by row; NaN where a number, or a whole array, is
   *     missing
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Vectors(String name, int width, float[] values) implements RawColumn {
    @Override
    public int rows() {
      return values.length / width;
    }

    @Override
    public boolean isHole(int row) {
      for (int i = row * width; i < (row + 1) * width; i++) {
        if (Float.isNaN(values[i])) {
          return true;
        }
      }
      return false;
    }

    @Override
    public Vectors kept(int[] rows) {
      float[] kept = new float[rows.length * width];
      for (int i = 0; i < rows.length; i++) {
        System.arraycopy(values, rows[i] * width, kept, i * width, width);
      }
      return new Vectors(name, width, kept);
    }
  }

  /** Sequences, one in each cell that is no hole. */
  sealed interface Stepped extends RawColumn permits Sequences, TextSequences {
    /** Steps of a row's sequence; 0 of a hole. */
    int steps(int row);

    /** Steps of the longest sequence. */
    default int steps() {
      return IntStream.range(0, rows()).map(this::steps).max().orElse(0);
    }

    @Override
    default boolean isHole(int row) {
      return steps(row) == 0;
    }
  }

  /**
   * Sequences of vectors.
   *
   * @param features numbers of a step, at least 1
   * @param values per row the numbers of its steps, step by step; none for a hole
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Sequences(String name, int features, float[][] values) implements Stepped {
    @Override
    public int rows() {
      return values.length;
    }

    @Override
    public Sequences kept(int[] rows) {
      return new Sequences(
          name, features, IntStream.of(rows).mapToObj(row -> values[row]).toArray(float[][]::new));
    }

    @Override
    public int steps(int row) {
      return values[row].length / features;
    }
  }

  /**
   * Sequences of texts as places in a dictionary.
   *
   * @param codes per row the places of its steps' texts; none for a hole
   * @param dictionary all texts, in the order in which they first occur
   */
  @SuppressWarnings("ArrayRecordComponent")
  record TextSequences(String name, int[][] codes, List<String> dictionary) implements Stepped {
    public TextSequences {
      dictionary = List.copyOf(dictionary);
    }

    @Override
    public int rows() {
      return codes.length;
    }

    @Override
    public TextSequences kept(int[] rows) {
      int[][] kept = IntStream.of(rows).mapToObj(row -> codes[row]).toArray(int[][]::new);
      return new TextSequences(name, kept, dictionary);
    }

    @Override
    public int steps(int row) {
      return codes[row].length;
    }
  }
}
