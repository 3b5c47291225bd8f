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

  /**
   * A parameter's whole number.
   *
   * @throws IllegalArgumentException if it does not apply or is none
   */
  public int whole(String parameter) {
    if (required(parameter) instanceof Value.Whole whole) {
      return Math.toIntExact(whole.value());
    }
    throw isNo(parameter, "whole number");
  }

  /**
   * A parameter's number, whole or real.
   *
   * @throws IllegalArgumentException if it does not apply or is none
   */
  public double real(String parameter) {
    if (required(parameter).plain() instanceof Number number) {
      return number.doubleValue();
    }
    throw isNo(parameter, "number");
  }

  /**
   * A parameter's value as text.
   *
   * @throws IllegalArgumentException if it does not apply
   */
  public String text(String parameter) {
    return required(parameter).text();
  }

  /**
   * A parameter that is true or false.
   *
   * @throws IllegalArgumentException if it does not apply or is neither
   */
  public boolean flag(String parameter) {
    if (required(parameter) instanceof Value.Flag flag) {
      return flag.value();
    }
    throw isNo(parameter, "truth value");
  }

  private Value required(String parameter) {
    return value(parameter)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the configuration has no value for '"
                        + parameter
                        + "', only for "
                        + values.keySet()));
  }

  private IllegalArgumentException isNo(String parameter, String wanted) {
    return new IllegalArgumentException(
        "'" + parameter + "' is " + text(parameter) + ", which is no " + wanted);
  }

  /** {@code name=value} pairs separated by blanks, in name order. */
  @Override
  public String toString() {
    return values.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue().text())
        .collect(Collectors.joining(" "));
  }
}
