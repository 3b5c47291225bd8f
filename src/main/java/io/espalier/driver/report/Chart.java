package io.espalier.driver.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines and points over two axes. Places with a number that is not finite are left out. */
final class Chart {
  /** An axis whose largest number is so many times the smallest goes by powers of ten. */
  private static final double FAR = 100;

  /** Lines with more places than this have no points on them. */
  private static final int MANY = 30;

  /** Pixels between marks of an axis, at least. */
  private static final int MARKS = 60;

  private final XYChart chart;
  private final List<Double> across = new ArrayList<>();
  private final List<Double> up = new ArrayList<>();
  private boolean acrossByPowers;
  private boolean counting;

  Chart(String title, String horizontal, String vertical, int width, int height) {
    chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .xAxisTitle(horizontal)
            .yAxisTitle(vertical)
            .build();
    chart
        .getStyler()
        .setChartBackgroundColor(Color.WHITE)
        .setChartFontColor(ChartColours.INK)
        .setChartTitleFont(Canvas.TEXT.deriveFont(Font.BOLD))
        .setChartTitleVisible(!title.isEmpty())
        .setChartPadding(8)
        .setLegendVisible(false)
        .setPlotBorderColor(ChartColours.BAR)
        .setMarkerSize(6)
        .setLocale(Locale.ROOT);
    chart
        .getStyler()
        .setAxisTitleFont(Canvas.TEXT)
        .setAxisTickLabelsFont(Canvas.SMALL)
        .setAxisTickMarksColor(ChartColours.BAR)
        .setPlotGridLinesColor(ChartColours.GRID)
        .setPlotGridLinesStroke(new BasicStroke(1))
        .setXAxisTickLabelsFormattingFunction(ReportNumbers::text)
        .setYAxisTickLabelsFormattingFunction(ReportNumbers::text);
  }

  /** Whole numbers alone stand on the horizontal axis, by these names. */
  Chart counting(IntFunction<String> names) {
    counting = true;
    chart
        .getStyler()
        .setXAxisTickLabelsFormattingFunction(number -> names.apply((int) Math.round(number)));
    return this;
  }

  /** The horizontal axis goes by powers of ten where its numbers are far apart. */
  Chart acrossByPowers() {
    acrossByPowers = true;
    return this;
  }

  /** A line through places in their order. */
  Chart line(Color colour, boolean dashed, List<Double> x, List<Double> y) {
    Marker marker = x.size() <= MANY ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE;
    add(colour, marker, x, y)
        .forEach(
            series ->
                series
                    .setXYSeriesRenderStyle(XYSeriesRenderStyle.Line)
                    .setLineColor(colour)
                    .setLineStyle(Figure.stroke(dashed)));
    return this;
  }

  /** A dashed line on which both axes have the same number. */
  Chart guide(Color colour, double from, double to) {
    add(colour, SeriesMarkers.NONE, List.of(from, to), List.of(from, to))
        .forEach(series -> series.setLineColor(colour).setLineStyle(Figure.stroke(true)));
    return this;
  }

  /** Points alone. */
  Chart points(Color colour, Marker marker, List<Double> x, List<Double> y) {
    add(colour, marker, x, y)
        .forEach(series -> series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter));
    return this;
  }

  /** The series made of the places with finite numbers; none if there are no such places. */
  private List<XYSeries> add(Color colour, Marker marker, List<Double> x, List<Double> y) {
    List<Double> keptX = new ArrayList<>();
    List<Double> keptY = new ArrayList<>();
    for (int i = 0; i < x.size(); i++) {
      if (Double.isFinite(x.get(i)) && Double.isFinite(y.get(i))) {
        keptX.add(x.get(i));
        keptY.add(y.get(i));
      }
    }
    if (keptX.isEmpty()) {
      return List.of();
    }
    across.addAll(keptX);
    up.addAll(keptY);
    String name = Integer.toString(chart.getSeriesCollection().size());
    XYSeries series = chart.addSeries(name, keptX, keptY);
    series.setMarker(marker).setMarkerColor(colour);
    return List.of(series);
  }

  boolean isEmpty() {
    return across.isEmpty();
  }

  BufferedImage draw() {
    if (far(up)) {
      chart.getStyler().setYAxisLogarithmic(true);
    } else {
      Limits limits = Limits.around(up);
      chart.getStyler().setYAxisMin(limits.low()).setYAxisMax(limits.high());
    }
    if (acrossByPowers && far(across)) {
      chart.getStyler().setXAxisLogarithmic(true);
    } else {
      Limits limits = counting ? Limits.counting(across) : Limits.around(across);
      chart.getStyler().setXAxisMin(limits.low()).setXAxisMax(limits.high());
      if (counting) {
        // XChart takes the nearest of 1, 2, 5, 10 … to the distance asked for: never a half
        double unit = chart.getWidth() / (limits.high() - limits.low());
        chart.getStyler().setXAxisTickMarkSpacingHint((int) Math.max(MARKS, 0.85 * unit));
      }
    }
    return BitmapEncoder.getBufferedImage(chart);
  }

  private static boolean far(List<Double> numbers) {
    double low = numbers.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    double high = numbers.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    return low > 0 && high / low >= FAR;
  }

  /** Where an axis begins and ends. */
  private record Limits(double low, double high) {
    /** Half a number more on each side where they are few. */
    static Limits counting(List<Double> numbers) {
      Limits exact = around(numbers);
      double span = exact.high() - exact.low();
      double edge = span < 1 ? 0.9 : span < 5 ? 0.3 : span * 0.02;
      double low = numbers.stream().mapToDouble(Double::doubleValue).min().orElse(0);
      double high = numbers.stream().mapToDouble(Double::doubleValue).max().orElse(1);
      return new Limits(low - edge, high + edge);
    }

    /** A little more than the numbers span; never nothing. */
    static Limits around(List<Double> numbers) {
      double low = numbers.stream().mapToDouble(Double::doubleValue).min().orElse(0);
      double high = numbers.stream().mapToDouble(Double::doubleValue).max().orElse(1);
      double edge = (high - low) * 0.05;
      if (!(edge > 0)) {
        edge = Math.max(Math.abs(low) * 0.1, 1e-9);
      }
      return new Limits(low - edge, high + edge);
    }
  }
}
