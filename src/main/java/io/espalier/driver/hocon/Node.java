package io.espalier.driver.hocon;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A part of a resolved experiment file that knows where it was written. */
public sealed interface Node {
  /** Where it was written. */
  Place place();

  /** A number, also one in quotation marks, as environment variables are; empty if it is none. */
  static Optional<Double> number(Node node) {
    if (!(node instanceof Scalar scalar)) {
      return Optional.empty();
    }
    if (scalar.value() instanceof Number number) {
      return Optional.of(number.doubleValue());
    }
    return scalar.value() instanceof String word && Setting.REAL.matcher(word).matches()
        ? Optional.of(Double.valueOf(word)).filter(Double::isFinite)
        : Optional.empty();
  }

  /** Whether anything in it was found wrong. */
  static boolean isBroken(Node node) {
    if (node instanceof Tree tree) {
      return tree.entries().values().stream().anyMatch(Node::isBroken);
    }
    return node instanceof Sequence list
        ? list.elements().stream().anyMatch(Node::isBroken)
        : node instanceof Broken;
  }

  /**
   * A number, word or truth value.
   *
   * @param value a Long, Double, String or Boolean
   * @param text as it was written
   */
  record Scalar(Object value, String text, Place place) implements Node {}

  /** A list. */
  record Sequence(List<Node> elements, Place place) implements Node {
    public Sequence {
      elements = List.copyOf(elements);
    }
  }

  /** Keys with their values, sorted. */
  record Tree(SortedMap<String, Node> entries, Place place) implements Node {
    public Tree {
      entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /** A tree of these entries. */
    public static Tree of(Map<String, Node> entries, Place place) {
      return new Tree(new TreeMap<>(entries), place);
    }

    /** What stands at a key. */
    public Optional<Node> entry(String key) {
      return Optional.ofNullable(entries.get(key));
    }

    /** The tree below a key; an empty one where there is none. */
    public Tree tree(String key) {
      return entries.get(key) instanceof Tree tree ? tree : of(Map.of(), place);
    }

    /** The tree with another value at a key. */
    public Tree with(String key, Node value) {
      TreeMap<String, Node> changed = new TreeMap<>(entries);
      changed.put(key, value);
      return new Tree(changed, place);
    }

    /** The tree without a key. */
    public Tree without(String key) {
      TreeMap<String, Node> changed = new TreeMap<>(entries);
      changed.remove(key);
      return new Tree(changed, place);
    }
  }

  /** A value already found wrong; reading goes on as if it were the default. */
  record Broken(Place place) implements Node {}

  /** What a domain leaves behind: its value comes with each configuration. */
  record Variable(String path, Place place) implements Node {}
}
