package io.espalier.data.show;

import io.espalier.data.Graphs;
import java.util.IntSummaryStatistics;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Graphs on one line. */
final class GraphSummary {
  private GraphSummary() {}

  static String text(Graphs graphs) {
    if (graphs.count() == 1) {
      return String.format(
          Locale.ROOT,
          "1 with %d nodes and %d edges; neighbours of a node %s",
          graphs.nodes(),
          graphs.edges(),
          spread(graphs.nodes(), graphs::degree));
    }
    return String.format(
        Locale.ROOT,
        "%d with %d nodes and %d edges; nodes of a graph %s%s",
        graphs.count(),
        graphs.nodes(),
        graphs.edges(),
        spread(graphs.count(), graph -> graphs.firstNode()[graph + 1] - graphs.firstNode()[graph]),
        withoutNodes(graphs.withoutNodes().length));
  }

  private static String withoutNodes(int graphs) {
    return graphs == 0 ? "" : "; " + graphs + " without nodes";
  }

  private static String spread(int count, IntUnaryOperator size) {
    IntSummaryStatistics sizes = IntStream.range(0, count).map(size).summaryStatistics();
    return String.format(
        Locale.ROOT, "%d to %d, mean %.1f", sizes.getMin(), sizes.getMax(), sizes.getAverage());
  }
}
