package io.espalier.driver.conf;

import io.espalier.driver.hocon.Node;
import io.espalier.driver.hocon.Place;
import io.espalier.driver.hocon.Problems;
import io.espalier.search.space.Domain;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Takes the domains out of a tree and leaves {@link Node.Variable}s in their places. */
final class DomainFinder {
  /** The branch of a choice in which something stands. */
  record Branch(String choicePath, String label, Optional<Branch> outer) {}

  /**
   * A domain as it was found.
   *
   * @param words its path; branches of choices are words of their own
   * @param name the name it was given, as a column; empty for none
   */
  record Found(
      List<String> words,
      Place place,
      Optional<String> name,
      Domain domain,
      Map<String, Node> nodes,
      Optional<Branch> branch) {
    String path() {
      return String.join(".", words);
    }
  }

  /** A place that takes its value from a domain of that name. */
  record Same(String path, String name, Place place, Optional<Branch> branch) {}

  private final Problems problems;
  private final DomainSyntax syntax;
  private final List<Found> found = new ArrayList<>();
  private final List<Same> same = new ArrayList<>();

  DomainFinder(Problems problems) {
    this.problems = problems;
    this.syntax = new DomainSyntax(problems);
  }

  List<Found> found() {
    return found;
  }

  List<Same> same() {
    return same;
  }

  /** The node without domains. */
  Node walk(Node node, List<String> words, Optional<Branch> branch) {
    if (node instanceof Node.Sequence list) {
      List<Node> elements = new ArrayList<>();
      for (int i = 0; i < list.elements().size(); i++) {
        elements.add(walk(list.elements().get(i), plus(words, Integer.toString(i)), branch));
      }
      return new Node.Sequence(elements, list.place());
    }
    if (!(node instanceof Node.Tree tree)) {
      return node;
    }
    if (DomainSyntax.isDomain(tree)) {
      if (Node.isBroken(tree)) {
        return new Node.Broken(tree.place());
      }
      return syntax
          .form(tree, String.join(".", words))
          .map(form -> domain(tree, form, words, branch))
          .orElse(new Node.Broken(tree.place()));
    }
    TreeMap<String, Node> entries = new TreeMap<>();
    tree.entries().forEach((key, value) -> entries.put(key, walk(value, plus(words, key), branch)));
    return new Node.Tree(entries, tree.place());
  }

  private Node domain(Node.Tree tree, String form, List<String> words, Optional<Branch> branch) {
    String path = String.join(".", words);
    Section section = new Section(Reading.fixed(problems), tree, path);
    if (form.equals(DomainSyntax.SAME)) {
      same.add(new Same(path, column(section.text(form, "")), tree.place(), branch));
      return new Node.Variable(path, tree.place());
    }
    Map<String, Node> nodes = new HashMap<>();
    Optional<Domain> domain =
        switch (form) {
          case "grid" -> grid(tree, path, nodes);
          case "choice" -> choice(tree, words, branch, nodes);
          case "int", "uniform" -> syntax.range(tree, form, path);
          default -> throw new IllegalStateException("nobody reads the domain " + form);
        };
    if (domain.isEmpty()) {
      return new Node.Broken(tree.place());
    }
    Optional<String> name =
        section.has("name") ? Optional.of(column(section.text("name", ""))) : Optional.empty();
    found.add(new Found(words, tree.place(), name, domain.get(), nodes, branch));
    return new Node.Variable(path, tree.place());
  }

  private Optional<Domain> grid(Node.Tree tree, String path, Map<String, Node> nodes) {
    if (!(tree.entry("grid").orElseThrow() instanceof Node.Sequence list)) {
      problems.add(tree.place(), path + ".grid", "a list is needed, as in [1, 2, 3]");
      return Optional.empty();
    }
    Optional<Domain> domain = syntax.grid(list, path);
    for (Node element : list.elements()) {
      nodes.put(Slot.key(DomainSyntax.value(element)), element);
    }
    return domain;
  }

  private Optional<Domain> choice(
      Node.Tree tree, List<String> words, Optional<Branch> branch, Map<String, Node> nodes) {
    String path = String.join(".", words);
    if (!(tree.entry("choice").orElseThrow() instanceof Node.Sequence list)) {
      problems.add(tree.place(), path + ".choice", "a list is needed, as in [relu, tanh]");
      return Optional.empty();
    }
    int before = problems.size();
    List<Value> labels = new ArrayList<>();
    for (Node element : list.elements()) {
      labels.add(label(element, path));
    }
    List<Value> values = DomainSyntax.oneType(labels);
    for (int i = 0; i < values.size(); i++) {
      nodes.put(Slot.key(values.get(i)), branch(list, i, values.get(i), words, branch));
    }
    return problems.size() > before
        ? Optional.empty()
        : syntax.made(tree.place(), path, () -> new Domain.Choice(values));
  }

  /** An element of a choice with its own domains taken out. */
  private Node branch(
      Node.Sequence list, int index, Value label, List<String> words, Optional<Branch> outer) {
    Node element = list.elements().get(index);
    if (element instanceof Node.Scalar) {
      return element;
    }
    boolean tree = element instanceof Node.Tree;
    String word = tree ? label.text() : Integer.toString(index);
    Branch inner = new Branch(String.join(".", words), label.text(), outer);
    return walk(
        element instanceof Node.Tree found ? found.without("name") : element,
        plus(words, word),
        Optional.of(inner));
  }

  private Value label(Node element, String path) {
    if (!(element instanceof Node.Tree tree)) {
      return DomainSyntax.value(element);
    }
    Optional<Node> label = tree.entry("name").or(() -> tree.entry("kind"));
    if (!DomainSyntax.isDomain(tree)
        && label.isPresent()
        && label.get() instanceof Node.Scalar scalar) {
      return new Value.Text(scalar.text());
    }
    problems.add(
        element.place(),
        path,
        DomainSyntax.isDomain(tree)
            ? "a domain cannot itself be a branch of a choice"
            : "a branch needs a name to be shown by; add name = … to it");
    return new Value.Text("");
  }

  /** The domains by their paths. */
  Map<String, Found> byPath() {
    Map<String, Found> paths = new LinkedHashMap<>();
    found.forEach(domain -> paths.put(domain.path(), domain));
    return paths;
  }

  /** A name as a column: hyphens become underscores. */
  static String column(String name) {
    return name.replace('-', '_');
  }

  private static List<String> plus(List<String> words, String word) {
    List<String> longer = new ArrayList<>(words);
    longer.add(word);
    return longer;
  }
}
