package io.espalier.driver.report;

import io.espalier.wire.Measurement;
import io.espalier.wire.Metric;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Losses, accuracies and what was asked for by epoch, one colour per model. */
final class LearningCurves {
  /** Most models in one picture. */
  static final int MOST_CURVES = 10;

  /** So many models have validation and training in one chart. */
  private static final int FEW = 3;

  private static final int WIDTH = 560;
  private static final int HEIGHT = 380;
  private static final String VALIDATION = "validation_";
  private static final List<Metric> USUAL = List.of(Metric.LOSS, Metric.ACCURACY);

  private LearningCurves() {}

  /** One model's epochs. */
  record Curve(String title, List<Measurement> measurements) {}

  /** The picture of some models; empty if no epoch of theirs was measured. */
  static Optional<ReportPicture> of(String name, String caption, List<Curve> curves) {
    List<Curve> shown =
        curves.stream()
            .filter(curve -> !curve.measurements().isEmpty())
            .limit(MOST_CURVES)
            .toList();
    return shown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new ReportPicture(name, caption, () -> data(shown), () -> draw(caption, shown)));
  }

  private static Csv data(List<Curve> curves) {
    TreeSet<String> metrics = new TreeSet<>();
    for (Curve curve : curves) {
      curve.measurements().forEach(epoch -> metrics.addAll(epoch.metrics().keySet()));
    }
    List<String> header = new ArrayList<>(List.of("model", "epoch", "learning_rate"));
    header.addAll(metrics);
    Csv csv = new Csv(header);
    for (Curve curve : curves) {
      for (Measurement epoch : curve.measurements()) {
        List<Object> row =
            new ArrayList<>(List.of(curve.title(), epoch.epoch(), epoch.learningRate()));
        metrics.forEach(metric -> row.add(epoch.metric(metric)));
        csv.row(row);
      }
    }
    return csv;
  }

  private static BufferedImage draw(String caption, List<Curve> curves) {
    List<BufferedImage> charts =
        shown(curves)
            .flatMap(
                metric ->
                    curves.size() <= FEW
                        ? both(metric, curves).stream()
                        : apart(metric, curves).stream())
            .toList();
    List<Figure.Entry> legend = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      legend.add(new Figure.Entry(ChartColours.line(i), Figure.Mark.LINE, curves.get(i).title()));
    }
    String lines = curves.size() <= FEW ? "solid: validation, dashed: training" : "";
    return charts.isEmpty()
        ? Figure.empty(caption, "no epoch has a finite loss")
        : Figure.of(caption, lines, charts, 2, legend);
  }

  /** The usual metrics, and those that had to be asked for and were, the user's own last. */
  private static Stream<String> shown(List<Curve> curves) {
    SortedSet<String> measured = new TreeSet<>();
    for (Curve curve : curves) {
      for (Measurement epoch : curve.measurements()) {
        epoch.metrics().keySet().stream()
            .filter(column -> column.startsWith(VALIDATION))
            .forEach(column -> measured.add(column.substring(VALIDATION.length())));
      }
    }
    Stream<String> known =
        Stream.of(Metric.values())
            .filter(
                metric ->
                    USUAL.contains(metric)
                        || (!metric.always() && measured.contains(metric.column())))
            .map(Metric::column);
    return Stream.concat(known, measured.stream().filter(column -> Metric.named(column).isEmpty()));
  }

  /** One chart with validation and training. */
  private static Optional<BufferedImage> both(String metric, List<Curve> curves) {
    Chart chart = new Chart("", "epoch", metric, WIDTH, HEIGHT).counting(Integer::toString);
    add(chart, curves, "train_" + metric, true);
    add(chart, curves, "validation_" + metric, false);
    return chart.isEmpty() ? Optional.empty() : Optional.of(chart.draw());
  }

  /** A chart for validation and one for training: many lines in one could not be told apart. */
  private static List<BufferedImage> apart(String metric, List<Curve> curves) {
    List<BufferedImage> charts = new ArrayList<>();
    for (String part : List.of("validation", "train")) {
      String name = (part.equals("train") ? "training" : part) + " " + metric;
      Chart chart = new Chart("", "epoch", name, WIDTH, HEIGHT).counting(Integer::toString);
      add(chart, curves, part + "_" + metric, false);
      if (!chart.isEmpty()) {
        charts.add(chart.draw());
      }
    }
    return charts;
  }

  private static void add(Chart chart, List<Curve> curves, String metric, boolean dashed) {
    for (int i = 0; i < curves.size(); i++) {
      List<Measurement> epochs = curves.get(i).measurements();
      chart.line(
          ChartColours.line(i),
          dashed,
          epochs.stream().map(epoch -> (double) epoch.epoch()).toList(),
          epochs.stream().map(epoch -> epoch.metric(metric)).toList());
    }
  }
}
