package io.espalier.driver.conf;

import io.espalier.driver.hocon.HoconFile;
import io.espalier.driver.hocon.Node;
import java.util.TreeMap;

/** Lays an experiment file over the defaults of {@code reference.conf}. */
final class Defaults {
  private static final String TRAINABLE = "trainable";

  private Defaults() {}

  /** The whole file over all defaults; what trains by itself does so in one go by default. */
  static Node.Tree of(HoconFile.Layers layers) {
    Node.Tree merged = (Node.Tree) merge(layers.written(), layers.defaults());
    boolean byItself =
        merged.tree("model").entry("kind").orElse(merged) instanceof Node.Scalar kind
            && kind.text().equals(TRAINABLE);
    if (!byItself || layers.written().tree("training").entry("epochs").isPresent()) {
      return merged;
    }
    Node one = new Node.Scalar(1L, "1", merged.place());
    return merged.entry("training").orElse(merged) instanceof Node.Tree training
            && !DomainSyntax.isDomain(training)
        ? merged.with("training", training.with("epochs", one))
        : merged;
  }

  /**
   * Trees merge key by key; everything else, a domain too, replaces the default. Branches of a
   * choice that are trees each have the defaults of the place where the choice stands.
   */
  static Node merge(Node written, Node defaults) {
    if (!(written instanceof Node.Tree tree) || !(defaults instanceof Node.Tree below)) {
      return written;
    }
    if (DomainSyntax.isDomain(tree)) {
      return tree.entry("choice").orElse(tree) instanceof Node.Sequence branches
          ? tree.with("choice", mergeBranches(branches, below))
          : tree;
    }
    TreeMap<String, Node> merged = new TreeMap<>(below.entries());
    tree.entries()
        .forEach(
            (key, value) ->
                merged.put(key, below.entry(key).map(b -> merge(value, b)).orElse(value)));
    return new Node.Tree(merged, tree.place());
  }

  private static Node mergeBranches(Node.Sequence branches, Node.Tree below) {
    return new Node.Sequence(
        branches.elements().stream().map(branch -> merge(branch, below)).toList(),
        branches.place());
  }
}
