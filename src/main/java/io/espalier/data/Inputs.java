package io.espalier.data;

import java.util.List;

/**
 * New examples for a trained model, raw: the model's normalisation is still to be applied.
 *
 * @param features all examples, or all nodes of graphs, one after another, as the model's shape has
 *     it
 * @param names one per example: a file's name, file and row, set and graph (both from 1), or the id
 *     of a node
 * @param labels what the examples really are, as text, one per example; empty if not known
 * @param graphs the graphs whose nodes, or which as a whole, are the examples; {@link Graphs#NONE}
 *     for examples of another kind
 * @param incomplete examples, counted from 0, that lack something and get no prediction; ascending
 */
public record Inputs(
    Features features,
    List<String> names,
    List<String> labels,
    Graphs graphs,
    List<Integer> incomplete) {
  public Inputs {
    incomplete = List.copyOf(incomplete);
    names = List.copyOf(names);
    labels = List.copyOf(labels);
    if (!labels.isEmpty() && labels.size() != names.size()) {
      throw new IllegalArgumentException(
          labels.size() + " labels for " + names.size() + " examples");
    }
    boolean ofGraphs = graphs.nodes() > 0;
    if (ofGraphs && names.size() != graphs.count() && names.size() != graphs.nodes()) {
      throw new IllegalArgumentException(
          names.size() + " examples are neither graphs nor nodes of " + graphs.count() + " graphs");
    }
    int vectors = ofGraphs ? graphs.nodes() : names.size();
    if (names.isEmpty() || features.length() % vectors != 0) {
      throw new IllegalArgumentException(
          features.length() + " numbers are not " + vectors + " vectors");
    }
  }

  /** Examples that have nothing to do with each other. */
  public Inputs(Features features, List<String> names, List<String> labels) {
    this(features, names, labels, Graphs.NONE);
  }

  /** Complete examples. */
  public Inputs(Features features, List<String> names, List<String> labels, Graphs graphs) {
    this(features, names, labels, graphs, List.of());
  }

  /** The same, some of which get no prediction. */
  public Inputs without(List<Integer> others) {
    return new Inputs(features, names, labels, graphs, others);
  }

  /** How many examples there are. */
  public int examples() {
    return names.size();
  }

  /** How many vectors the features are: nodes of graphs, else examples. */
  public int vectors() {
    return graphs.nodes() > 0 ? graphs.nodes() : names.size();
  }
}
