package io.espalier.driver.draft;

import java.util.ArrayList;
import java.util.List;

/** A block of an experiment file, its keys in the order in which they are written. */
record Block(String name, List<Entry> entries) {
  private static final int COMMENT_COLUMN = 40;
  private static final String INDENT = "  ";

  Block {
    entries = List.copyOf(entries);
  }

  Block(String name, Entry... entries) {
    this(name, List.of(entries));
  }

  /** The same with further lines. */
  Block with(List<Entry> more) {
    List<Entry> all = new ArrayList<>(entries);
    all.addAll(more);
    return new Block(name, all);
  }

  /** As it stands in the file; ends with a newline. */
  String text() {
    StringBuilder text = new StringBuilder(name + " {\n");
    entries.forEach(entry -> append(text, entry));
    return text.append("}\n").toString();
  }

  private static void append(StringBuilder text, Entry entry) {
    String joint = entry.value().startsWith("{") ? " " : " = ";
    List<String> lines = (INDENT + entry.key() + joint + entry.value()).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = i == 0 ? lines.get(i) : INDENT + lines.get(i);
      boolean comments = i == 0 && !entry.comment().isEmpty();
      text.append(line).append(comments ? gap(line) + "# " + entry.comment() : "").append('\n');
    }
  }

  private static String gap(String line) {
    return " ".repeat(Math.max(2, COMMENT_COLUMN - line.length()));
  }
}
