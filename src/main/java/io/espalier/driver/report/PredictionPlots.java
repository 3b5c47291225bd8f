package io.espalier.driver.report;

import io.espalier.wire.Part;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** What a regression predicts: against the true numbers, and as a curve over its only input. */
final class PredictionPlots {
  private static final int WIDTH = 620;
  private static final int HEIGHT = 520;

  /** Numbers with a chart of their own; the CSV has all. */
  private static final int MOST_NUMBERS = 6;

  private static final List<Part> PARTS = List.of(Part.TRAIN, Part.VALIDATION, Part.TEST);

  private final ModelView model;
  private final Predictions predictions;

  private PredictionPlots(ModelView model, Predictions predictions) {
    this.model = model;
    this.predictions = predictions;
  }

  static List<ReportPicture> of(ModelView model) {
    List<ReportPicture> pictures = new ArrayList<>();
    model
        .predictions()
        .filter(predictions -> !predictions.points().isEmpty())
        .map(predictions -> new PredictionPlots(model, predictions))
        .ifPresent(
            plots -> {
              pictures.add(plots.againstTruth());
              plots.predictions.curve().ifPresent(curve -> pictures.add(plots.fitted(curve)));
            });
    return pictures;
  }

  private ReportPicture againstTruth() {
    boolean several = predictions.numbers() > 1;
    Csv csv =
        several
            ? new Csv("part", "number", "true", "predicted")
            : new Csv("part", "true", "predicted");
    for (Predictions.Point point : predictions.points()) {
      List<Object> row = new ArrayList<>(List.of(name(point.part())));
      if (several) {
        row.add(point.number());
      }
      row.addAll(List.of(point.target(), point.prediction()));
      csv.row(row);
    }
    String caption = "Predicted against true";
    return new ReportPicture(
        model.folder() + "/predictions", caption, () -> csv, () -> drawAgainstTruth(caption));
  }

  /** A chart for each number: their units differ. */
  private BufferedImage drawAgainstTruth(String caption) {
    List<Chart> charts = new ArrayList<>();
    List<Figure.Entry> legend = new ArrayList<>();
    int shown = Math.min(predictions.numbers(), MOST_NUMBERS);
    for (int number = 1; number <= shown; number++) {
      int one = number;
      List<Predictions.Point> points =
          predictions.points().stream().filter(point -> point.number() == one).toList();
      String title = predictions.numbers() > 1 ? "number " + number : "";
      Chart chart = new Chart(title, "true", "predicted", WIDTH, HEIGHT);
      DoubleSummaryStatistics range =
          points.stream().mapToDouble(Predictions.Point::target).summaryStatistics();
      chart.guide(ChartColours.FAINT, range.getMin(), range.getMax());
      legend = points(chart, points, Predictions.Point::target, Predictions.Point::prediction);
      charts.add(chart);
    }
    legend.add(new Figure.Entry(ChartColours.FAINT, Figure.Mark.DASHES, "as it should be"));
    return figure(caption, charts, legend);
  }

  private ReportPicture fitted(Predictions.Curve curve) {
    Csv csv = new Csv("what", curve.input(), "value");
    for (int i = 0; i < curve.inputs().length; i++) {
      csv.row("prediction", curve.inputs()[i], curve.predictions()[i]);
    }
    for (Predictions.Point point : predictions.points()) {
      csv.row(name(point.part()), point.input(), point.target());
    }
    String caption = "Fitted curve";
    return new ReportPicture(
        model.folder() + "/curve", caption, () -> csv, () -> drawFitted(caption, curve));
  }

  private BufferedImage drawFitted(String caption, Predictions.Curve curve) {
    Chart chart = new Chart("", curve.input(), "value", WIDTH, HEIGHT);
    List<Figure.Entry> legend =
        points(chart, predictions.points(), Predictions.Point::input, Predictions.Point::target);
    chart.line(Color.BLACK, false, list(curve.inputs()), list(curve.predictions()));
    legend.add(new Figure.Entry(Color.BLACK, Figure.Mark.LINE, "the network"));
    return figure(caption, List.of(chart), legend);
  }

  private static List<Figure.Entry> points(
      Chart chart,
      List<Predictions.Point> all,
      ToDoubleFunction<Predictions.Point> across,
      ToDoubleFunction<Predictions.Point> up) {
    List<Figure.Entry> legend = new ArrayList<>();
    for (Part part : PARTS) {
      List<Predictions.Point> points = all.stream().filter(point -> point.part() == part).toList();
      if (!points.isEmpty()) {
        chart.points(
            colour(part),
            marker(part),
            points.stream().map(across::applyAsDouble).toList(),
            points.stream().map(up::applyAsDouble).toList());
        legend.add(
            new Figure.Entry(
                colour(part),
                part == Part.TEST ? Figure.Mark.DIAMOND : Figure.Mark.DOT,
                name(part) + " part"));
      }
    }
    return legend;
  }

  private BufferedImage figure(String caption, List<Chart> charts, List<Figure.Entry> legend) {
    List<BufferedImage> drawn =
        charts.stream().filter(chart -> !chart.isEmpty()).map(Chart::draw).toList();
    return drawn.isEmpty()
        ? Figure.empty(caption, "no prediction is a finite number")
        : Figure.of(caption, model.title(), drawn, Math.min(2, drawn.size()), legend);
  }

  private static Color colour(Part part) {
    return switch (part) {
      case TRAIN -> ChartColours.line(5);
      case VALIDATION -> ChartColours.line(2);
      default -> ChartColours.VERMILLION;
    };
  }

  private static Marker marker(Part part) {
    return part == Part.TEST ? SeriesMarkers.DIAMOND : SeriesMarkers.CIRCLE;
  }

  private static String name(Part part) {
    return part == Part.TRAIN ? "training" : part.name().toLowerCase(Locale.ROOT);
  }

  private static List<Double> list(float[] numbers) {
    List<Double> list = new ArrayList<>();
    for (float number : numbers) {
      list.add((double) number);
    }
    return list;
  }
}
