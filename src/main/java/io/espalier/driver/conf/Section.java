package io.espalier.driver.conf;

import io.espalier.driver.hocon.Node;
import io.espalier.driver.hocon.Place;
import io.espalier.driver.hocon.Problems;
import io.espalier.driver.hocon.Words;
import io.espalier.search.space.NearestWord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.DoubleConsumer;
import java.util.function.IntConsumer;

/**
 * Typed reading of one tree. Whatever is wrong becomes a problem with its place, and reading goes
 * on with the fallback. Keys nobody asked for are unknown once {@link #close} is called. Checks are
 * functions that throw {@link IllegalArgumentException} for a value that is not accepted, such as
 * the constructors of the wire records.
 */
final class Section {
  private final Reading reading;
  private final Node.Tree tree;
  private final String path;
  private final boolean standIn;
  private final TreeSet<String> asked = new TreeSet<>();

  Section(Reading reading, Node.Tree tree, String path) {
    this(reading, tree, path, false);
  }

  private Section(Reading reading, Node.Tree tree, String path, boolean standIn) {
    this.reading = reading;
    this.tree = tree;
    this.path = path;
    this.standIn = standIn;
  }

  /** An empty section for what was found wrong; nothing is missing in it. */
  private Section standIn(Place place, String name) {
    return new Section(reading, Node.Tree.of(Map.of(), place), name, true);
  }

