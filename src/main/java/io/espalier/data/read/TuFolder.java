package io.espalier.data.read;

import io.espalier.data.EdgeList;
import io.espalier.data.Graphs;
import java.util.Arrays;
import java.util.Optional;

/**
 * One folder in the text format of TU Dortmund (Morris and others 2020). Nodes and graphs are
 * numbered from 1; the nodes of a graph follow each other. Edges may stand in one direction or
 * both, once or more often: they become undirected, loops are dropped. Of edge labels only the
 * number of rows is checked; no model here uses them.
 */
final class TuFolder {
  private final SetFolder folder;

  TuFolder(DataFiles files, String path) {
    this.folder = SetFolder.of(files, path, "_A.txt", "mutag");
  }

  /** Reads all files of the set. */
  TuSet read() {
    TextFile indicator = required("graph_indicator");
    int[] firstNode = firstNodes(indicator);
    int count = firstNode.length - 1;
    int nodes = firstNode[count];
    String hasNodes = indicator.shortName() + " has " + nodes + " nodes";
    String hasGraphs = indicator.shortName() + " has " + count + " graphs";
    return new TuSet(
        folder.name(),
        edges(firstNode, hasNodes),
        find("node_labels")
            .map(
                file ->
                    new TuSet.NodeLabels(
                        file, RowNumbers.read(file, "the label of a node", nodes, hasNodes))),
        find("node_attributes").map(file -> AttributeRows.read(file, nodes, hasNodes)),
        find("graph_labels")
            .map(file -> RowNumbers.read(file, "the label of a graph", count, hasGraphs)));
  }

  /** A file of the set that must be there. */
  TextFile required(String part) {
    return folder.required("_" + part + ".txt");
  }

  private Optional<TextFile> find(String part) {
    return folder.find(folder.name() + "_" + part + ".txt");
  }

  /** Where graphs begin, from the number of each node's graph; see {@link Graphs#firstNode}. */
  private static int[] firstNodes(TextFile indicator) {
    int[] last = {0};
    int[] graphOfNode =
        RowNumbers.read(
            indicator,
            "the graph of a node",
            (row, graph) -> {
              requireNext(indicator, row, last[0], graph);
              last[0] = graph;
            });
    if (graphOfNode.length == 0) {
      throw indicator.damage(1, "the graph of a node", "the end of the file");
    }
    int[] firstNode = new int[last[0] + 1];
    for (int graph : graphOfNode) {
      firstNode[graph]++;
    }
    Arrays.parallelPrefix(firstNode, Integer::sum);
    return firstNode;
  }

  private static void requireNext(TextFile indicator, int row, int last, int graph) {
    if (graph == last + 1 || (graph == last && last > 0)) {
      return;
    }
    String expected = last == 0 ? "graph 1" : "graph " + last + " or " + (last + 1);
    String without = graph > last ? ": graph " + (last + 1) + " has no node" : "";
    throw indicator.damage(
        row,
        expected + " (nodes stand graph by graph, graphs are numbered from 1 without gaps)",
        "graph " + graph + without);
  }

  private Graphs edges(int[] firstNode, String hasNodes) {
    TextFile file = required("A");
    int nodes = firstNode[firstNode.length - 1];
    EdgeList edges = new EdgeList();
    int[] rows = {0};
    file.rows(
        (row, text) -> {
          rows[0] = row;
          NumberPair pair = NumberPair.parse(file, row, text);
          requireNode(file, row, pair.first(), nodes, hasNodes);
          requireNode(file, row, pair.second(), nodes, hasNodes);
          requireOneGraph(file, row, pair, firstNode);
          edges.add((int) pair.first() - 1, (int) pair.second() - 1);
        });
    find("edge_labels").ifPresent(labels -> countRows(labels, rows[0], file));
    return edges.graphs(firstNode);
  }

  private static void requireNode(TextFile file, int row, long node, int nodes, String hasNodes) {
    if (node < 1 || node > nodes) {
      throw file.damage(row, "nodes from 1 to " + nodes + ", as " + hasNodes, "node " + node);
    }
  }

  private static void requireOneGraph(TextFile file, int row, NumberPair pair, int[] firstNode) {
    int graph = graphOf(firstNode, (int) pair.first());
    int other = graphOf(firstNode, (int) pair.second());
    if (graph != other) {
      throw file.damage(
          row,
          "an edge within one graph",
          "node "
              + pair.first()
              + " of graph "
              + graph
              + " and node "
              + pair.second()
              + " of graph "
              + other);
    }
  }

  /** The number of a node's graph; both from 1. */
  private static int graphOf(int[] firstNode, int node) {
    int at = Arrays.binarySearch(firstNode, node - 1);
    return at >= 0 ? at + 1 : -at - 1;
  }

  private static void countRows(TextFile labels, int rows, TextFile edges) {
    String because = edges.shortName() + " has " + rows + " rows";
    int[] found = {0};
    labels.rows(
        (row, text) -> {
          RowNumbers.requireRow(labels, row, rows, because);
          found[0] = row;
        });
    RowNumbers.requireEnd(labels, found[0], rows, because);
  }
}
