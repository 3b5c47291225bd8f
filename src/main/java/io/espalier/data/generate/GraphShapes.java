package io.espalier.data.generate;

import io.espalier.data.DataSource;
import io.espalier.data.Dataset;
import io.espalier.data.EdgeList;
import io.espalier.data.Features;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import io.espalier.wire.Seeds;
import java.util.List;

/**
 * Graphs of three shapes that take turns: one ring, a random tree, or cliques of three to six nodes
 * in a ring with a chord from each to the next. A quarter of the nodes of every graph, drawn at
 * random, are marked; whether it is marked ({@code label=1}) or not ({@code label=0}) is all that
 * is known of a node. So the features alone say nothing of the class: only how marks spread along
 * the edges tells shapes apart.
 */
public final class GraphShapes {
  private static final List<String> SHAPES = List.of("ring", "tree", "cliques");
  private static final List<String> LABELS = List.of("label=0", "label=1");
  private static final double MARKED = 0.25;
  private static final int CLIQUE_NODES = 4;
  private static final int SIZE = 0;
  private static final int SHAPE = 1;
  private static final int PLACES = 2;
  private static final int MARKS = 3;

  private final Chance chance;
  private final int[] nodes;
  private final EdgeList edges;

  /** One graph, whose i-th place is taken by the node {@code nodes[i]}. */
  private GraphShapes(Chance chance, int[] nodes, EdgeList edges) {
    this.chance = chance;
    this.nodes = nodes;
    this.edges = edges;
  }

  /** Draws the set from the experiment's seed. */
  public static Dataset draw(DataSource.DrawnGraphs source, long seed) {
    int[] firstNode = sizes(source, seed);
    EdgeList edges = new EdgeList();
    short[] labels = new short[source.graphs()];
    byte[] features = new byte[Math.multiplyExact(firstNode[source.graphs()], LABELS.size())];
    for (int graph = 0; graph < labels.length; graph++) {
      labels[graph] = (short) (graph % SHAPES.size());
      Chance chance = new Chance(Seeds.seed(seed, Seeds.Purpose.DATA, SHAPE, graph));
      int[] nodes = shuffled(firstNode, graph, Seeds.seed(seed, Seeds.Purpose.DATA, PLACES, graph));
      new GraphShapes(chance, nodes, edges).connect(labels[graph]);
      mark(
          shuffled(firstNode, graph, Seeds.seed(seed, Seeds.Purpose.DATA, MARKS, graph)), features);
    }
    return Dataset.ofGraphs(
        new InputShape.Graph(LABELS.size(), InputShape.Graph.Example.GRAPH),
        new Features.Bytes(features),
        new Targets.Classes(labels, SHAPES),
        LABELS,
        edges.graphs(firstNode));
  }

  /** Where graphs begin; their sizes are uniform between the bounds, whatever the shape. */
  private static int[] sizes(DataSource.DrawnGraphs source, long seed) {
    int[] firstNode = new int[source.graphs() + 1];
    int range = source.maximumNodes() - source.minimumNodes() + 1;
    for (int graph = 0; graph < source.graphs(); graph++) {
      Chance chance = new Chance(Seeds.seed(seed, Seeds.Purpose.DATA, SIZE, graph));
      int size = source.minimumNodes() + chance.below(range);
      firstNode[graph + 1] = Math.addExact(firstNode[graph], size);
    }
    return firstNode;
  }

  /** The nodes of a graph in random order. */
  private static int[] shuffled(int[] firstNode, int graph, long seed) {
    int[] nodes = Seeds.permutation(seed, firstNode[graph + 1] - firstNode[graph]);
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] += firstNode[graph];
    }
    return nodes;
  }

  /** Marks the first quarter. */
  private static void mark(int[] nodes, byte[] features) {
    long marked = Math.round(nodes.length * MARKED);
    for (int i = 0; i < nodes.length; i++) {
      features[nodes[i] * LABELS.size() + (i < marked ? 1 : 0)] = 1;
    }
  }

  private void connect(int shape) {
    switch (shape) {
      case 0 -> ring();
      case 1 -> tree();
      case 2 -> cliques();
      default -> throw new IllegalStateException("no shape " + shape);
    }
  }

  private void ring() {
    for (int i = 0; i < nodes.length; i++) {
      edges.add(nodes[i], nodes[(i + 1) % nodes.length]);
    }
  }

  /** Every node hangs on a random one before it. */
  private void tree() {
    for (int i = 1; i < nodes.length; i++) {
      edges.add(nodes[i], nodes[chance.below(i)]);
    }
  }

  private void cliques() {
    int cliques = Math.max(2, nodes.length / CLIQUE_NODES);
    for (int clique = 0; clique < cliques; clique++) {
      int from = first(clique, cliques);
      int to = first(clique + 1, cliques);
      for (int i = from; i < to; i++) {
        for (int j = i + 1; j < to; j++) {
          edges.add(nodes[i], nodes[j]);
        }
      }
      int next = (clique + 1) % cliques;
      edges.add(
          nodes[from + chance.below(to - from)],
          nodes[
              first(next, cliques)
                  + chance.below(first(next + 1, cliques) - first(next, cliques))]);
    }
  }

  /** Where a clique begins if the nodes are dealt out evenly. */
  private int first(int clique, int cliques) {
    return (int) ((long) nodes.length * clique / cliques);
  }
}
