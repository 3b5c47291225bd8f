package io.espalier.data.read;

import io.espalier.data.Graphs;
import java.util.Optional;

/**
 * What the files of a TU set say, before anything is made of it.
 *
 * @param name of the set, which its files begin with
 * @param nodeLabels a label for each node, if the set has labels
 * @param attributes of the nodes, row by row, if the set has attributes
 * @param graphLabels a label for each graph, if the set has labels
 */
record TuSet(
    String name,
    Graphs graphs,
    Optional<NodeLabels> nodeLabels,
    Optional<Attributes> attributes,
    Optional<int[]> graphLabels) {

  /** Labels with the file they come from, which a message about one of them names. */
  @SuppressWarnings("ArrayRecordComponent")
  record NodeLabels(TextFile file, int[] values) {}

  /** Numbers {@code [nodes, width]}. */
  @SuppressWarnings("ArrayRecordComponent")
  record Attributes(TextFile file, float[] values, int width) {}
}
