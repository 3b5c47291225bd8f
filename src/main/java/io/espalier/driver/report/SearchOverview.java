package io.espalier.driver.report;

import io.espalier.search.history.Column;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Value;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The objective by the value of each parameter, one panel per parameter, one point per trial. */
final class SearchOverview {
  static final String NAME = "search";
  private static final int WIDTH = 380;
  private static final int HEIGHT = 300;
  private static final int COLUMNS = 3;
  private static final int LONGEST_NAME = 14;

  /** So few numbers of a grid stand side by side, as words do. */
  private static final int MOST_MARKS = 12;

  private final List<ParameterView> parameters;
  private final List<Column> columns;
  private final Objective objective;
  private final List<Trial> trials;
  private final List<Trial> best;
  private final String unranked;

  private SearchOverview(History history, List<ParameterView> parameters) {
    this.parameters = parameters;
    this.columns = history.opened().columns();
    this.objective = history.opened().objective();
    this.trials = List.copyOf(history.trials());
    this.best = List.copyOf(history.best(1));
    this.unranked = unranked(history);
  }

  /** The picture of a run with more than one trial and a parameter; else empty. */
  static Optional<ReportPicture> of(History history, List<ParameterView> parameters) {
    SearchOverview overview = new SearchOverview(history, parameters);
    if (history.trials().size() < 2 || history.opened().columns().isEmpty()) {
      return Optional.empty();
    }
    String caption = "Objective by parameter";
    return Optional.of(
        new ReportPicture(NAME, caption, overview::data, () -> overview.draw(caption)));
  }

  private Csv data() {
    List<String> header = new ArrayList<>(List.of("trial", "status", objective.metric()));
    columns.forEach(column -> header.add("hp." + column.name()));
    Csv csv = new Csv(header);
    for (Trial trial : trials) {
      List<Object> row =
          new ArrayList<>(List.of(trial.number(), trial.status().name(), trial.objective()));
      for (Column column : columns) {
        row.add(trial.configuration().value(column.name()).map(Value::text).orElse(""));
      }
      csv.row(row);
    }
    return csv;
  }

  private BufferedImage draw(String caption) {
    List<BufferedImage> panels = new ArrayList<>();
    for (int i = 0; i < parameters.size(); i++) {
      Chart panel = panel(parameters.get(i), columns.get(i).kind());
      if (!panel.isEmpty()) {
        panels.add(panel.draw());
      }
    }
    if (panels.isEmpty()) {
      return Figure.empty(caption, "no trial has an objective; " + unranked);
    }
    String extreme = objective.goal() == Objective.Goal.MINIMIZE ? "lowest" : "highest";
    return Figure.of(
        caption + ": " + objective.metric(),
        unranked,
        panels,
        COLUMNS,
        List.of(
            new Figure.Entry(
                ChartColours.VERMILLION,
                Figure.Mark.DIAMOND,
                "the best trial (" + extreme + " is best)"),
            new Figure.Entry(ChartColours.BLUE, Figure.Mark.DOT, "the other trials")));
  }

  /** How many trials have no objective, by status. */
  private static String unranked(History history) {
    List<String> counts = new ArrayList<>();
    for (TrialStatus status : TrialStatus.values()) {
      if (!status.ranked() && history.count(status) > 0) {
        counts.add(history.count(status) + " " + status.name().toLowerCase(Locale.ROOT));
      }
    }
    return counts.isEmpty()
        ? ""
        : "not shown, for want of an objective: " + String.join(", ", counts);
  }

  private Chart panel(ParameterView parameter, Column.Kind kind) {
    List<String> marks = marks(parameter);
    Chart chart = new Chart("", parameter.name(), objective.metric(), WIDTH, HEIGHT);
    if (!marks.isEmpty()) {
      chart.counting(at -> mark(marks, at));
    } else if (kind == Column.Kind.WHOLE) {
      chart.counting(Integer::toString).acrossByPowers();
    } else {
      chart.acrossByPowers();
    }
    List<Trial> others = trials.stream().filter(trial -> !best.contains(trial)).toList();
    add(chart, parameter, marks, others, false);
    add(chart, parameter, marks, best, true);
    return chart;
  }

  private static void add(
      Chart chart, ParameterView parameter, List<String> marks, List<Trial> trials, boolean best) {
    List<Double> across = new ArrayList<>();
    List<Double> up = new ArrayList<>();
    for (Trial trial : trials) {
      double value = parameter.of(trial);
      boolean numbered = parameter.isNumber() && !marks.isEmpty();
      across.add(numbered ? (double) marks.indexOf(ReportNumbers.text(value)) : value);
      up.add(trial.objective());
    }
    chart.points(
        best ? ChartColours.VERMILLION : ChartColours.BLUE,
        best ? SeriesMarkers.DIAMOND : SeriesMarkers.CIRCLE,
        across,
        up);
  }

  /** What stands on the axis of a parameter of words or of a small grid; empty for others. */
  private static List<String> marks(ParameterView parameter) {
    return !parameter.isNumber()
        ? parameter.words()
        : parameter.ticks().size() <= MOST_MARKS
            ? parameter.ticks().stream().map(ReportNumbers::text).toList()
            : List.of();
  }

  private static String mark(List<String> marks, int at) {
    String mark = at >= 0 && at < marks.size() ? marks.get(at) : "";
    return mark.length() <= LONGEST_NAME ? mark : mark.substring(0, LONGEST_NAME - 1) + "…";
  }
}
