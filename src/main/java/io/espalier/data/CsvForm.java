package io.espalier.data;

/**
 * How the lines of a CSV file are read; quoting as in RFC 4180.
 *
 * @param skip lines before the header, or before the data if there is none
 * @param separator between cells: one character, or {@link #BLANKS}
 * @param comment how lines begin that are left out: one character, or empty for none
 * @param charset a name that Java knows; a byte-order mark overrules it
 */
public record CsvForm(
    FirstLine firstLine, int skip, String separator, String comment, String charset) {
  /** The separator that stands for any run of blanks and tabs. */
  public static final String BLANKS = "blanks";

  /** UTF-8 with commas and a header. */
  public static final CsvForm USUAL = new CsvForm(FirstLine.UNSAID, 0, ",", "", "UTF-8");

  /** What the first line is. */
  public enum FirstLine {
    /** Nobody said: the columns' names, unless it looks like data, which is refused. */
    UNSAID,
    NAMES,
    /** Data; the columns are called c1, c2, … */
    DATA
  }

  public CsvForm {
    require(skip >= 0, "skip: expected at least 0 lines, found " + skip);
    require(
        separator.length() == 1 || separator.equals(BLANKS),
        "separator: expected one character, tab or blanks, found '" + separator + "'");
    require(comment.length() <= 1, "comment: expected one character, found '" + comment + "'");
    require(known(charset), "charset: expected one that Java knows, found '" + charset + "'");
  }

  private static boolean known(String charset) {
    try {
      return java.nio.charset.Charset.isSupported(charset);
    } catch (java.nio.charset.IllegalCharsetNameException noName) {
      return false;
    }
  }

  /** The same with another separator. */
  public CsvForm withSeparator(String other) {
    return new CsvForm(firstLine, skip, other, comment, charset);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
