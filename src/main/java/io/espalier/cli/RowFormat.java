package io.espalier.cli;

import static java.util.stream.Collectors.joining;

import io.espalier.driver.report.MarkdownText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Ways to print rows; a cell is a number, text, a boolean, {@link SparkCells.Missing#NULL}, or a
 * list or map of these, which tables and CSV show as JSON.
 */
enum RowFormat {
  /** Aligned columns for a person. */
  TABLE {
    @Override
    void print(List<String> header, List<List<Object>> rows, PrintWriter out) {
      TextTable table = new TextTable(header);
      rows.forEach(row -> table.row(row.stream().map(RowFormat::text).toList()));
      out.println(table);
    }
  },
  /** Comma-separated values with a header (RFC 4180). */
  CSV {
    @Override
    void print(List<String> header, List<List<Object>> rows, PrintWriter out) {
      try (CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180)) {
        printer.printRecord(header);
        for (List<Object> row : rows) {
          printer.printRecord(row.stream().map(RowFormat::field).toList());
        }
        printer.flush();
      } catch (IOException failure) {
        throw new UncheckedIOException("cannot print", failure);
      }
    }
  },
  /** A table of GitHub's Markdown; what a cell holds stays text. */
  MARKDOWN {
    @Override
    void print(List<String> header, List<List<Object>> rows, PrintWriter out) {
      markdown(header, out);
      markdown(header.stream().map(name -> "---").toList(), out);
      rows.forEach(row -> markdown(row.stream().map(RowFormat::field).toList(), out));
    }
  },
  /** One JSON object a line. */
  JSON {
    @Override
    void print(List<String> header, List<List<Object>> rows, PrintWriter out) {
      for (List<Object> row : rows) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
          object.put(header.get(i), row.get(i));
        }
        out.println(AnswerJson.text(object));
      }
    }
  };

  private static void markdown(List<String> cells, PrintWriter out) {
    out.println(cells.stream().map(MarkdownText::cell).collect(joining(" | ", "| ", " |")));
  }

  /** A cell in a table. */
  private static String text(Object cell) {
    return cell instanceof Map || cell instanceof List
        ? AnswerJson.text(cell)
        : String.valueOf(cell);
  }

  /** A cell in CSV, empty where it is missing. */
  private static String field(Object cell) {
    return cell == SparkCells.Missing.NULL ? "" : text(cell);
  }

  /** Prints all rows. */
  abstract void print(List<String> header, List<List<Object>> rows, PrintWriter out);
}
