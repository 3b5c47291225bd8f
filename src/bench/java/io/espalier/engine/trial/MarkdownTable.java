package io.espalier.engine.trial;

import java.util.ArrayList;
import java.util.List;

/** A table in Markdown: words on the left, numbers on the right. */
final class MarkdownTable {
  private final List<String> lines = new ArrayList<>();

  MarkdownTable(String... columns) {
    lines.add("| " + String.join(" | ", columns) + " |");
    lines.add("|---" + "|---:".repeat(columns.length - 1) + "|");
  }

  /** A row; each number with its own format, as in {@code "%.2f"}. */
  void row(String name, String formats, Object... numbers) {
    String cells = String.format(formats.strip().replaceAll(" +", " | "), numbers);
    lines.add("| " + name + " | " + cells + " |");
  }

  /** Prints the table after an empty line. */
  void print() {
    System.out.println();
    lines.forEach(System.out::println);
  }
}
