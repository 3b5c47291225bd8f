package io.espalier.data.tables;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Text whose cells are separated by runs of blanks: each run becomes one tab, those at the ends of
 * lines nothing. Within double quotes nothing changes.
 */
final class BlankRuns extends FilterReader {
  /** What separates cells afterwards. */
  static final char SEPARATOR = '\t';

  private static final int NOTHING = -2;
  private static final int END = -1;

  private boolean quoted;
  private boolean lineStart = true;
  private int held = NOTHING;

  BlankRuns(Reader text) {
    super(text);
  }

  @Override
  public int read() throws IOException {
    if (held != NOTHING) {
      int character = held;
      held = NOTHING;
      return passed(character);
    }
    int character = in.read();
    if (quoted || !isBlank(character)) {
      return passed(character);
    }
    while (isBlank(character)) {
      character = in.read();
    }
    if (lineStart || isLineEnd(character)) {
      return passed(character);
    }
    held = character;
    return SEPARATOR;
  }

  private int passed(int character) {
    quoted ^= character == '"';
    lineStart = !quoted && isLineEnd(character);
    return character;
  }

  @Override
  public int read(char[] buffer, int from, int length) throws IOException {
    int count = 0;
    while (count < length) {
      int character = read();
      if (character == END) {
        return count == 0 && length > 0 ? END : count;
      }
      buffer[from + count++] = (char) character;
    }
    return count;
  }

  private static boolean isBlank(int character) {
    return character == ' ' || character == '\t';
  }

  private static boolean isLineEnd(int character) {
    return character == '\n' || character == '\r' || character == END;
  }
}
