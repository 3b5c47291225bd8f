package io.espalier.driver.hocon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.TreeMap;

/** Nodes as JSON with sorted keys; equal numbers read the same however they were written. */
public final class CanonicalText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CanonicalText() {}

  /** A node as one line of JSON. */
  public static String json(Node node) {
    try {
      return JSON.writeValueAsString(plain(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers, words and lists of them are always JSON", e);
    }
  }

  private static Object plain(Node node) {
    if (node instanceof Node.Tree tree) {
      TreeMap<String, Object> entries = new TreeMap<>();
      tree.entries().forEach((key, value) -> entries.put(key, plain(value)));
      return entries;
    }
    if (node instanceof Node.Sequence list) {
      return list.elements().stream().map(CanonicalText::plain).toList();
    }
    if (node instanceof Node.Scalar scalar) {
      return scalar.value() instanceof Double real
              && real == Math.rint(real)
              && Math.abs(real) < 1L << 53
          ? (Object) real.longValue()
          : scalar.value();
    }
    throw new IllegalStateException("only what was written has a canonical text");
  }
}
