package io.espalier.driver.tables;

import io.espalier.search.history.Column;
import io.espalier.search.history.Trial;
import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** The {@code hp} struct: a field per parameter, in the search space's order; absent is null. */
final class Hyperparameters {
  private Hyperparameters() {}

  /** The column, or none for a search space without parameters: Parquet has no empty structs. */
  static List<TableColumn<Trial>> column(List<Column> columns) {
    if (columns.isEmpty()) {
      return List.of();
    }
    List<Type> fields = columns.stream().map(Hyperparameters::field).toList();
    GroupType type = new GroupType(Type.Repetition.OPTIONAL, "hp", fields);
    return List.of(
        new TableColumn<>(type, trial -> Optional.of(typed(trial.configuration(), columns))));
  }

  private static Type field(Column column) {
    return switch (column.kind()) {
      case WHOLE -> Types.optional(PrimitiveTypeName.INT64).named(column.name());
      case REAL -> Types.optional(PrimitiveTypeName.DOUBLE).named(column.name());
      case FLAG -> Types.optional(PrimitiveTypeName.BOOLEAN).named(column.name());
      case TEXT ->
          Types.optional(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(column.name());
    };
  }

  /** The configuration with every value of its column's kind. */
  private static Configuration typed(Configuration configuration, List<Column> columns) {
    SortedMap<String, Value> values = new TreeMap<>();
    for (Column column : columns) {
      configuration
          .value(column.name())
          .ifPresent(value -> values.put(column.name(), typed(value, column)));
    }
    return new Configuration(values);
  }

  private static Value typed(Value value, Column column) {
    boolean fits =
        switch (column.kind()) {
          case WHOLE -> value instanceof Value.Whole;
          case REAL -> value instanceof Value.Real;
          case FLAG -> value instanceof Value.Flag;
          case TEXT -> value instanceof Value.Text;
        };
    if (fits) {
      return value;
    }
    if (column.kind() == Column.Kind.TEXT) {
      return new Value.Text(value.text());
    }
    if (column.kind() == Column.Kind.REAL && value instanceof Value.Whole whole) {
      return new Value.Real(whole.value());
    }
    throw new IllegalStateException(
        "hp." + column.name() + " is " + column.kind() + " and cannot hold " + value);
  }
}
