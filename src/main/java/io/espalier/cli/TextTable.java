package io.espalier.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Rows of text in aligned columns; columns that hold only numbers are aligned to the right. Line
 * breaks in cells are shown as {@code ⏎}.
 */
final class TextTable {
  private static final Pattern LINE_BREAK = Pattern.compile("\\R\\s*");

  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... header) {
    this(List.of(header));
  }

  TextTable(List<String> header) {
    this.header = List.copyOf(header);
  }

  void row(List<String> cells) {
    if (cells.size() != header.size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells do not fit " + header.size() + " columns");
    }
    rows.add(cells.stream().map(cell -> LINE_BREAK.matcher(cell).replaceAll(" ⏎ ")).toList());
  }

  void row(String... cells) {
    row(List.of(cells));
  }

  @Override
  public String toString() {
    List<Column> columns = IntStream.range(0, header.size()).mapToObj(this::column).toList();
    StringBuilder text = new StringBuilder();
    line(text, columns, header);
    for (List<String> row : rows) {
      line(text, columns, row);
    }
    return text.toString().stripTrailing();
  }

  /** How a column is printed; its width is in characters. */
  private record Column(int width, boolean numeric) {}

  private Column column(int index) {
    return new Column(width(index), numeric(index));
  }

  private static void line(StringBuilder text, List<Column> columns, List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      String pad = " ".repeat(columns.get(i).width() - length(cell));
      line.append(columns.get(i).numeric() ? pad + cell : cell + pad).append("  ");
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static int length(String cell) {
    return cell.codePointCount(0, cell.length());
  }

  private int width(int column) {
    int width = length(header.get(column));
    for (List<String> row : rows) {
      width = Math.max(width, length(row.get(column)));
    }
    return width;
  }

  private boolean numeric(int column) {
    return !rows.isEmpty()
        && rows.stream()
            .allMatch(row -> row.get(column).matches("-?[0-9.,]*([eE]-?[0-9]+)?|NaN|NULL|-"));
  }
}
