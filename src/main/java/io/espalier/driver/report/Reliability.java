package io.espalier.driver.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** A reliability diagram: how often a classifier is right by how sure it is, and how often so. */
final class Reliability {
  private static final int EDGE = 12;
  private static final int SIDE = 360;
  private static final int LEFT = EDGE + 78;
  private static final int COUNTS = 90;
  private static final int GAP = 16;
  private static final int RIGHT = 90;

  private final ModelView model;
  private final Confidence calibration;

  private Reliability(ModelView model, Confidence calibration) {
    this.model = model;
    this.calibration = calibration;
  }

  /** The picture of a classifier that was looked at. */
  static Optional<ReportPicture> of(ModelView model) {
    return model
        .judged()
        .map(judged -> new Reliability(model, judged.calibration()))
        .map(
            diagram ->
                new ReportPicture(
                    model.folder() + "/calibration",
                    diagram.caption(),
                    diagram::data,
                    diagram::draw));
  }

  private String caption() {
    return "Calibration, test part: expected calibration error "
        + ReportNumbers.text(calibration.error());
  }

  private Csv data() {
    Csv csv = new Csv("confidence_from", "confidence_to", "examples", "confidence", "accuracy");
    for (Confidence.Bin bin : calibration.bins()) {
      csv.row(edge(bin.from()), edge(bin.to()), bin.examples(), bin.confidence(), bin.accuracy());
    }
    return csv;
  }

  private static String edge(double share) {
    return String.format(Locale.ROOT, "%.1f", share);
  }

  private BufferedImage draw() {
    int top = EDGE + 4 * Canvas.LINE;
    int counts = top + SIDE + GAP;
    int bottom = counts + COUNTS;
    int width = LEFT + SIDE + RIGHT;
    Canvas canvas = new Canvas(width, bottom + 5 * Canvas.LINE + EDGE);
    canvas.text(caption(), Canvas.TITLE, EDGE, EDGE + 14, width - 2 * EDGE);
    canvas.text(model.title(), Canvas.TEXT, EDGE, EDGE + 14 + Canvas.LINE, width - 2 * EDGE);
    scale(canvas, top, bottom);
    int most = calibration.bins().stream().mapToInt(Confidence.Bin::examples).max().orElse(1);
    for (Confidence.Bin bin : calibration.bins()) {
      bin(canvas, bin, top);
      int tall = Math.max(1, COUNTS * bin.examples() / most);
      canvas.fill(ChartColours.BAR, x(bin.from()) + 1, bottom - tall, SIDE / 10 - 2, tall);
    }
    canvas.flushRight(Integer.toString(most), Canvas.SMALL, LEFT - 6, counts + 9, 70);
    canvas.graphics().setColor(ChartColours.INK);
    canvas.graphics().setStroke(Figure.stroke(true));
    canvas.graphics().drawLine(LEFT, top + SIDE, LEFT + SIDE, top);
    canvas.graphics().setStroke(new BasicStroke(1));
    canvas.frame(ChartColours.BAR, LEFT, top, SIDE, SIDE);
    canvas.frame(ChartColours.BAR, LEFT, counts, SIDE, COUNTS);
    int below = bottom + 2 * Canvas.LINE;
    canvas.centred("confidence", Canvas.TEXT, LEFT + SIDE / 2, below, SIDE);
    legend(canvas, below + 6);
    return canvas.image();
  }

  private void scale(Canvas canvas, int top, int bottom) {
    IntStream.rangeClosed(0, 5)
        .forEach(
            fifth -> {
              String share = ReportNumbers.text(fifth / 5.0);
              int y = top + SIDE - fifth * SIDE / 5;
              canvas.fill(ChartColours.GRID, LEFT, y, SIDE, 1);
              canvas.flushRight(share, Canvas.SMALL, LEFT - 6, y + 4, 40);
              canvas.centred(share, Canvas.SMALL, x(fifth / 5.0), bottom + 14, 40);
            });
    canvas.upright("accuracy", EDGE + 12, top + SIDE / 2 + 30);
    canvas.upright("examples", EDGE + 12, bottom - COUNTS / 2 + 30);
  }

  /** The bar of a bin's accuracy, and from there to its confidence what is wrong with it. */
  private static void bin(Canvas canvas, Confidence.Bin bin, int top) {
    int left = x(bin.from()) + 1;
    int wide = SIDE / Confidence.BINS - 2;
    int right = y(bin.accuracy(), top);
    int sure = y(bin.confidence(), top);
    canvas.fill(ChartColours.BLUE, left, right, wide, top + SIDE - right);
    int gap = Math.max(1, Math.abs(sure - right));
    canvas.fill(gapColour(bin), left + wide / 3, Math.min(sure, right), wide / 3, gap);
  }

  private static Color gapColour(Confidence.Bin bin) {
    return bin.confidence() > bin.accuracy() ? ChartColours.VERMILLION : ChartColours.ORANGE;
  }

  private static int x(double share) {
    return LEFT + (int) Math.round(SIDE * share);
  }

  private static int y(double share, int top) {
    return top + SIDE - (int) Math.round(SIDE * share);
  }

  private static void legend(Canvas canvas, int top) {
    List<Color> colours = List.of(ChartColours.BLUE, ChartColours.VERMILLION, ChartColours.ORANGE);
    List<String> texts = List.of("accuracy", "too sure by", "not sure enough by");
    int left = LEFT;
    for (int i = 0; i < texts.size(); i++) {
      canvas.fill(colours.get(i), left, top + 4, 12, 12);
      canvas.text(texts.get(i), Canvas.TEXT, left + 18, top + 15, 140);
      left += 42 + Canvas.width(texts.get(i), Canvas.TEXT);
    }
    canvas.text("dashes: as it should be", Canvas.TEXT, LEFT, top + 15 + Canvas.LINE, SIDE);
  }
}
