package io.espalier.data.read;

import io.espalier.data.Graphs;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the files of a TU set say, before anything is made of it.
 *
 * @param name of the set, which its files begin with
 * @param nodeLabels of the nodes, if the set has labels
 * @param attributes of the nodes, row by row, if the set has attributes
 * @param graphLabels the file with a row for each graph, if the set has labels of graphs
 * @param graphAttributes as {@code graphLabels}, of numbers
 * @param ofEdges files with labels or attributes of edges
 */
record TuSet(
    String name,
    Graphs graphs,
    Optional<NodeLabels> nodeLabels,
    Optional<Attributes> attributes,
    Optional<TextFile> graphLabels,
    Optional<TextFile> graphAttributes,
    List<TextFile> ofEdges) {
  TuSet {
    ofEdges = List.copyOf(ofEdges);
  }

  /** Labels {@code [nodes, width]} with the file they come from, which messages name. */
  @SuppressWarnings("ArrayRecordComponent")
  record NodeLabels(TextFile file, int[] values, int width) {
    /** For each label of a node the values that there are, ascending. */
    List<List<Integer>> distinct() {
      return IntStream.range(0, width).mapToObj(this::distinct).toList();
    }

    private List<Integer> distinct(int label) {
      return IntStream.range(0, values.length / width)
          .map(node -> values[node * width + label])
          .distinct()
          .sorted()
          .boxed()
          .toList();
    }
  }

  /**
   * Numbers {@code [nodes or graphs, width]}.
   *
   * @param noNumbers the first such cell of every column that has one, in the order of the rows
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Attributes(TextFile file, float[] values, int width, List<NoNumber> noNumbers) {
    Attributes {
      noNumbers = List.copyOf(noNumbers);
    }

    /** The columns that hold numbers only, from 1, ascending. */
    List<Integer> ofNumbers() {
      return IntStream.rangeClosed(1, width).filter(this::isOfNumbers).boxed().toList();
    }

    private boolean isOfNumbers(int column) {
      return noNumbers.stream().noneMatch(cell -> cell.column() == column);
    }
  }

  /** A cell that is no finite number; column and row from 1. */
  record NoNumber(int column, int row, String text) {}
}
