package io.espalier.driver.report;

import io.espalier.search.history.Best;
import io.espalier.search.history.Column;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Interval;
import io.espalier.search.history.Reasons;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Outcome;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.commons.text.StringEscapeUtils;

/** The report as a page of HTML that needs nothing but the pictures beside it. */
final class Page {
  private static final int REASONS = 3;

  private static final int MOST_TRIALS = 10;

  private static final String STYLE =
      """
      body { font: 15px/1.45 system-ui, sans-serif; color: #222; max-width: 1280px; margin: 2em auto; padding: 0 1em }
      h1 { font-size: 1.5em } h2 { font-size: 1.2em; margin-top: 2em; border-bottom: 1px solid #ddd }
      table { border-collapse: collapse; margin: 1em 0; font-variant-numeric: tabular-nums }
      th, td { text-align: left; padding: .2em .8em .2em 0; border-bottom: 1px solid #eee }
      td.number, th.number { text-align: right }
      .tables { overflow-x: auto } img { max-width: 100% }
      figure { margin: 1.5em 0 } figcaption { color: #666; font-size: .9em }
      .note { background: #fff4d6; padding: .5em 1em }
      """;

  private final ReportContent content;
  private final List<String> notes;
  private final List<Report.Section> sections;
  private final boolean drawn;
  private final StringBuilder html = new StringBuilder();

  Page(ReportContent content, List<String> notes, List<Report.Section> sections, boolean drawn) {
    this.content = content;
    this.notes = notes;
    this.sections = sections;
    this.drawn = drawn;
  }

  String html() {
    Event.RunOpened run = content.history().opened();
    String title = run.experiment() + ", run " + run.run();
    add("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    add("<meta name=\"viewport\" content=\"width=device-width\">\n");
    add("<title>" + escaped(title) + "</title>\n<style>\n" + STYLE + "</style>\n</head>\n<body>\n");
    add("<h1>" + escaped(title) + "</h1>\n");
    notes.forEach(note -> add("<p class=\"note\">" + escaped(note) + "</p>\n"));
    summary();
    retrained();
    best();
    sections.forEach(this::section);
    add("</body>\n</html>\n");
    return html.toString();
  }

  private void summary() {
    History history = content.history();
    List<String> counts = new ArrayList<>();
    for (TrialStatus status : TrialStatus.values()) {
      if (history.count(status) > 0) {
        counts.add(history.count(status) + " " + status.name().toLowerCase(Locale.ROOT));
      }
    }
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(List.of(Cell.text("trials"), Cell.text(String.join(", ", counts))));
    for (Reasons.Counted reason : Reasons.of(history).most(REASONS)) {
      rows.add(List.of(Cell.text("why"), Cell.text(reason.text())));
    }
    Best.of(history).ifPresent(best -> rows.addAll(found(best)));
    table(List.of(), rows);
  }

  private List<List<Cell>> found(Best best) {
    String metric = content.history().opened().objective().metric();
    List<List<Cell>> rows = new ArrayList<>();
    rows.add(List.of(Cell.text("best"), Cell.text(name(best.trial()))));
    rows.add(
        List.of(
            Cell.text("objective"),
            Cell.text(
                metric
                    + " "
                    + ReportNumbers.text(best.value())
                    + (Double.isNaN(best.spread()) ? "" : " ± " + ReportNumbers.text(best.spread()))
                    + (best.over().isEmpty() ? "" : " over " + best.over()))));
    for (Interval interval : best.interval().stream().toList()) {
      rows.add(
          List.of(
              Cell.text("95 % interval"),
              Cell.text(
                  ReportNumbers.text(interval.low())
                      + " to "
                      + ReportNumbers.text(interval.high())
                      + ", from "
                      + interval.from())));
    }
    if (best.tied() > 1) {
      rows.add(List.of(Cell.text("tied"), Cell.text(best.tied() + " trials have this value")));
    }
    return rows;
  }

  private static String name(Trial trial) {
    String configuration = trial.configuration().toString();
    return "trial " + trial.number() + (configuration.isEmpty() ? "" : ": " + configuration);
  }

