package io.espalier.data.read;

import io.espalier.data.Features;
import io.espalier.data.files.Joined;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rows of a citation set's papers: bytes as long as every number is 0 or 1. */
final class PaperRows {
  private static final String TAB = "\t";

  private final TextFile file;
  private final Map<String, Integer> rows = new LinkedHashMap<>();
  private final List<byte[]> bytes = new ArrayList<>();
  private final List<float[]> numbers = new ArrayList<>();
  private final List<String> classes = new ArrayList<>();
  private int width;
  private boolean classified;

  /**
   * Rows of a file.
   *
   * @param width numbers of a paper, whose class may be missing; 0 for as many as there are between
   *     id and class
   */
  PaperRows(TextFile file, int width) {
    this.file = file;
    this.width = width;
  }

  void add(int row, String text) {
    String[] cells = text.split(TAB, -1);
    if (row == 1) {
      layOut(cells.length);
    }
    int expected = 1 + width + (classified ? 1 : 0);
    if (cells.length != expected) {
      throw file.damage(
          row,
          expected
              + " cells between tabs (id, "
              + width
              + " numbers"
              + (classified ? ", class)" : ")"),
          Integer.toString(cells.length));
    }
    Integer before = rows.putIfAbsent(cells[0].strip(), row - 1);
    if (before != null) {
      throw file.damage(
          row,
          "a paper of its own",
          TextFile.quoted(cells[0]) + " again, which is row " + (before + 1));
    }
    addNumbers(row, cells);
    if (classified) {
      classes.add(cells[width + 1].strip());
    }
  }

  /** The first row says how many numbers there are and whether there is a class. */
  private void layOut(int cells) {
    if (width == 0 && cells < 3) {
      throw file.damage(1, "id, numbers and class between tabs", cells + " of them");
    }
    width = width == 0 ? cells - 2 : width;
    classified = cells == width + 2;
  }

  private void addNumbers(int row, String[] cells) {
    byte[] ones = new byte[width];
    boolean binary = numbers.isEmpty();
    for (int i = 0; i < width && binary; i++) {
      String cell = cells[i + 1];
      binary = cell.equals("0") || cell.equals("1");
      ones[i] = (byte) (cell.equals("1") ? 1 : 0);
    }
    if (binary) {
      bytes.add(ones);
      return;
    }
    widen();
    float[] all = new float[width];
    for (int i = 0; i < width; i++) {
      all[i] = RowNumbers.real(file, row, cells[i + 1].strip());
    }
    numbers.add(all);
  }

  /** Turns the rows so far into numbers. */
  private void widen() {
    for (byte[] row : bytes) {
      float[] wide = new float[width];
      for (int i = 0; i < width; i++) {
        wide[i] = row[i];
      }
      numbers.add(wide);
    }
    bytes.clear();
  }

  Map<String, Integer> rows() {
    return rows;
  }

  Features features() {
    return numbers.isEmpty()
        ? new Features.Bytes(Joined.bytes(bytes, file.shortName()))
        : new Features.Floats(Joined.floats(numbers, width, file.shortName()));
  }

  List<String> classes() {
    return classes;
  }
}
