package io.espalier.driver.tables;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * One column of a table.
 *
 * @param type the column's name and Parquet type; always optional
 * @param compared whether two tables must have equal values here to be the same
 * @param late whether what is null while a run goes on may have a value at its end
 * @param cell the value in a row: Integer, Long, Double, String, Boolean, Instant, a list of
 *     Integer, a sorted map of Double by name, or a {@code Configuration}; empty for null
 */
record TableColumn<R>(Type type, boolean compared, boolean late, Function<R, Optional<?>> cell) {
  TableColumn(Type type, Function<R, Optional<?>> cell) {
    this(type, true, false, cell);
  }

  static <R> TableColumn<R> text(String name, Function<R, String> cell) {
    Type type = text(name);
    return new TableColumn<>(type, row -> Optional.of(cell.apply(row)));
  }

  /** As {@link #text}; an empty text is null. */
  static <R> TableColumn<R> textOrNull(String name, Function<R, String> cell) {
    return new TableColumn<>(
        text(name), row -> Optional.of(cell.apply(row)).filter(text -> !text.isEmpty()));
  }

  static <R> TableColumn<R> whole(String name, Function<R, Integer> cell) {
    return wholeOrNull(name, row -> Optional.of(cell.apply(row)));
  }

  static <R> TableColumn<R> wholeOrNull(String name, Function<R, Optional<?>> cell) {
    return new TableColumn<>(primitive(name, PrimitiveTypeName.INT32), cell);
  }

  static <R> TableColumn<R> longOrNull(String name, Function<R, Optional<?>> cell) {
    return new TableColumn<>(primitive(name, PrimitiveTypeName.INT64), cell);
  }

  static <R> TableColumn<R> realOrNull(String name, Function<R, Optional<?>> cell) {
    return new TableColumn<>(primitive(name, PrimitiveTypeName.DOUBLE), cell);
  }

  static <R> TableColumn<R> flagOrNull(String name, Function<R, Optional<?>> cell) {
    return new TableColumn<>(primitive(name, PrimitiveTypeName.BOOLEAN), cell);
  }

  /** An instant, microseconds since 1970 in UTC. */
  static <R> TableColumn<R> instantOrNull(String name, Function<R, Optional<?>> cell) {
    Type type =
        Types.optional(PrimitiveTypeName.INT64)
            .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MICROS))
            .named(name);
    return new TableColumn<>(type, cell);
  }

  static <R> TableColumn<R> wholes(String name, Function<R, Optional<List<Integer>>> cell) {
    Type type = Types.optionalList().optionalElement(PrimitiveTypeName.INT32).named(name);
    return new TableColumn<>(type, cell::apply);
  }

  static <R> TableColumn<R> reals(String name, Function<R, SortedMap<String, Double>> cell) {
    Type type =
        Types.optionalMap()
            .key(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .value(Types.optional(PrimitiveTypeName.DOUBLE).named("value"))
            .named(name);
    return new TableColumn<>(type, row -> Optional.of(cell.apply(row)));
  }

  /** The same column, which the digest leaves out. */
  TableColumn<R> uncompared() {
    return new TableColumn<>(type, false, late, cell);
  }

  /** The same column, whose cells are null until the run has come to its end. */
  TableColumn<R> onlyAtTheEnd() {
    return new TableColumn<>(type, compared, true, cell);
  }

  String name() {
    return type.getName();
  }

  private static Type text(String name) {
    return Types.optional(PrimitiveTypeName.BINARY)
        .as(LogicalTypeAnnotation.stringType())
        .named(name);
  }

  private static Type primitive(String name, PrimitiveTypeName type) {
    return Types.optional(type).named(name);
  }
}