  private void retrained() {
    if (content.models().isEmpty()) {
      return;
    }
    TreeSet<String> metrics = new TreeSet<>();
    for (ModelView model : content.models()) {
      model.model().outcome().test().forEach(test -> metrics.addAll(test.metrics().keySet()));
    }
    List<Cell> header =
        new ArrayList<>(
            List.of(
                Cell.text("model"),
                Cell.text("status"),
                Cell.number("epochs"),
                Cell.number("parameters")));
    metrics.forEach(metric -> header.add(Cell.number("test_" + metric)));
    List<List<Cell>> rows = new ArrayList<>();
    for (ModelView model : content.models()) {
      Outcome outcome = model.model().outcome();
      List<Cell> row =
          new ArrayList<>(
              List.of(
                  Cell.text(model.title()),
                  Cell.text((outcome.status() + " " + outcome.reason()).strip()),
                  Cell.number(Integer.toString(outcome.measurements().size())),
                  Cell.number(Long.toString(outcome.parameters()))));
      metrics.forEach(metric -> row.add(Cell.number(tested(outcome, metric))));
      rows.add(row);
    }
    add("<h2>Retrained models on the test part</h2>\n");
    table(header, rows);
  }

  private static String tested(Outcome outcome, String metric) {
    return outcome.test().stream()
        .map(Evaluation::metrics)
        .filter(metrics -> metrics.containsKey(metric))
        .map(metrics -> ReportNumbers.text(metrics.getOrDefault(metric, Double.NaN)))
        .collect(Collectors.joining(", "));
  }

  private void best() {
    History history = content.history();
    List<Trial> best = history.best(MOST_TRIALS);
    if (best.isEmpty()) {
      return;
    }
    TreeSet<String> metrics = new TreeSet<>();
    best.forEach(trial -> trial.measurements().forEach(m -> metrics.addAll(m.metrics().keySet())));
    List<Cell> header = new ArrayList<>(List.of(Cell.number("trial")));
    history.opened().columns().forEach(column -> header.add(Cell.text(column.name())));
    metrics.forEach(metric -> header.add(Cell.number(metric)));
    List<List<Cell>> rows = new ArrayList<>();
    for (Trial trial : best) {
      List<Cell> row = new ArrayList<>(List.of(Cell.number(Integer.toString(trial.number()))));
      for (Column column : history.opened().columns()) {
        row.add(Cell.text(trial.configuration().value(column.name()).map(Value::text).orElse("")));
      }
      for (String metric : metrics) {
        double last = trial.measurements().get(trial.measurements().size() - 1).metric(metric);
        row.add(Cell.number(Double.isNaN(last) ? "" : ReportNumbers.text(last)));
      }
      rows.add(row);
    }
    add("<h2>Best trials after their last epoch</h2>\n");
    table(header, rows);
  }

  private void section(Report.Section section) {
    add("<h2>" + escaped(section.title()) + "</h2>\n");
    for (ReportPicture picture : section.pictures()) {
      String path = ReportFolder.PICTURES + "/" + picture.name();
      add("<figure>\n");
      if (drawn) {
        add("<img src=\"" + path + ".png\" alt=\"" + escaped(picture.caption()) + "\">\n");
      }
      add("<figcaption>" + escaped(picture.caption()) + ". The numbers: ");
      add("<a href=\"" + path + ".csv\">" + path + ".csv</a></figcaption>\n</figure>\n");
    }
  }

  /** A cell of a table. */
  private record Cell(String text, boolean number) {
    static Cell text(String text) {
      return new Cell(text, false);
    }

    static Cell number(String text) {
      return new Cell(text, true);
    }
  }

  private void table(List<Cell> header, List<List<Cell>> rows) {
    add("<div class=\"tables\"><table>\n");
    if (!header.isEmpty()) {
      row("th", header);
    }
    rows.forEach(cells -> row("td", cells));
    add("</table></div>\n");
  }

  private void row(String tag, List<Cell> cells) {
    add("<tr>");
    for (Cell cell : cells) {
      add("<" + tag + (cell.number() ? " class=\"number\"" : "") + ">" + escaped(cell.text()));
      add("</" + tag + ">");
    }
    add("</tr>\n");
  }

  private void add(String piece) {
    html.append(piece);
  }

  private static String escaped(String text) {
    return StringEscapeUtils.escapeHtml4(text);
  }
}
