package io.espalier.data.read;

import java.util.Arrays;

/**
 * The file that says which graph each node of a TU set belongs to. Graphs ascend; those that are
 * passed over have no node.
 *
 * @param graphs the number of each node's graph, from 1
 */
@SuppressWarnings("ArrayRecordComponent")
record TuIndicator(TextFile file, int[] graphs) {
  static TuIndicator read(TextFile file) {
    int[] last = {1};
    int[] graphs =
        RowNumbers.read(
            file,
            "the graph of a node",
            (row, graph) -> {
              if (graph < last[0]) {
                throw file.damage(
                    row,
                    "graph "
                        + last[0]
                        + " or a later one (nodes stand graph by graph, graphs are numbered from"
                        + " 1)",
                    "graph " + graph);
              }
              last[0] = graph;
            });
    if (graphs.length == 0) {
      throw file.damage(1, "the graph of a node", "the end of the file");
    }
    return new TuIndicator(file, graphs);
  }

  int nodes() {
    return graphs.length;
  }

  /** Why other files must have so many rows: {@code X.txt has 3 nodes}. */
  String hasNodes() {
    return file.shortName() + " has " + nodes() + " nodes";
  }

  /** The graph of the last node. */
  int last() {
    return graphs[graphs.length - 1];
  }

  /** The graph of a node; both from 1. */
  int graphOf(int node) {
    return graphs[node - 1];
  }

  /** The rows of a file that has one for each graph, at least for all that have nodes. */
  int rowsOfGraphs(TextFile ofGraphs) {
    int[] rows = {0};
    ofGraphs.rows((row, text) -> rows[0] = row);
    RowNumbers.requireEnd(
        ofGraphs, rows[0], last(), file.shortName() + " has " + last() + " graphs");
    return rows[0];
  }

  /** Where graphs begin; see {@link io.espalier.data.Graphs#firstNode}. */
  int[] firstNodes(int count) {
    int[] firstNode = new int[count + 1];
    for (int graph : graphs) {
      firstNode[graph]++;
    }
    Arrays.parallelPrefix(firstNode, Integer::sum);
    return firstNode;
  }
}
