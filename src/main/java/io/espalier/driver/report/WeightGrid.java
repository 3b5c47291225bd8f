package io.espalier.driver.report;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The first layer's weights as images, before and after training, each over its full range. */
final class WeightGrid {
  private static final int EDGE = 12;
  private static final int GAP = 6;
  private static final int BETWEEN = 36;
  private static final int TILE = 64;

  private final FirstLayer layer;
  private final String caption;
  private final int columns;
  private final int rows;
  private final int tileWidth;
  private final int tileHeight;
  private final int cellWidth;

  private WeightGrid(FirstLayer layer) {
    this.layer = layer;
    this.caption = "First layer's weights (" + layer.kind() + ")";
    int shown = layer.names().size();
    columns = Math.min(8, (int) Math.ceil(Math.sqrt(shown)));
    rows = (shown + columns - 1) / columns;
    Pixels first = layer.after().get(0);
    int zoom = Math.max(1, TILE / Math.max(first.shape().height(), first.shape().width()));
    tileWidth = first.shape().width() * zoom;
    tileHeight = first.shape().height() * zoom;
    cellWidth = Math.max(tileWidth, TILE);
  }

  static Optional<ReportPicture> of(ModelView model) {
    return model
        .firstLayer()
        .filter(layer -> !layer.names().isEmpty())
        .map(WeightGrid::new)
        .map(
            grid ->
                new ReportPicture(
                    model.folder() + "/first-layer", grid.caption, grid::data, grid::draw));
  }

  /** One line per row of an image. */
  private Csv data() {
    int width = layer.after().get(0).shape().width();
    List<String> header = new ArrayList<>(List.of("when", "unit", "channel", "row"));
    for (int column = 0; column < width; column++) {
      header.add("column_" + column);
    }
    Csv csv = new Csv(header);
    add(csv, "before", layer.before());
    add(csv, "after", layer.after());
    return csv;
  }

  private void add(Csv csv, String when, List<Pixels> units) {
    for (int unit = 0; unit < units.size(); unit++) {
      Pixels pixels = units.get(unit);
      for (int channel = 0; channel < pixels.shape().channels(); channel++) {
        for (int row = 0; row < pixels.shape().height(); row++) {
          List<Object> cells =
              new ArrayList<>(List.of(when, layer.names().get(unit), channel, row));
          for (int column = 0; column < pixels.shape().width(); column++) {
            cells.add(pixels.at(channel, row, column));
          }
          csv.row(cells);
        }
      }
    }
  }

  private BufferedImage draw() {
    int grid = Math.max(columns * (cellWidth + GAP) - GAP, 220);
    int top = EDGE + 3 * Canvas.LINE + 8;
    int cellHeight = tileHeight + Canvas.LINE;
    int width = 2 * (EDGE + grid) + BETWEEN;
    Canvas canvas = new Canvas(width, top + rows * cellHeight + EDGE);
    canvas.text(caption, Canvas.TITLE, EDGE, EDGE + 14, width - 2 * EDGE);
    canvas.text(subtitle(), Canvas.TEXT, EDGE, EDGE + 14 + Canvas.LINE, width - 2 * EDGE);
    int right = EDGE + grid + BETWEEN;
    canvas.text("before training", Canvas.TEXT, EDGE, top - 6, grid);
    canvas.text("after training", Canvas.TEXT, right, top - 6, grid);
    for (int unit = 0; unit < layer.names().size(); unit++) {
      int down = top + unit / columns * cellHeight;
      int across = unit % columns * (cellWidth + GAP);
      tile(canvas, layer.before().get(unit), unit, EDGE + across, down);
      tile(canvas, layer.after().get(unit), unit, right + across, down);
    }
    return canvas.image();
  }

  private String subtitle() {
    int shown = layer.names().size();
    String count =
        shown < layer.units() ? "the first " + shown + " of " + layer.units() : "" + shown;
    return count + " units, " + layer.after().get(0).shape() + " each, each over its own range";
  }

  private void tile(Canvas canvas, Pixels pixels, int unit, int left, int top) {
    int middle = left + cellWidth / 2;
    BufferedImage image = PixelPainter.natural(pixels, pixels.span());
    canvas.enlarged(image, middle - tileWidth / 2, top, tileWidth, tileHeight);
    canvas.graphics().setColor(ChartColours.FAINT);
    canvas.centred(
        layer.names().get(unit), Canvas.SMALL, middle, top + tileHeight + 12, cellWidth + GAP - 2);
    canvas.graphics().setColor(ChartColours.INK);
  }
}
