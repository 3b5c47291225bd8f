package io.espalier.driver.report;

import io.espalier.wire.Part;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Optional;

/** The network's output over the plane as colours, with the examples on it. */
final class PlaneMap {
  private static final int EDGE = 12;
  private static final int CELL = 5;
  private static final int SIDE = CELL * Plane.SIDE;
  private static final int AXIS = 44;
  private static final int LEGEND = 190;
  private static final int STEPS = 100;
  private static final int TICK = 3;

  /** The plane is paler than the examples on it. */
  private static final double PALE = 0.6;

  private final Plane plane;
  private final String caption;
  private final String title;

  private PlaneMap(Plane plane, String title) {
    this.plane = plane;
    this.title = title;
    this.caption = "Output over the plane";
  }

  static Optional<ReportPicture> of(ModelView model) {
    return model
        .plane()
        .map(plane -> new PlaneMap(plane, model.title()))
        .map(
            map -> new ReportPicture(model.folder() + "/plane", map.caption, map::data, map::draw));
  }

  private Csv data() {
    Csv csv = new Csv("what", "x1", "x2", "value");
    for (int place = 0; place < Plane.SIDE * Plane.SIDE; place++) {
      csv.row(
          "output",
          Plane.coordinate(place % Plane.SIDE),
          Plane.coordinate(place / Plane.SIDE),
          plane.output().numbers()[place]);
    }
    for (Plane.Point point : plane.points()) {
      String part = point.part().name().toLowerCase(java.util.Locale.ROOT);
      csv.row(part, point.x1(), point.x2(), point.target());
    }
    return csv;
  }

  /** Colours of one field, x2 upwards, with 0 white. */
  static BufferedImage colours(Plane.Field field, double middle, double reach) {
    BufferedImage image = new BufferedImage(Plane.SIDE, Plane.SIDE, BufferedImage.TYPE_INT_RGB);
    for (int place = 0; place < Plane.SIDE * Plane.SIDE; place++) {
      double value = reach > 0 ? (field.numbers()[place] - middle) / reach : 0;
      image.setRGB(
          place % Plane.SIDE,
          Plane.SIDE - 1 - place / Plane.SIDE,
          ChartColours.ofSign(PALE * Math.max(-1, Math.min(1, value))).getRGB());
    }
    return image;
  }

  private boolean classes() {
    return !plane.classes().isEmpty();
  }

  private double middle() {
    return classes() ? 0.5 : 0;
  }

  private double reach() {
    if (classes()) {
      return 0.5;
    }
    double reach = Span.of(plane.output().numbers()).reach();
    for (Plane.Point point : plane.points()) {
      reach = Math.max(reach, Math.abs(point.target()));
    }
    return reach;
  }

  private BufferedImage draw() {
    int left = EDGE + AXIS;
    int top = EDGE + 2 * Canvas.LINE + 10;
    int width = left + SIDE + LEGEND;
    Canvas canvas = new Canvas(width, top + SIDE + AXIS + EDGE);
    canvas.text(caption, Canvas.TITLE, EDGE, EDGE + 14, width - 2 * EDGE);
    canvas.text(title, Canvas.TEXT, EDGE, EDGE + 14 + Canvas.LINE, width - 2 * EDGE);
    canvas.enlarged(colours(plane.output(), middle(), reach()), left, top, SIDE, SIDE);
    canvas.frame(ChartColours.BAR, left, top, SIDE, SIDE);
    axes(canvas, left, top);
    canvas.graphics().setClip(left, top, SIDE, SIDE);
    for (Plane.Point point : plane.points()) {
      Color colour = ChartColours.ofSign((point.target() - middle()) / Math.max(1e-9, reach()));
      point(canvas, point.part(), colour, left + along(point.x1()), top + SIDE - along(point.x2()));
    }
    canvas.graphics().setClip(null);
    legend(canvas, left + SIDE + 24, top);
    return canvas.image();
  }

  private static double along(double coordinate) {
    return (coordinate + Plane.REACH) / (2 * Plane.REACH) * SIDE;
  }

  private static void axes(Canvas canvas, int left, int top) {
    for (int tick = (int) -Plane.REACH; tick <= Plane.REACH; tick += TICK) {
      int at = (int) Math.round(along(tick));
      String text = tick < 0 ? "−" + -tick : Integer.toString(tick);
      canvas.centred(text, Canvas.SMALL, left + at, top + SIDE + 16, 40);
      canvas.flushRight(text, Canvas.SMALL, left - 6, top + SIDE - at + 4, 40);
    }
    canvas.centred("x1", Canvas.TEXT, left + SIDE / 2, top + SIDE + 36, 60);
    canvas.text("x2", Canvas.TEXT, EDGE, top + SIDE / 2 + 5, 30);
  }

  private static void point(Canvas canvas, Part part, Color colour, double x, double y) {
    Shape shape =
        switch (part) {
          case TEST -> new Rectangle2D.Double(x - 4, y - 4, 8, 8);
          case VALIDATION -> triangle(x, y);
          default -> new Ellipse2D.Double(x - 4, y - 4, 8, 8);
        };
    canvas.graphics().setColor(colour);
    canvas.graphics().fill(shape);
    canvas.graphics().setColor(part == Part.TEST ? Color.BLACK : ChartColours.FAINT);
    canvas.graphics().setStroke(new BasicStroke(part == Part.TEST ? 1.4f : 1f));
    canvas.graphics().draw(shape);
    canvas.graphics().setStroke(new BasicStroke(1));
    canvas.graphics().setColor(ChartColours.INK);
  }

  private static Shape triangle(double x, double y) {
    Path2D path = new Path2D.Double();
    path.moveTo(x - 5, y + 4);
    path.lineTo(x + 5, y + 4);
    path.lineTo(x, y - 5);
    path.closePath();
    return path;
  }

  private void legend(Canvas canvas, int left, int top) {
    for (int step = 0; step <= STEPS; step++) {
      Color colour = ChartColours.ofSign(PALE * (1 - 2.0 * step / STEPS));
      canvas.fill(colour, left, top + step * 2, 20, 2);
    }
    canvas.frame(ChartColours.BAR, left, top, 20, 2 * STEPS + 1);
    scale(canvas, left + 28, top + 10, middle() + reach(), classes() ? plane.classes().get(1) : "");
    scale(canvas, left + 28, top + STEPS + 5, middle(), "");
    scale(
        canvas,
        left + 28,
        top + 2 * STEPS + 2,
        middle() - reach(),
        classes() ? plane.classes().get(0) : "");
    int line = top + 2 * STEPS + 40;
    Color sample = ChartColours.ofSign(1);
    for (Part part : new Part[] {Part.TRAIN, Part.VALIDATION, Part.TEST}) {
      if (plane.points().stream().anyMatch(point -> point.part() == part)) {
        point(canvas, part, sample, left + 10, line - 4);
        canvas.text(name(part), Canvas.TEXT, left + 28, line, LEGEND - 60);
        line += Canvas.LINE + 4;
      }
    }
  }

  private static void scale(Canvas canvas, int left, int line, double value, String name) {
    String text = ReportNumbers.text(value) + (name.isEmpty() ? "" : " " + name);
    canvas.text(text, Canvas.TEXT, left, line, LEGEND - 60);
  }

  private static String name(Part part) {
    return switch (part) {
      case TRAIN -> "training example";
      case VALIDATION -> "validation example";
      default -> "test example";
    };
  }
}
