package io.espalier.driver.report;

import io.espalier.wire.Measurement;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Losses and accuracies by epoch, one colour per model: training dashed, validation solid. */
final class LearningCurves {
  /** Most models in one picture. */
  static final int MOST_CURVES = 10;

  private static final int WIDTH = 560;
  private static final int HEIGHT = 380;
  private static final List<String> MEASURES = List.of("loss", "accuracy");

  private LearningCurves() {}

  /** One model's epochs. */
  record Curve(String title, List<Measurement> measurements) {}

  /** The picture of some models; empty if no epoch of theirs was measured. */
  static Optional<Picture> of(String name, String caption, List<Curve> curves) {
    List<Curve> shown =
        curves.stream()
            .filter(curve -> !curve.measurements().isEmpty())
            .limit(MOST_CURVES)
            .toList();
    return shown.isEmpty()
        ? Optional.empty()
        : Optional.of(new Picture(name, caption, data(shown), () -> draw(caption, shown)));
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
    List<BufferedImage> charts = new ArrayList<>();
    for (String measure : MEASURES) {
      Chart chart = new Chart("", "epoch", measure, WIDTH, HEIGHT).countingAcross();
      for (int i = 0; i < curves.size(); i++) {
        List<Measurement> epochs = curves.get(i).measurements();
        List<Double> across = epochs.stream().map(epoch -> (double) epoch.epoch()).toList();
        chart.line(Palette.line(i), true, across, values(epochs, "train_" + measure));
        chart.line(Palette.line(i), false, across, values(epochs, "validation_" + measure));
      }
      if (!chart.isEmpty()) {
        charts.add(chart.draw());
      }
    }
    List<Figure.Entry> legend = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      legend.add(new Figure.Entry(Palette.line(i), false, curves.get(i).title()));
    }
    return charts.isEmpty()
        ? Figure.empty(caption, "no epoch has a finite loss")
        : Figure.of(caption, "solid: validation, dashed: training", charts, 2, legend);
  }

  private static List<Double> values(List<Measurement> epochs, String metric) {
    return epochs.stream().map(epoch -> epoch.metric(metric)).toList();
  }
}
