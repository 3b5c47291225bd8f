package io.espalier.driver.report;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Inputs, hidden units and output over the plane, layer by layer; 0 is white. */
final class UnitPlanes {
  private static final int EDGE = 12;
  private static final int GAP = 14;
  private static final int ACROSS = 8;
  private static final int TILE = Plane.SIDE;

  private final Plane plane;
  private final String caption;
  private final String title;
  private final List<Plane.Layer> rows = new ArrayList<>();

  private UnitPlanes(Plane plane, String title) {
    this.plane = plane;
    this.title = title;
    this.caption = "What each unit puts out over the plane";
    rows.add(new Plane.Layer("inputs", plane.inputs()));
    rows.addAll(plane.layers());
    rows.add(new Plane.Layer("output", List.of(plane.output())));
  }

  /** The picture of a network over the plane. */
  static Optional<ReportPicture> of(ModelView model) {
    return model
        .plane()
        .map(plane -> new UnitPlanes(plane, model.title()))
        .map(
            units ->
                new ReportPicture(
                    model.folder() + "/units", units.caption, units::data, units::draw));
  }

  private Csv data() {
    List<String> header = new ArrayList<>(List.of("x1", "x2"));
    plane.inputs().forEach(input -> header.add("input_" + input.name()));
    for (int layer = 0; layer < plane.layers().size(); layer++) {
      for (int unit = 0; unit < plane.layers().get(layer).units().size(); unit++) {
        header.add("layer_" + (layer + 1) + "_unit_" + (unit + 1));
      }
    }
    header.add("output");
    Csv csv = new Csv(header);
    for (int place = 0; place < TILE * TILE; place++) {
      List<Object> row = new ArrayList<>();
      row.add(Plane.coordinate(place % TILE));
      row.add(Plane.coordinate(place / TILE));
      for (Plane.Layer layer : rows) {
        for (Plane.Field unit : layer.units()) {
          row.add(unit.numbers()[place]);
        }
      }
      csv.row(row);
    }
    return csv;
  }

  private BufferedImage draw() {
    int widest =
        rows.stream().mapToInt(row -> Math.min(ACROSS, row.units().size())).max().orElse(1);
    int width = Math.max(480, widest * (TILE + GAP) - GAP) + 2 * EDGE;
    int height = EDGE + 2 * Canvas.LINE + 10;
    for (Plane.Layer row : rows) {
      height += height(row);
    }
    Canvas canvas = new Canvas(width, height + EDGE);
    canvas.text(caption, Canvas.TITLE, EDGE, EDGE + 14, width - 2 * EDGE);
    canvas.text(title, Canvas.TEXT, EDGE, EDGE + 14 + Canvas.LINE, width - 2 * EDGE);
    int top = EDGE + 2 * Canvas.LINE + 10;
    for (int row = 0; row < rows.size(); row++) {
      row(canvas, rows.get(row), row == rows.size() - 1, top, width - 2 * EDGE);
      top += height(rows.get(row));
    }
    return canvas.image();
  }

  private static int height(Plane.Layer row) {
    int lines = (row.units().size() + ACROSS - 1) / ACROSS;
    return Canvas.LINE + 4 + lines * (TILE + 2 * Canvas.LINE - 2);
  }

  private void row(Canvas canvas, Plane.Layer row, boolean last, int top, int width) {
    canvas.text(row.title(), Canvas.TEXT, EDGE, top + 13, width);
    for (int unit = 0; unit < row.units().size(); unit++) {
      int left = EDGE + unit % ACROSS * (TILE + GAP);
      int down = top + Canvas.LINE + 2 + unit / ACROSS * (TILE + 2 * Canvas.LINE - 2);
      boolean probability = last && !plane.classes().isEmpty();
      unit(canvas, row.units().get(unit), probability, row.units().size() == 1, left, down);
    }
  }

  private static void unit(
      Canvas canvas, Plane.Field unit, boolean probability, boolean alone, int left, int top) {
    Span span = Span.of(unit.numbers());
    double middle = probability ? 0.5 : 0;
    double reach = probability ? 0.5 : span.reach();
    BufferedImage colours = PlaneMap.colours(unit, middle, reach);
    canvas.enlarged(colours, left, top, TILE, TILE);
    canvas.frame(ChartColours.BAR, left, top, TILE, TILE);
    String range = rounded(span.low(), reach) + " to " + rounded(span.high(), reach);
    canvas.text(unit.name(), Canvas.SMALL, left, top + TILE + 13, alone ? 300 : TILE + GAP - 2);
    canvas.graphics().setColor(ChartColours.FAINT);
    canvas.text(range, Canvas.SMALL, left, top + TILE + 26, TILE + GAP - 2);
    canvas.graphics().setColor(ChartColours.INK);
  }

  /** What is next to nothing beside the largest magnitude is 0. */
  private static String rounded(double number, double reach) {
    return ReportNumbers.text(Math.abs(number) < reach * 1e-6 ? 0 : number);
  }
}
