package io.espalier.data.read;

import io.espalier.data.Features;
import io.espalier.data.Graphs;
import java.util.List;
import java.util.Map;

/**
 * What the files of a citation set say.
 *
 * @param rows the papers' ids with their numbers from 0, in the order of the file
 * @param classes of the papers as written; empty if the file has none
 * @param graph the one graph of all papers
 */
record CitationSet(
    Map<String, Integer> rows, Features features, List<String> classes, Graphs graph) {
  /** How many papers there are. */
  int papers() {
    return rows.size();
  }
}
