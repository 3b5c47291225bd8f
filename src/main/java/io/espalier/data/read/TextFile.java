package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.files.DataFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.fs.Path;

/**
 * A text file in UTF-8 whose lines are rows of data, counted from 1; blank lines at its end are no
 * rows. Packed with gzip if its name ends in {@code .gz}.
 */
final class TextFile {
  private static final int MOST_CHARACTERS_SHOWN = 40;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final DataFiles files;
  private final Path path;

  TextFile(DataFiles files, Path path) {
    this.files = files;
    this.path = path;
  }

  /** Takes one row, without spaces at its ends. */
  interface Visitor {
    void row(int row, String text);
  }

  /** The name within its folder. */
  String shortName() {
    return path.getName();
  }

  /** Hands over every row, in the order of the file. */
  void rows(Visitor visitor) {
    int line = 0;
    try (BufferedReader lines = open()) {
      int blank = 0;
      for (String text = next(lines); text != null; text = next(lines)) {
        line++;
        if (line == 1 && !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK) {
          text = text.substring(1).strip();
        }
        if (text.isEmpty()) {
          blank++;
        } else if (blank > 0) {
          throw damage(line - blank, "a row", "an empty one");
        } else {
          visitor.row(line, text);
        }
      }
    } catch (IOException e) {
      String found =
          e instanceof CharacterCodingException
              ? "bytes that are not UTF-8"
              : "damage: " + DataFiles.reason(e);
      throw new DataException(
          DataFiles.name(path) + ": after row " + line + ": expected text, found " + found, e);
    }
  }

  @SuppressWarnings("NullAway") // null is how a reader says that there are no more lines
  private static String next(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    return line == null ? null : line.strip();
  }

  private BufferedReader open() {
    return new BufferedReader(
        new InputStreamReader(
            files.open(path),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  /** Something wrong with a row. */
  DataException damage(int row, String expected, String found) {
    return new DataException(
        DataFiles.name(path) + ": row " + row + ": expected " + expected + ", found " + found);
  }

  /** Something wrong with the file as a whole. */
  DataException damage(String expected, String found) {
    return new DataException(DataFiles.name(path) + ": expected " + expected + ", found " + found);
  }

  /** A row's text for a message, cut if it is long. */
  static String quoted(String text) {
    return text.length() > MOST_CHARACTERS_SHOWN
        ? "\"" + text.substring(0, MOST_CHARACTERS_SHOWN) + "…\""
        : "\"" + text + "\"";
  }
}
