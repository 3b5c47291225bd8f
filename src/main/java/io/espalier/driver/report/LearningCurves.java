package io.espalier.driver.report;

import io.espalier.wire.Measurement;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Losses and accuracies by epoch, one colour per model. */
final class LearningCurves {
  /** Most models in one picture. */
  static final int MOST_CURVES = 10;

  /** So many models have validation and training in one chart. */
  private static final int FEW = 3;

  private static final int WIDTH = 560;
  private static final int HEIGHT = 380;
  private static final List<String> MEASURES = List.of("loss", "accuracy");

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
        : Optional.of(new ReportPicture(name, caption, data(shown), () -> draw(caption, shown)));
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
        curves.size() <= FEW
            ? MEASURES.stream().flatMap(measure -> both(measure, curves).stream()).toList()
            : MEASURES.stream().flatMap(measure -> apart(measure, curves).stream()).toList();
    List<Figure.Entry> legend = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      legend.add(new Figure.Entry(ChartColours.line(i), Figure.Mark.LINE, curves.get(i).title()));
    }
    String lines = curves.size() <= FEW ? "solid: validation, dashed: training" : "";
    return charts.isEmpty()
        ? Figure.empty(caption, "no epoch has a finite loss")
        : Figure.of(caption, lines, charts, 2, legend);
  }

  /** One chart with validation and training. */
  private static Optional<BufferedImage> both(String measure, List<Curve> curves) {
    Chart chart = new Chart("", "epoch", measure, WIDTH, HEIGHT).counting(Integer::toString);
    add(chart, curves, "train_" + measure, true);
    add(chart, curves, "validation_" + measure, false);
    return chart.isEmpty() ? Optional.empty() : Optional.of(chart.draw());
  }

  /** A chart for validation and one for training: many lines in one could not be told apart. */
  private static List<BufferedImage> apart(String measure, List<Curve> curves) {
    List<BufferedImage> charts = new ArrayList<>();
    for (String part : List.of("validation", "train")) {
      String name = (part.equals("train") ? "training" : part) + " " + measure;
      Chart chart = new Chart("", "epoch", name, WIDTH, HEIGHT).counting(Integer::toString);
      add(chart, curves, part + "_" + measure, false);
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
