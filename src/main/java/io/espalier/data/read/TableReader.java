package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tables in CSV or Parquet: numbers as they are, text one-hot, the label as class or number. */
final class TableReader {
  private final Tables tables;

  TableReader(DataFiles files) {
    this.tables = new Tables(files);
  }

  Dataset read(DataSource.Table source) {
    List<TableFile> train = tables.open(source.format(), source.path(), source.separator());
    List<SourceColumn> columns = columns(source, train.get(0));
    SourceColumn label = columns.get(columns.size() - 1);
    int learned = readAll(train, columns);
    if (learned == 0) {
      throw new DataException(train.get(0).name() + ": the table has no rows");
    }
    int tested = 0;
    if (!source.testPath().isEmpty()) {
      List<TableFile> test = tables.open(source.format(), source.testPath(), source.separator());
      Tables.sameHeader(train.get(0), test.get(0));
      tested = readAll(test, columns);
    }
    List<SourceColumn> inputs = columns.subList(0, columns.size() - 1);
    List<String> names = inputs.stream().flatMap(c -> c.featureNames().stream()).toList();
    Features.Floats features = matrix(inputs, learned + tested, source.path());
    return new Dataset(
        new InputShape.Flat(names.size()),
        features,
        targets(label, source.regression()),
        names,
        tested);
  }

  /** The inputs in order, then the label. */
  private static List<SourceColumn> columns(DataSource.Table source, TableFile table) {
    List<String> names =
        source.features().isEmpty()
            ? table.header().stream().filter(c -> !c.equals(source.label())).toList()
            : source.features();
    Tables.require(table, source.label());
    source.categorical().forEach(name -> Tables.require(table, name));
    List<SourceColumn> columns = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      Tables.require(table, name);
      if (!seen.add(name)) {
        throw new DataException(table.name() + ": the feature \"" + name + "\" is listed twice");
      }
      if (name.equals(source.label())) {
        throw new DataException(
            table.name() + ": the label \"" + name + "\" cannot be one of the features too");
      }
      boolean categorical = source.categorical().contains(name);
      columns.add(
          new SourceColumn(
              name, categorical ? SourceColumn.Kind.CATEGORIES : SourceColumn.Kind.UNDECLARED));
    }
    if (columns.isEmpty()) {
      throw new DataException(table.name() + ": no column is left as an input");
    }
    SourceColumn.Kind label =
        source.regression() ? SourceColumn.Kind.NUMBERS : SourceColumn.Kind.CATEGORIES;
    columns.add(new SourceColumn(source.label(), label));
    return columns;
  }

  private static int readAll(List<TableFile> files, List<SourceColumn> columns) {
    List<String> wanted = columns.stream().map(SourceColumn::name).toList();
    int before = columns.get(0).size();
    for (TableFile file : files) {
      file.rows(
          wanted,
          row -> {
            for (int i = 0; i < wanted.size(); i++) {
              columns.get(i).add(row, i);
            }
          });
    }
    return columns.get(0).size() - before;
  }

  /** The columns side by side, {@code [rows, inputs]}. */
  static Features.Floats matrix(List<SourceColumn> columns, int rows, String where) {
    int width = columns.stream().mapToInt(c -> c.featureNames().size()).sum();
    float[] matrix = new float[Joined.length((long) rows * width, where)];
    int offset = 0;
    for (SourceColumn column : columns) {
      offset += column.write(matrix, width, offset);
    }
    return new Features.Floats(matrix);
  }

  private static Targets targets(SourceColumn label, boolean regression) {
    float[] values = label.values();
    if (regression) {
      return new Targets.Numbers(values, 1);
    }
    short[] classes = new short[values.length];
    for (int i = 0; i < classes.length; i++) {
      classes[i] = (short) values[i];
    }
    return new Targets.Classes(classes, label.categories());
  }
}
