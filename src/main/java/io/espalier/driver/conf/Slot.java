package io.espalier.driver.conf;

import io.espalier.driver.hocon.Node;
import io.espalier.driver.hocon.Place;
import io.espalier.search.space.Parameter;
import io.espalier.wire.Value;
import java.util.Map;

/**
 * The place in a file that a parameter fills.
 *
 * @param nodes what its values stand for, by {@link #key}; empty for a range, whose values stand
 *     for themselves
 */
record Slot(Parameter parameter, Place place, Map<String, Node> nodes) {
  /** What a value of the parameter stands for. */
  Node node(Value value) {
    Node node = nodes.get(key(value));
    if (node != null) {
      return node;
    }
    if (!nodes.isEmpty()) {
      throw new IllegalArgumentException("'" + parameter.name() + "' has no value " + value.text());
    }
    return new Node.Scalar(value.plain(), value.text(), place);
  }

  /** The same text for equal values, 1 and 1.0 being equal. */
  static String key(Value value) {
    if (value instanceof Value.Real real && real.value() == Math.rint(real.value())) {
      return Math.abs(real.value()) < 1L << 53
          ? Long.toString((long) real.value())
          : Double.toString(real.value());
    }
    return value.text();
  }
}
