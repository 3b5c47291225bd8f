package io.espalier.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Ways to print rows; a cell is a number, a word, a boolean, or text made of something else. */
enum RowFormat {
  /** Aligned columns for a person. */
  TABLE {
    @Override
    void print(List<String> header, List<List<Object>> rows, PrintWriter out) {
      TextTable table = new TextTable(header);
      rows.forEach(row -> table.row(row.stream().map(String::valueOf).toList()));
      out.println(table);
    }
  },
  /** Comma-separated values with a header (RFC 4180). */
  CSV {
    @Override
    void print(List<String> header, List<List<Object>> rows, PrintWriter out) {
      try (CSVPrinter printer = new CSVPrinter(out, CSVFormat.RFC4180)) {
        printer.printRecord(header);
        printer.printRecords(rows);
        printer.flush();
      } catch (IOException failure) {
        throw new UncheckedIOException("cannot print", failure);
      }
    }
  },
  /** One JSON object a line. */
  JSON {
    @Override
    void print(List<String> header, List<List<Object>> rows, PrintWriter out) {
      ObjectMapper mapper = new ObjectMapper();
      for (List<Object> row : rows) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
          object.put(header.get(i), row.get(i));
        }
        try {
          out.println(mapper.writeValueAsString(object));
        } catch (JsonProcessingException failure) {
          throw new UncheckedIOException("cannot print a row", failure);
        }
      }
    }
  };

  /** Prints all rows. */
  abstract void print(List<String> header, List<List<Object>> rows, PrintWriter out);
}
