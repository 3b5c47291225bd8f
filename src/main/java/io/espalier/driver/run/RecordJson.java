package io.espalier.driver.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Records as JSON that reads like an experiment file: components and words in lower case with
 * hyphens, keys sorted, the record of a closed set by its {@code kind}. Equal records give the same
 * text in every version of Java and on every machine.
 */
final class RecordJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final double WHOLE = 1L << 53;

  private RecordJson() {}

  /**
   * A value as JSON: records, enums, collections, sorted maps, numbers, texts and truth values.
   *
   * @throws IllegalArgumentException for anything else
   */
  static JsonNode of(Object value) {
    if (value instanceof Record all) {
      return of(all);
    }
    if (value instanceof Enum<?> word) {
      return JSON.textNode(word(word.name()));
    }
    if (value instanceof Collection<?> elements) {
      ArrayNode list = JSON.arrayNode();
      elements.forEach(element -> list.add(of(element)));
      return list;
    }
    if (value instanceof SortedMap<?, ?> entries) {
      ObjectNode object = JSON.objectNode();
      entries.forEach((key, entry) -> object.set(key.toString(), of(entry)));
      return object;
    }
    if (value instanceof Boolean flag) {
      return JSON.booleanNode(flag);
    }
    if (value instanceof Number number) {
      return number(number);
    }
    if (value instanceof String || value instanceof Character) {
      return JSON.textNode(value.toString());
    }
    throw new IllegalArgumentException(value.getClass() + " has no form in JSON");
  }

  private static ObjectNode of(Record all) {
    TreeMap<String, JsonNode> entries = new TreeMap<>();
    for (RecordComponent component : all.getClass().getRecordComponents()) {
      entries.put(hyphened(component.getName()), of(value(component, all)));
    }
    boolean oneOfSeveral =
        java.util.Arrays.stream(all.getClass().getInterfaces()).anyMatch(Class::isSealed);
    if (oneOfSeveral) {
      entries.putIfAbsent("kind", JSON.textNode(hyphened(all.getClass().getSimpleName())));
    }
    ObjectNode object = JSON.objectNode();
    entries.forEach(object::set);
    return object;
  }

  private static Object value(RecordComponent component, Record all) {
    try {
      return component.getAccessor().invoke(all);
    } catch (IllegalAccessException | InvocationTargetException hidden) {
      throw new IllegalArgumentException(
          all.getClass() + " does not show its " + component.getName(), hidden);
    }
  }

  /** As a file's numbers are compared: 1 and 1.0 are one. */
  private static JsonNode number(Number number) {
    double real = number.doubleValue();
    boolean whole = real == Math.rint(real) && Math.abs(real) < WHOLE;
    return number instanceof Double || number instanceof Float
        ? whole ? JSON.numberNode((long) real) : JSON.numberNode(real)
        : JSON.numberNode(number.longValue());
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String hyphened(String camel) {
    return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
