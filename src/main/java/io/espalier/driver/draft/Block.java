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
    List<String> lines = new ArrayList<>();
    lines.add(name + " {");
    entries.forEach(entry -> lines.addAll(lines(entry)));
    lines.add("}");
    lines.add("");
    return String.join("\n", lines);
  }

  private static List<String> lines(Entry entry) {
    String joint = entry.value().startsWith("{") ? " " : " = ";
    List<String> lines = new ArrayList<>();
    (entry.key() + joint + entry.value()).lines().forEach(line -> lines.add(INDENT + line));
    if (!entry.comment().isEmpty()) {
      String first = lines.get(0);
      lines.set(0, first + gap(first) + "# " + entry.comment());
    }
    return lines;
  }

  private static String gap(String line) {
    return " ".repeat(Math.max(2, COMMENT_COLUMN - line.length()));
  }
}
