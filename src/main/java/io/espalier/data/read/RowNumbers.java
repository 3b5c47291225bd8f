package io.espalier.data.read;

import io.espalier.data.files.Joined;
import io.espalier.data.files.Numbers;
import java.util.Arrays;
import java.util.regex.Pattern;

/** The whole numbers of a file with one in each row. */
final class RowNumbers {
  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d{1,9}");

  private final TextFile file;
  private final String what;
  private int[] numbers = new int[128];
  private int size;

  private RowNumbers(TextFile file, String what) {
    this.file = file;
    this.what = what;
  }

  /** What each number must be like, given those before. */
  interface Check {
    void accept(int row, int number);
  }

  /**
   * Reads the file.
   *
   * @param what each number is, {@code the label of a node}
   */
  static int[] read(TextFile file, String what, Check check) {
    RowNumbers read = new RowNumbers(file, what);
    file.rows(
        (row, text) -> {
          int number = whole(file, row, text, what);
          check.accept(row, number);
          read.add(number);
        });
    return Arrays.copyOf(read.numbers, read.size);
  }

  /**
   * Reads a file that must have a given number of rows.
   *
   * @param because why it must, {@code X.txt has 3 nodes}
   */
  static int[] read(TextFile file, String what, int rows, String because) {
    int[] numbers = read(file, what, (row, number) -> requireRow(file, row, rows, because));
    requireEnd(file, numbers.length, rows, because);
    return numbers;
  }

  /** Refuses a row beyond the last. */
  static void requireRow(TextFile file, int row, int rows, String because) {
    if (row > rows) {
      throw file.damage(row, "the end of the file, as " + because, "another row");
    }
  }

  /** Refuses a file that has ended too early. */
  static void requireEnd(TextFile file, int found, int rows, String because) {
    if (found < rows) {
      throw file.damage(
          found + 1, "more rows, " + rows + " in all, as " + because, "the end of the file");
    }
  }

  /** The whole number that a text of a row is. */
  static int whole(TextFile file, int row, String text, String what) {
    if (!WHOLE.matcher(text).matches()) {
      throw file.damage(row, what + " as a whole number", TextFile.quoted(text));
    }
    return Integer.parseInt(text);
  }

  /** A finite number of a row. */
  static float real(TextFile file, int row, String text) {
    float number = Numbers.finite(text);
    if (Float.isNaN(number)) {
      throw file.damage(row, "a finite number", TextFile.quoted(text));
    }
    return number;
  }

  private void add(int number) {
    if (size == numbers.length) {
      numbers = Arrays.copyOf(numbers, Joined.length(2L * size, file.shortName() + " " + what));
    }
    numbers[size++] = number;
  }
}
