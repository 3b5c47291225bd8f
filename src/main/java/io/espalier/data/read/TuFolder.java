package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.EdgeList;
import io.espalier.data.Graphs;
import io.espalier.data.files.DataFiles;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One folder in the text format of TU Dortmund (Morris and others 2020). Nodes and graphs are
 * numbered from 1; the nodes of a graph follow each other. A graph that the indicator passes over,
 * or that comes after its last one in the files with a row for each graph, has no node. Edges may
 * stand in one direction or both, once or more often: they become undirected, loops are dropped. Of
 * what belongs to edges only the number of rows is checked; no model here uses it.
 */
final class TuFolder {
  private final SetFolder folder;

  TuFolder(DataFiles files, String path) {
    this.folder = SetFolder.of(files, path, "_A.txt", "mutag");
  }

  /** Reads all files of the set; of those with a row for each graph only their numbers of rows. */
  TuSet read() {
    TuIndicator indicator = TuIndicator.read(required("graph_indicator"));
    Optional<TextFile> labels = find(TuTarget.LABELS);
    Optional<TextFile> attributes = find(TuTarget.ATTRIBUTES);
    int[] firstNode = indicator.firstNodes(graphs(indicator, labels, attributes));
    int nodes = indicator.nodes();
    String hasNodes = indicator.hasNodes();
    List<TextFile> ofEdges =
        Stream.of("edge_labels", "edge_attributes").flatMap(part -> find(part).stream()).toList();
    return new TuSet(
        folder.name(),
        edges(indicator, firstNode, ofEdges),
        find("node_labels").map(file -> TuColumns.labels(file, nodes, hasNodes)),
        find("node_attributes").map(file -> TuColumns.attributes(file, nodes, hasNodes)),
        labels,
        attributes,
        ofEdges);
  }

  /** A file of the set that must be there. */
  TextFile required(String part) {
    return folder.required("_" + part + ".txt");
  }

  /** A file of the set that need not be there. */
  Optional<TextFile> find(String part) {
    return folder.find(folder.name() + "_" + part + ".txt");
  }

  /** The folder and, after a colon, what is wrong with it. */
  DataException damage(String what) {
    return new DataException(DataFiles.name(folder.folder()) + ": " + what);
  }

  /** How many graphs there are: at least as many as the indicator names. */
  private static int graphs(
      TuIndicator indicator, Optional<TextFile> labels, Optional<TextFile> attributes) {
    int ofLabels = labels.map(indicator::rowsOfGraphs).orElse(indicator.last());
    int ofAttributes = attributes.map(indicator::rowsOfGraphs).orElse(ofLabels);
    if (labels.isPresent() && ofLabels != ofAttributes) {
      throw attributes
          .orElseThrow()
          .damage(
              ofLabels + " rows, as " + labels.get().shortName() + " has",
              Integer.toString(ofAttributes));
    }
    return ofAttributes;
  }

  private Graphs edges(TuIndicator indicator, int[] firstNode, List<TextFile> ofEdges) {
    TextFile file = required("A");
    EdgeList edges = new EdgeList();
    int[] rows = {0};
    file.rows(
        (row, text) -> {
          rows[0] = row;
          NumberPair pair = NumberPair.parse(file, row, text);
          requireNode(file, row, pair.first(), indicator);
          requireNode(file, row, pair.second(), indicator);
          requireOneGraph(file, row, pair, indicator);
          edges.add((int) pair.first() - 1, (int) pair.second() - 1);
        });
    ofEdges.forEach(each -> countRows(each, rows[0], file));
    return edges.graphs(firstNode);
  }

  private static void requireNode(TextFile file, int row, long node, TuIndicator indicator) {
    if (node < 1 || node > indicator.nodes()) {
      throw file.damage(
          row,
          "nodes from 1 to " + indicator.nodes() + ", as " + indicator.hasNodes(),
          "node " + node);
    }
  }

  private static void requireOneGraph(
      TextFile file, int row, NumberPair pair, TuIndicator indicator) {
    int graph = indicator.graphOf((int) pair.first());
    int other = indicator.graphOf((int) pair.second());
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
