package io.espalier.data.read;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Labels of new nodes that the training data did not have: they are none of its labels. */
final class UnseenLabels {
  private static final int MOST_SHOWN = 5;

  private UnseenLabels() {}

  /**
   * For each label of a node a line with how many nodes have one that is unseen, and which; no line
   * if there is none.
   *
   * @param seen for each label of a node the values that the training data had
   */
  static List<String> of(List<List<Integer>> seen, TuSet.NodeLabels found) {
    List<String> lines = new ArrayList<>();
    for (int label = 0; label < seen.size(); label++) {
      int[] unseen = unseen(new HashSet<>(seen.get(label)), label, found);
      if (unseen.length > 0) {
        lines.add(
            unseen.length
                + " of "
                + found.nodes()
                + " new nodes have a label "
                + (seen.size() == 1 ? "" : (label + 1) + " ")
                + "that training did not have: "
                + shown(unseen));
      }
    }
    return lines;
  }

  private static int[] unseen(Set<Integer> seen, int label, TuSet.NodeLabels found) {
    return IntStream.range(0, found.nodes())
        .map(node -> found.value(node, label))
        .filter(value -> !seen.contains(value))
        .toArray();
  }

  private static String shown(int[] unseen) {
    int[] distinct = IntStream.of(unseen).distinct().toArray();
    return IntStream.of(distinct)
            .limit(MOST_SHOWN)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "))
        + (distinct.length > MOST_SHOWN ? ", …" : "");
  }
}
