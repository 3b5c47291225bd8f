package io.espalier.data.session;

import io.espalier.data.tables.CellSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A column of all blocks. A row's place is {@code block × }{@link RowBlock#MOST_ROWS}{@code + row},
 * so that nothing is copied.
 */
sealed interface GatheredColumn {
  /**
   * Compares two cells: numbers and dates by value with holes last, text by character with holes
   * first, arrays number by number.
   *
   * @return 0 for cells that are alike, and no others
   */
  int compare(int place, int other);

  /** Puts the cell at each of the places, in their order, into a sink. */
  void put(int[] places, CellSink sink);

  /** The column of this index in all blocks. */
  static GatheredColumn of(SparkColumn column, List<RowBlock> blocks, int index) {
    List<RowBlock.Cells> cells = blocks.stream().map(block -> block.columns().get(index)).toList();
    return switch (column.form()) {
      case NUMBER, DATE -> new OfNumbers(column.form() == SparkColumn.Form.DATE, cells);
      case TEXT -> new OfWords(cells);
      case ARRAY, VECTOR -> new OfArrays(cells);
      case ARRAYS -> new OfNested(cells);
      case WORDS -> new OfWordLists(cells);
      case NOTHING -> throw new IllegalArgumentException("nothing can be made of " + column.name());
    };
  }

  private static int block(int place) {
    return place / RowBlock.MOST_ROWS;
  }

  private static int row(int place) {
    return place % RowBlock.MOST_ROWS;
  }

  /** Numbers or dates. */
  final class OfNumbers implements GatheredColumn {
    private final boolean dates;
    private final double[][] values;

    OfNumbers(boolean dates, List<RowBlock.Cells> blocks) {
      this.dates = dates;
      this.values =
          blocks.stream()
              .map(cells -> ((RowBlock.Numbers) cells).values())
              .toArray(double[][]::new);
    }

    private double value(int place) {
      return values[block(place)][row(place)];
    }

    @Override
    public int compare(int place, int other) {
      return Double.compare(value(place), value(other));
    }

    @Override
    public void put(int[] places, CellSink sink) {
      for (int place : places) {
        double value = value(place);
        if (Double.isNaN(value)) {
          sink.hole();
        } else if (dates) {
          sink.date(value);
        } else {
          sink.number(value);
        }
      }
    }
  }

  /** Text; the words of all blocks in order. */
  final class OfWords implements GatheredColumn {
    private final String[] words;
    private final int[][] codes;

    OfWords(List<RowBlock.Cells> blocks) {
      TreeMap<String, Integer> order = new TreeMap<>();
      blocks.forEach(cells -> ((RowBlock.Words) cells).words().forEach(word -> order.put(word, 0)));
      int next = 0;
      for (Map.Entry<String, Integer> entry : order.entrySet()) {
        entry.setValue(next++);
      }
      words = order.keySet().toArray(String[]::new);
      codes =
          blocks.stream()
              .map(cells -> ordered((RowBlock.Words) cells, order))
              .toArray(int[][]::new);
    }

    private static int[] ordered(RowBlock.Words cells, Map<String, Integer> order) {
      int[] places = cells.words().stream().mapToInt(order::get).toArray();
      return Arrays.stream(cells.codes()).map(code -> code < 0 ? code : places[code]).toArray();
    }

    private int code(int place) {
      return codes[block(place)][row(place)];
    }

    @Override
    public int compare(int place, int other) {
      return Integer.compare(code(place), code(other));
    }

    @Override
    public void put(int[] places, CellSink sink) {
      for (int place : places) {
        int code = code(place);
        if (code < 0) {
          sink.hole();
        } else {
          sink.text(words[code]);
        }
      }
    }
  }

  /** Arrays of arrays; a hole is no array at all. */
  final class OfNested implements GatheredColumn {
    private static final double[][] HOLE = {};

    private final double[][][][] rows;

    OfNested(List<RowBlock.Cells> blocks) {
      rows =
          blocks.stream().map(cells -> apart((RowBlock.Nested) cells)).toArray(double[][][][]::new);
    }

    private static double[][][] apart(RowBlock.Nested cells) {
      List<double[][]> rows = new ArrayList<>();
      int at = 0;
      for (int length : cells.lengths()) {
        int end = at + Math.max(0, length);
        List<float[]> arrays = cells.arrays().subList(at, end);
        rows.add(
            length < 0 ? HOLE : arrays.stream().map(OfArrays::widened).toArray(double[][]::new));
        at = end;
      }
      return rows.toArray(double[][][]::new);
    }

    private double[][] row(int place) {
      return rows[GatheredColumn.block(place)][GatheredColumn.row(place)];
    }

    @Override
    public int compare(int place, int other) {
      return Arrays.compare(row(place), row(other), Arrays::compare);
    }

    @Override
    public void put(int[] places, CellSink sink) {
      for (int place : places) {
        double[][] row = row(place);
        if (row == HOLE) {
          sink.hole();
        } else {
          sink.arrays(row);
        }
      }
    }
  }

  /** Arrays of texts; a hole is no array at all. */
  final class OfWordLists implements GatheredColumn {
    private static final String[] HOLE = {};

    private final String[][][] rows;

    OfWordLists(List<RowBlock.Cells> blocks) {
      rows =
          blocks.stream()
              .map(cells -> apart((RowBlock.WordLists) cells))
              .toArray(String[][][]::new);
    }

    private static String[][] apart(RowBlock.WordLists cells) {
      List<String[]> rows = new ArrayList<>();
      int at = 0;
      for (int length : cells.lengths()) {
        String[] row = length < 0 ? HOLE : new String[length];
        for (int i = 0; i < row.length; i++) {
          row[i] = cells.words().words().get(cells.words().codes()[at++]);
        }
        rows.add(row);
      }
      return rows.toArray(String[][]::new);
    }

    private String[] row(int place) {
      return rows[GatheredColumn.block(place)][GatheredColumn.row(place)];
    }

    @Override
    public int compare(int place, int other) {
      return Arrays.compare(row(place), row(other));
    }

    @Override
    public void put(int[] places, CellSink sink) {
      for (int place : places) {
        String[] row = row(place);
        if (row == HOLE) {
          sink.hole();
        } else {
          sink.words(row);
        }
      }
    }
  }

  /** Arrays and vectors; a hole is no array at all. */
  final class OfArrays implements GatheredColumn {
    private static final float[] HOLE = {};

    private final float[][][] arrays;

    OfArrays(List<RowBlock.Cells> blocks) {
      arrays =
          blocks.stream().map(cells -> apart((RowBlock.Arrays) cells)).toArray(float[][][]::new);
    }

    private static float[][] apart(RowBlock.Arrays cells) {
      List<float[]> rows = new ArrayList<>();
      int at = 0;
      for (int length : cells.lengths()) {
        rows.add(length < 0 ? HOLE : Arrays.copyOfRange(cells.values(), at, at + length));
        at += Math.max(0, length);
      }
      return rows.toArray(float[][]::new);
    }

    private float[] array(int place) {
      return arrays[block(place)][row(place)];
    }

    @Override
    public int compare(int place, int other) {
      return Arrays.compare(array(place), array(other));
    }

    @Override
    public void put(int[] places, CellSink sink) {
      for (int place : places) {
        float[] array = array(place);
        if (array == HOLE) {
          sink.hole();
        } else {
          sink.vector(widened(array));
        }
      }
    }

    private static double[] widened(float[] array) {
      double[] wide = new double[array.length];
      for (int i = 0; i < wide.length; i++) {
        wide[i] = array[i];
      }
      return wide;
    }
  }
}
