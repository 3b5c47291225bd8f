package io.espalier.cli;

import io.espalier.driver.cluster.ScalaCollections;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/**
 * Values of Spark SQL as numbers, words, booleans, lists of them, maps of them by name, and {@link
 * Missing#NULL}. Instants are in UTC, as ISO 8601 writes them.
 */
final class SparkCells {
  private SparkCells() {}

  /** A value that is not there. */
  enum Missing {
    NULL
  }

  static Object plain(@Nullable Object value) {
    if (value == null) {
      return Missing.NULL;
    }
    if (value instanceof Boolean || value instanceof BigDecimal) {
      return value;
    }
    if (value instanceof Number number) {
      return number;
    }
    if (value instanceof Timestamp instant) {
      return instant.toInstant().toString();
    }
    if (value instanceof Row struct) {
      return struct(struct);
    }
    if (value instanceof scala.collection.Map<?, ?> map) {
      Map<String, Object> plain = new TreeMap<>();
      ScalaCollections.copied(map).forEach((k, v) -> plain.put(String.valueOf(k), plain(v)));
      return plain;
    }
    if (value instanceof scala.collection.Seq<?> list) {
      List<Object> plain = new ArrayList<>();
      ScalaCollections.copied(list).forEach(element -> plain.add(plain(element)));
      return plain;
    }
    return value.toString();
  }

  private static Map<String, Object> struct(Row struct) {
    Map<String, Object> plain = new LinkedHashMap<>();
    for (int i = 0; i < struct.size(); i++) {
      plain.put(struct.schema().fieldNames()[i], plain(struct.get(i)));
    }
    return plain;
  }
}
