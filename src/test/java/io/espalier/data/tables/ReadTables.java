package io.espalier.data.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.CsvForm;
import io.espalier.data.DataException;
import io.espalier.data.DataSource.Table.Format;
import io.espalier.data.Features;
import io.espalier.data.TableEncoding;
import io.espalier.data.TableSpec;
import io.espalier.data.Targets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/** A table that a test reads, all of whose rows to learn from are its training part. */
final class ReadTables {
  final TableRows rows;
  final TableEncoding encoding;
  final List<String> notices = new ArrayList<>();
  private final TableSpec spec;

  private ReadTables(Format format, String path, String testPath, CsvForm csv, TableSpec spec) {
    this.spec = spec;
    TableFiles files = new TableFiles(new Configuration(false));
    List<TableFile> train = files.open(format, path, csv);
    List<TableFile> test = testPath.isEmpty() ? List.of() : files.open(format, testPath, csv);
    rows =
        new HoleRows(spec, notices::add)
            .settle(new TableReader(spec, notices::add).read(train, test));
    encoding =
        new EncodingFit(spec, IntStream.range(0, rows.toLearnFrom()).toArray())
            .fit(rows, notices::add);
  }

  static ReadTables csv(String path, TableSpec spec) {
    return csv(path, CsvForm.USUAL, spec);
  }

  static ReadTables csv(String path, CsvForm form, TableSpec spec) {
    return new ReadTables(Format.CSV, path, "", form, spec);
  }

  static ReadTables csv(String path, String testPath, TableSpec spec) {
    return new ReadTables(Format.CSV, path, testPath, CsvForm.USUAL, spec);
  }

  static ReadTables parquet(String path, TableSpec spec) {
    return new ReadTables(Format.PARQUET, path, "", CsvForm.USUAL, spec);
  }

  /** Reading must fail with one line that ends so. */
  static void refused(Format format, String path, CsvForm form, TableSpec spec, String end) {
    assertThatThrownBy(() -> new ReadTables(format, path, "", form, spec).targets())
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith(end)
        .hasMessageNotContaining("\n");
  }

  List<String> names() {
    return encoding.inputNames();
  }

  float[] numbers() {
    Features.Floats encoded = new TableEncoder(encoding).encode(rows);
    assertThat(encoded.length()).isEqualTo(rows.rows() * encoding.inputs());
    return encoded.values();
  }

  Targets targets() {
    return TableTargets.of(rows, spec.regression());
  }

  List<String> classes() {
    return ((Targets.Classes) targets()).names();
  }
}
