package io.espalier.engine.lanes;

/**
 * Rows of units with the lanes side by side, {@code [rows, units, lanes]}, cut into blocks of
 * columns, each row of a block an array of its own: loops over several arrays from their beginning
 * become vector instructions, those from somewhere inside do not. Behind the last unit are zeros.
 */
final class LaneMatrix {
  /** Numbers of a block, about: enough for a loop to be worth its beginning. */
  private static final int BLOCK = 128;

  /**
   * Numbers of a block at least. The virtual machine compiles a loop for the lengths that it has
   * seen: after many very short ones it makes no vectors of the long ones either.
   */
  private static final int LEAST = 16;

  /** Bytes of an array before its first number. */
  private static final int HEADER = 16;

  /**
   * Bytes that what a processor reads at once begins at a multiple of. Arrays that take a multiple
   * of them lie alike, one behind the other: a loop that begins where one of them is read best
   * reads all of them so.
   */
  private static final int LINE = 64;

  private final int units;
  private final int lanes;
  private final int unitsPerBlock;
  private final float[][][] blocks;

  LaneMatrix(int units, int lanes) {
    this.units = units;
    this.lanes = lanes;
    unitsPerBlock = unitsPerBlock(units, lanes);
    blocks = new float[(units + unitsPerBlock - 1) / unitsPerBlock][0][];
  }

  LaneMatrix(int rows, int units, int lanes) {
    this(units, lanes);
    reserve(rows);
  }

  private static int width(int unitsPerBlock, int lanes) {
    return Math.max(unitsPerBlock * lanes, LEAST);
  }

  private static int unitsPerBlock(int units, int lanes) {
    int most = Math.max(1, BLOCK / lanes);
    int blocks = (units + most - 1) / most;
    return (units + blocks - 1) / blocks;
  }

  /** Makes room for so many rows; what was there is lost if there was less. */
  void reserve(int rows) {
    if (blocks[0].length < rows) {
      for (int block = 0; block < blocks.length; block++) {
        blocks[block] = new float[rows][length(width())];
      }
    }
  }

  int units() {
    return units;
  }

  int lanes() {
    return lanes;
  }

  /** How long an array for so many numbers is made. */
  static int length(int width) {
    return ((HEADER + 4 * width + LINE - 1) / LINE * LINE - HEADER) / 4;
  }

  /** Numbers of a row of a block, zeros included; arrays may be longer. */
  int width() {
    return width(unitsPerBlock, lanes);
  }

  /** Numbers of a row of a block that belong to units, or would if there were more. */
  int used() {
    return unitsPerBlock * lanes;
  }

  int unitsPerBlock() {
    return unitsPerBlock;
  }

  int blocks() {
    return blocks.length;
  }

  /** Rows that there is room for. */
  int rows() {
    return blocks[0].length;
  }

  /** The rows of a block. */
  float[][] block(int block) {
    return blocks[block];
  }

  /** The array that a unit's numbers of a row lie in, beginning at {@link #at}. */
  float[] row(int row, int unit) {
    return blocks[unit / unitsPerBlock][row];
  }

  /** Where a unit's numbers begin, lane by lane. */
  int at(int unit) {
    return unit % unitsPerBlock * lanes;
  }

  float get(int row, int unit, int lane) {
    return row(row, unit)[at(unit) + lane];
  }

  void set(int row, int unit, int lane, float number) {
    row(row, unit)[at(unit) + lane] = number;
  }

  /** Whether all numbers are finite. */
  boolean finite() {
    float[] zeros = new float[width()];
    for (float[][] block : blocks) {
      for (float[] row : block) {
        addNothing(row, zeros);
      }
    }
    for (float zero : zeros) {
      if (zero != 0) {
        return false;
      }
    }
    return true;
  }

  /** Leaves a finite number as it is; what is none makes a sum NaN. */
  private static void addNothing(float[] numbers, float[] sums) {
    for (int j = 0; j < sums.length; j++) {
      sums[j] += 0 * numbers[j];
    }
  }

  /** Bytes that it takes with so many rows. */
  static long bytes(int rows, int units, int lanes) {
    int perBlock = unitsPerBlock(units, lanes);
    int count = (units + perBlock - 1) / perBlock;
    return array(count) + count * (array(rows) + rows * array(length(width(perBlock, lanes))));
  }

  /** Bytes of the left side of a product, of so many factors, with so many columns. */
  static long factors(int count, int columns, int lanes) {
    return lanes == 1
        ? array(count)
        : array(count) + count * array(length(width(unitsPerBlock(columns, lanes), lanes)));
  }

  /** Bytes of an array of numbers, or of references. */
  static long array(int length) {
    return (HEADER + 4L * length + 7) / 8 * 8;
  }
}
