package io.espalier.driver.conf;

import io.espalier.MeasuredNames;
import io.espalier.Metrics;
import io.espalier.driver.hocon.Node;
import io.espalier.search.history.Formula;
import io.espalier.search.history.Judgement;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Objective.At;
import io.espalier.search.history.Objective.Goal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code search.objective}: a metric or an expression, a block that says more of it, or a
 * list of those.
 */
final class ObjectiveReader {
  private static final String KEY = "objective";
  private static final String METRIC = "metric";

  private final MeasuredNames names;
  private final String usual;

  ObjectiveReader(MeasuredNames names) {
    this.names = names;
    usual = Metrics.usual(names.validated());
  }

  /** The objectives, at least one; by default the validation loss, or else the training loss. */
  List<Objective> read(Section search) {
    Node node = search.node(KEY).orElse(null);
    String path = Section.join(search.path(), KEY);
    if (node instanceof Node.Sequence) {
      return list(search, path);
    }
    return List.of(
        one(
            node instanceof Node.Scalar scalar
                ? wrapped(search, scalar, path)
                : search.section(KEY)));
  }

  private List<Objective> list(Section search, String path) {
    List<Objective> objectives = new ArrayList<>();
    for (Node node : search.list(KEY)) {
      String place = path + "." + objectives.size();
      Objective read =
          one(
              node instanceof Node.Scalar scalar
                  ? wrapped(search, scalar, place)
                  : search.section(node, place));
      if (objectives.stream().anyMatch(other -> other.metric().equals(read.metric()))) {
        search.problem(KEY, "'" + read.metric() + "' stands there twice");
      }
      objectives.add(read);
    }
    if (objectives.isEmpty() || objectives.size() > Judgement.MOST_OBJECTIVES) {
      search.problem(
          KEY,
          "1 to "
              + Judgement.MOST_OBJECTIVES
              + " objectives are accepted, not "
              + objectives.size());
      return List.of(new Objective(usual, Metrics.goal(usual), At.LAST));
    }
    return objectives;
  }

  /** A block that says nothing but the metric. */
  private static Section wrapped(Section search, Node.Scalar metric, String path) {
    return search.section(Node.Tree.of(Map.of(METRIC, metric), metric.place()), path);
  }

  private Objective one(Section section) {
    Formula formula = formula(section);
    names
        .unmeasured(formula.names())
        .ifPresent(
            name ->
                section.problem(
                    METRIC,
                    "'"
                        + written(name)
                        + "' cannot be measured without a validation part; set data.validation above"
                        + " 0 or data.folds, or take train-loss"));
    Optional<Goal> plain = names.goal(formula);
    if (plain.isEmpty() && !section.has("goal")) {
      section.problem(
          METRIC,
          "the direction of '"
              + formula.text()
              + "' has to be told: set goal to minimize or maximize");
    }
    Goal goal = section.word("goal", Goal.class, plain.orElse(Goal.MINIMIZE));
    At at = section.word("at", At.class, At.LAST);
    section.close();
    return new Objective(formula.text(), goal, at);
  }

  /** A word of the accepted ones, or an expression. */
  private Formula formula(Section section) {
    Optional<Node> node = section.node(METRIC);
    if (node.isPresent() && node.get() instanceof Node.Scalar scalar) {
      String column = names.full(DomainFinder.column(scalar.text()));
      if (names.all().contains(column)) {
        return Formula.of(column);
      }
      if (!scalar.text().matches("[\\w-]+")) {
        List<Formula> read = new ArrayList<>();
        section.checked(
            scalar,
            Section.join(section.path(), METRIC),
            () -> read.add(names.formula(scalar.text())));
        return read.isEmpty() ? Formula.of(usual) : read.get(0);
      }
    }
    List<String> known = names.all().stream().map(ObjectiveReader::written).toList();
    return Formula.of(DomainFinder.column(section.oneOf(METRIC, known, written(usual))));
  }

  /** A column's name as files write it. */
  private static String written(String column) {
    return column.replace('_', '-');
  }
}
