package io.espalier.data.read;

import io.espalier.data.DataSource.TuGraphs.Target;
import io.espalier.data.Graphs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a user should know of a TU set that was read, a line each. */
final class TuNotices {
  private static final int MOST_GRAPHS_NAMED = 5;

  private final TuSet set;
  private final List<String> lines = new ArrayList<>();

  private TuNotices(TuSet set) {
    this.set = set;
  }

  static List<String> of(TuSet set, Target target) {
    TuNotices notices = new TuNotices(set);
    notices.target(target);
    notices.withoutNodes();
    if (set.graphs().edges() == 0) {
      notices.add("no graph has an edge between two nodes");
    }
    if (!set.ofEdges().isEmpty()) {
      notices.add(
          set.ofEdges().stream().map(TextFile::shortName).collect(Collectors.joining(" and "))
              + (set.ofEdges().size() == 1 ? " is" : " are")
              + " not used: models take from an edge only which nodes it joins");
    }
    set.attributes()
        .filter(attributes -> !attributes.noNumbers().isEmpty())
        .ifPresent(notices::noNumbers);
    return notices.lines;
  }

  private void add(String line) {
    lines.add(set.name() + ": " + line);
  }

  private void target(Target target) {
    if (set.graphLabels().isPresent() && set.graphAttributes().isPresent()) {
      boolean attributes = target == Target.ATTRIBUTES;
      add(
          "graphs have labels and attributes; "
              + (attributes ? "attributes are" : "labels are")
              + " predicted (data.target = "
              + (attributes ? "labels" : "attributes")
              + " takes the others)");
    }
  }

  private void withoutNodes() {
    Graphs graphs = set.graphs();
    int[] without = graphs.withoutNodes();
    if (without.length == 0) {
      return;
    }
    String names =
        IntStream.of(without)
            .limit(MOST_GRAPHS_NAMED)
            .mapToObj(graph -> Integer.toString(graph + 1))
            .collect(Collectors.joining(", "));
    add(
        "graphs without nodes are kept, their read-out is zeros: "
            + without.length
            + " of "
            + graphs.count()
            + " ("
            + names
            + (without.length > MOST_GRAPHS_NAMED ? ", …)" : ")"));
  }

  private void noNumbers(TuSet.Attributes attributes) {
    TuSet.NoNumber first = attributes.noNumbers().get(0);
    add(
        "columns of "
            + attributes.file().shortName()
            + " are left out where not all cells are numbers: "
            + attributes.noNumbers().size()
            + " of "
            + attributes.width()
            + " (row "
            + first.row()
            + ", column "
            + first.column()
            + " has "
            + TextFile.quoted(first.text())
            + ")");
  }
}
