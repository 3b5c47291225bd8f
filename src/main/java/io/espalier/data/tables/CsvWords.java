package io.espalier.data.tables;

import java.util.ArrayList;
import java.util.List;

/** The cells of one line as text, without blanks at their ends. */
final class CsvWords extends CsvCells {
  private final List<String> words = new ArrayList<>();

  /** Those of the last line. */
  List<String> cells() {
    return List.copyOf(words);
  }

  @Override
  void begin() {
    words.clear();
  }

  @Override
  void cell(int index, char[] characters, int from, int length) {
    words.add(new String(characters, from, length).strip());
  }
}
