package io.espalier.driver.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** The numbers behind a picture: a header and rows. A number that is NaN is an empty cell. */
final class Csv {
  private final StringBuilder text = new StringBuilder();
  private final CSVPrinter printer;
  private final int columns;

  Csv(List<String> header) {
    columns = header.size();
    try {
      printer = new CSVPrinter(text, CSVFormat.DEFAULT);
      printer.printRecord(header);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written", e);
    }
  }

  Csv(String... header) {
    this(List.of(header));
  }

  void row(Object... cells) {
    row(Arrays.asList(cells));
  }

  void row(List<?> cells) {
    if (cells.size() != columns) {
      throw new IllegalArgumentException(cells.size() + " cells in a row of " + columns);
    }
    try {
      for (Object cell : cells) {
        printer.print(cell(cell));
      }
      printer.println();
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written", e);
    }
  }

  private static Object cell(Object cell) {
    boolean missing =
        (cell instanceof Double real && real.isNaN())
            || (cell instanceof Float number && number.isNaN());
    return missing ? "" : cell;
  }

  byte[] bytes() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
