package io.espalier.driver.report;

import io.espalier.driver.tables.ClassificationReport;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * The retrained models in figures.
 *
 * @param header of a table with a row for each
 */
record RetrainedView(List<String> header, List<List<String>> rows) {
  static RetrainedView of(List<ModelView> models) {
    TreeSet<String> metrics = new TreeSet<>();
    models.forEach(model -> tests(model).forEach(test -> metrics.addAll(test.metrics().keySet())));
    List<String> header = new ArrayList<>(List.of("model", "status", "epochs", "parameters"));
    metrics.forEach(metric -> header.add("test_" + metric));
    boolean judged = models.stream().anyMatch(model -> model.judged().isPresent());
    if (judged) {
      header.add("expected calibration error");
    }
    List<List<String>> rows = new ArrayList<>();
    for (ModelView model : models) {
      Outcome outcome = model.model().outcome();
      List<String> row =
          new ArrayList<>(
              List.of(
                  model.title(),
                  (outcome.status() + " " + outcome.reason()).strip(),
                  Integer.toString(outcome.measurements().size()),
                  Long.toString(outcome.parameters())));
      metrics.forEach(metric -> row.add(value(model, metric)));
      if (judged) {
        row.add(model.judged().map(RetrainedView::error).orElse(""));
      }
      rows.add(row);
    }
    return new RetrainedView(header, rows);
  }

  private static String value(ModelView model, String metric) {
    return tests(model).stream()
        .filter(test -> test.metrics().containsKey(metric))
        .map(test -> ReportNumbers.text(test.metrics().getOrDefault(metric, Double.NaN)))
        .findFirst()
        .orElse("");
  }

  private static String error(Judged judged) {
    return ReportNumbers.text(judged.calibration().error());
  }

  private static List<Evaluation> tests(ModelView model) {
    return model.model().outcome().test();
  }

  /** The classification report of a model on the test part; empty of a regression. */
  static String report(ModelView model, List<String> classes) {
    return tests(model).stream()
        .filter(test -> !test.confusion().isEmpty())
        .map(test -> new ClassificationReport(classes, test.confusion()).scores())
        .map(lines -> String.join("\n", lines))
        .findFirst()
        .orElse("");
  }
}