  static String join(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  Reading reading() {
    return reading;
  }

  String path() {
    return path;
  }

  /** The keys that are there, in alphabetical order. */
  List<String> keys() {
    return tree.entries().keySet().stream().sorted().toList();
  }

  boolean has(String key) {
    asked.add(key);
    return tree.entries().containsKey(key);
  }

  /**
   * Makes a problem of a key that is there and should not be; one that is not there stays unknown.
   */
  void refuse(String key, String message) {
    if (tree.entries().containsKey(key) && asked.add(key)) {
      problem(key, message);
    }
  }

  /** What stands at a key; empty too if it was found wrong before. */
  Optional<Node> node(String key) {
    asked.add(key);
    return tree.entry(key).map(reading::actual).filter(node -> !(node instanceof Node.Broken));
  }

  int whole(String key, int fallback, IntConsumer check) {
    return node(key).map(node -> whole(node, join(path, key), fallback, check)).orElse(fallback);
  }

  int whole(Node node, String name, int fallback, IntConsumer check) {
    Optional<Double> number = Node.number(node).filter(value -> value == Math.rint(value));
    if (number.isEmpty()) {
      wrong(node, name, "a whole number");
      return fallback;
    }
    if (Math.abs(number.get()) > Integer.MAX_VALUE) {
      reading
          .problems()
          .add(
              node.place(),
              name,
              DomainSyntax.describe(node)
                  + " is too large; at most "
                  + Integer.MAX_VALUE
                  + " is accepted");
      return fallback;
    }
    int value = number.get().intValue();
    return checked(node, name, () -> check.accept(value)) ? value : fallback;
  }

  double real(String key, double fallback, DoubleConsumer check) {
    return node(key).map(node -> real(node, join(path, key), fallback, check)).orElse(fallback);
  }

  double real(Node node, String name, double fallback, DoubleConsumer check) {
    Optional<Double> number = Node.number(node);
    if (number.isEmpty()) {
      wrong(node, name, "a number");
      return fallback;
    }
    double value = number.get();
    return checked(node, name, () -> check.accept(value)) ? value : fallback;
  }

  boolean flag(String key, boolean fallback) {
    return node(key).map(node -> flag(node, join(path, key), fallback)).orElse(fallback);
  }

  boolean flag(Node node, String name, boolean fallback) {
    if (node instanceof Node.Scalar scalar
        && (scalar.text().equals("true") || scalar.text().equals("false"))) {
      return scalar.text().equals("true");
    }
    wrong(node, name, "true or false");
    return fallback;
  }

  String text(String key, String fallback) {
    Optional<Node> node = node(key);
    if (node.isEmpty() || node.get() instanceof Node.Scalar) {
      return node.map(found -> ((Node.Scalar) found).text()).orElse(fallback);
    }
    wrong(node.get(), join(path, key), "a word or text");
    return fallback;
  }

  /** A constant of an enum, written in lower case with hyphens. */
  <E extends Enum<E>> E word(String key, Class<E> type, E fallback) {
    Optional<Node> node = node(key);
    return node.map(found -> word(found, join(path, key), type, fallback)).orElse(fallback);
  }

  <E extends Enum<E>> E word(Node node, String name, Class<E> type, E fallback) {
    return Words.constant(oneOf(node, name, Words.of(type), Words.of(fallback)), type);
  }

  /** One of some words; the fallback, with a problem, for any other. */
  String oneOf(String key, Collection<String> words, String fallback) {
    return node(key).map(node -> oneOf(node, join(path, key), words, fallback)).orElse(fallback);
  }

  String oneOf(Node node, String name, Collection<String> words, String fallback) {
    if (node instanceof Node.Scalar scalar) {
      if (words.contains(scalar.text())) {
        return scalar.text();
      }
      reading
          .problems()
          .add(
              node.place(),
              name,
              DomainSyntax.describe(node)
                  + " is not accepted; accepted are "
                  + Problems.alternatives(words)
                  + NearestWord.hint(scalar.text(), words));
      return fallback;
    }
    wrong(node, name, "one of " + Problems.alternatives(words));
    return fallback;
  }

  /** The elements of a list with domains resolved; empty for none. */
  List<Node> list(String key) {
    Optional<Node> node = node(key);
    if (node.isEmpty()) {
      return List.of();
    }
    if (node.get() instanceof Node.Sequence list) {
      return list.elements().stream().map(reading::actual).toList();
    }
    wrong(node.get(), join(path, key), "a list in [ ]");
    return List.of();
  }

  /** The elements of a list; a single word is a list of one. */
  List<Node> elements(String key) {
    return node(key).orElse(tree) instanceof Node.Scalar scalar ? List.of(scalar) : list(key);
  }

  /** The texts of a list of words; a single word is a list of one. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Node element : elements(key)) {
      if (element instanceof Node.Scalar scalar) {
        texts.add(scalar.text());
      } else {
        wrong(element, join(path, key), "a word or text");
      }
    }
    return texts;
  }

  /** The tree at a key; an empty one if there is none. */
  Section section(String key) {
    String name = join(path, key);
    return node(key)
        .map(node -> section(node, name))
        .orElseGet(
            () ->
                has(key)
                    ? standIn(tree.place(), name)
                    : new Section(reading, Node.Tree.of(Map.of(), tree.place()), name));
  }

  Section section(Node node, String name) {
    if (node instanceof Node.Tree found && !DomainSyntax.isDomain(found)) {
      return new Section(reading, found, name);
    }
    wrong(node, name, "a block { … }");
    return standIn(node.place(), name);
  }

  /** Requires a key; a problem at the tree if it is missing. */
  void require(String key, String accepted) {
    if (!has(key) && !standIn) {
      reading.problems().add(tree.place(), join(path, key), "missing; needed is " + accepted);
    }
  }

  void problem(String key, String message) {
    Place place = tree.entry(key).map(Node::place).orElse(tree.place());
    reading.problems().add(place, join(path, key), message);
  }

  /** A problem at a node: it should have been something else. */
  void wrong(Node node, String name, String accepted) {
    if (node instanceof Node.Broken) {
      return; // reported where it was found
    }
    boolean domain = node instanceof Node.Tree found && DomainSyntax.isDomain(found);
    reading
        .problems()
        .add(
            node.place(),
            name,
            domain
                ? "a search domain may stand only under model and training; accepted is " + accepted
                : DomainSyntax.describe(node) + " is not " + accepted);
  }

  /** Reports every key that was not asked for; {@code of} says of what, {@code " of kind adam"}. */
  void close(String of) {
    for (String key : tree.entries().keySet()) {
      if (!asked.contains(key)) {
        problem(
            key,
            "unknown key"
                + of
                + "; accepted are "
                + Problems.alternatives(asked)
                + NearestWord.hint(key, asked));
      }
    }
  }

  void close() {
    close("");
  }

  /** Runs a check and makes a problem of its refusal. */
  boolean checked(Node node, String name, Runnable check) {
    try {
      check.run();
      return true;
    } catch (IllegalArgumentException e) {
      reading.problems().add(node.place(), name, String.valueOf(e.getMessage()));
      return false;
    }
  }
}
