package io.espalier.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
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
  /** One JSON object a line. */
  JSON {
    @Override
    void print(List<String> header, List<List<Object>> rows, PrintWriter out) {
      for (List<Object> row : rows) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < header.size(); i++) {
          object.put(header.get(i), row.get(i));
        }
        out.println(json(object));
      }
    }
  };

  /** Made when it is first needed: its classes take as long to load as all of a help text's. */
  private static final class Json {
    static final ObjectMapper MAPPER =
        new ObjectMapper()
            .registerModule(
                new SimpleModule()
                    .addSerializer(
                        SparkCells.Missing.class,
                        new JsonSerializer<SparkCells.Missing>() {
                          @Override
                          public void serialize(
                              SparkCells.Missing missing,
                              JsonGenerator json,
                              SerializerProvider context)
                              throws IOException {
                            json.writeNull();
                          }
                        }));
  }

  /** A cell in a table. */
  private static String text(Object cell) {
    return cell instanceof Map || cell instanceof List ? json(cell) : String.valueOf(cell);
  }

  /** A cell in CSV, empty where it is missing. */
  private static String field(Object cell) {
    return cell == SparkCells.Missing.NULL ? "" : text(cell);
  }

  private static String json(Object value) {
    try {
      return Json.MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException failure) {
      throw new UncheckedIOException("cannot print a row", failure);
    }
  }

  /** Prints all rows. */
  abstract void print(List<String> header, List<List<Object>> rows, PrintWriter out);
}
