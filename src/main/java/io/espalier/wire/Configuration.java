package io.espalier.wire;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One value per parameter that applies, by column name ({@code pool_kernel}). A parameter of a
 * branch that was not chosen is absent.
 */
public record Configuration(SortedMap<String, Value> values) implements Serializable {
  public Configuration {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** A configuration of these values. */
  public static Configuration of(Map<String, Value> values) {
    return new Configuration(new TreeMap<>(values));
  }

  /** The parameter's value, empty where it does not apply. */
  public Optional<Value> value(String parameter) {
    return Optional.ofNullable(values.get(parameter));
  }

  /** {@code name=value} pairs separated by blanks, in name order. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue().text())
        .collect(Collectors.joining(" "));
  }
}
