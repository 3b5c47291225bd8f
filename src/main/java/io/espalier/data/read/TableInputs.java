package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** New rows for a model that was trained on a table. */
final class TableInputs {
  private final Tables tables;

  TableInputs(DataFiles files) {
    this.tables = new Tables(files);
  }

  Inputs read(
      DataSource.Table.Format format,
      char separator,
      String label,
      String path,
      List<String> featureNames) {
    List<TableFile> found = tables.open(format, path, separator);
    List<SourceColumn> columns = columns(found.get(0), featureNames);
    boolean labelled = !label.isEmpty() && found.get(0).header().contains(label);
    List<String> wanted = new ArrayList<>(columns.stream().map(SourceColumn::name).toList());
    if (labelled) {
      wanted.add(label);
    }
    List<String> names = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (TableFile file : found) {
      file.rows(
          wanted,
          row -> {
            IntStream.range(0, columns.size()).forEach(i -> columns.get(i).add(row, i));
            names.add(row.name());
            if (labelled) {
              labels.add(row.text(columns.size()));
            }
          });
    }
    if (names.isEmpty()) {
      throw new DataException(found.get(0).name() + ": the table has no rows");
    }
    return new Inputs(TableReader.matrix(columns, names.size(), path), names, labels);
  }

  /**
   * The columns behind the inputs' names: {@code colour=red} is category red of column colour,
   * unless the table has a column of just that name.
   */
  private static List<SourceColumn> columns(TableFile table, List<String> featureNames) {
    Map<String, List<String>> categories = new LinkedHashMap<>();
    for (String feature : featureNames) {
      int sign = split(table, feature);
      if (sign < 0) {
        categories.put(feature, List.of());
      } else {
        categories
            .computeIfAbsent(feature.substring(0, sign), column -> new ArrayList<>())
            .add(feature.substring(sign + 1));
      }
    }
    List<SourceColumn> columns = new ArrayList<>();
    categories.forEach(
        (name, accepted) -> {
          Tables.require(table, name);
          columns.add(
              new SourceColumn(
                  name,
                  accepted.isEmpty() ? SourceColumn.Kind.NUMBERS : SourceColumn.Kind.CATEGORIES,
                  accepted));
        });
    return columns;
  }

  /** Where the column's name ends in a one-hot input's name; −1 for a column of numbers. */
  private static int split(TableFile table, String feature) {
    if (table.header().contains(feature)) {
      return -1;
    }
    for (int at = feature.indexOf('='); at >= 0; at = feature.indexOf('=', at + 1)) {
      if (table.header().contains(feature.substring(0, at))) {
        return at;
      }
    }
    return feature.indexOf('=');
  }
}
