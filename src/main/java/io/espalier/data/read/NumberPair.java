package io.espalier.data.read;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Two whole numbers in a row, with a comma between them, spaces or both. */
record NumberPair(long first, long second) {
  private static final Pattern PAIR =
      Pattern.compile("([+-]?\\d{1,18})(?:\\s*,\\s*|\\s+)([+-]?\\d{1,18})");

  static NumberPair parse(TextFile file, int row, String text) {
    Matcher matched = PAIR.matcher(text);
    if (!matched.matches()) {
      throw file.damage(row, "two whole numbers, as in \"1, 2\"", TextFile.quoted(text));
    }
    return new NumberPair(Long.parseLong(matched.group(1)), Long.parseLong(matched.group(2)));
  }
}
