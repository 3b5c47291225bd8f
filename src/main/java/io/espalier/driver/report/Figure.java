package io.espalier.driver.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** Several charts under one title with one legend. */
final class Figure {
  private static final int EDGE = 12;
  private static final int SWATCH = 26;

  private Figure() {}

  /** How something is drawn. */
  enum Mark {
    LINE,
    DASHES,
    DOT,
    DIAMOND
  }

  /** A line of the legend. */
  record Entry(Color colour, Mark mark, String text) {}

  /**
   * Puts charts of one size together, so many beside each other.
   *
   * @param subtitle what the lines mean; may be empty
   */
  static BufferedImage of(
      String title, String subtitle, List<BufferedImage> charts, int columns, List<Entry> legend) {
    int across = Math.min(columns, charts.size());
    int width = charts.get(0).getWidth();
    int height = charts.get(0).getHeight();
    int rows = (charts.size() + across - 1) / across;
    int top = EDGE + 22 + (subtitle.isEmpty() ? 0 : Canvas.LINE);
    int bottom = top + rows * height;
    int paper = Math.max(560, across * width) + 2 * EDGE;
    Canvas canvas = new Canvas(paper, bottom + legend.size() * Canvas.LINE + 2 * EDGE);
    canvas.text(title, Canvas.TITLE, EDGE, EDGE + 14, paper - 2 * EDGE);
    canvas.text(subtitle, Canvas.TEXT, EDGE, EDGE + 14 + Canvas.LINE, paper - 2 * EDGE);
    for (int i = 0; i < charts.size(); i++) {
      canvas
          .graphics()
          .drawImage(charts.get(i), EDGE + i % across * width, top + i / across * height, null);
    }
    for (int i = 0; i < legend.size(); i++) {
      entry(canvas, legend.get(i), bottom + EDGE + i * Canvas.LINE, paper - 2 * EDGE);
    }
    return canvas.image();
  }

  /** A picture of nothing but the reason why. */
  static BufferedImage empty(String title, String why) {
    Canvas canvas = new Canvas(560 + 2 * EDGE, 4 * Canvas.LINE);
    canvas.text(title, Canvas.TITLE, EDGE, EDGE + 14, 560);
    canvas.text(why, Canvas.TEXT, EDGE, EDGE + 14 + Canvas.LINE, 560);
    return canvas.image();
  }

  private static void entry(Canvas canvas, Entry entry, int top, int width) {
    Graphics2D graphics = canvas.graphics();
    graphics.setColor(entry.colour());
    int middle = EDGE + SWATCH / 2;
    switch (entry.mark()) {
      case LINE, DASHES -> {
        graphics.setStroke(stroke(entry.mark() == Mark.DASHES));
        graphics.drawLine(EDGE, top + 8, EDGE + SWATCH, top + 8);
        graphics.setStroke(new BasicStroke(1));
      }
      case DOT -> graphics.fillOval(middle - 4, top + 4, 8, 8);
      case DIAMOND ->
          graphics.fillPolygon(
              new int[] {middle - 5, middle, middle + 5, middle},
              new int[] {top + 8, top + 3, top + 8, top + 13},
              4);
    }
    graphics.setColor(ChartColours.INK);
    canvas.text(entry.text(), Canvas.TEXT, EDGE + SWATCH + 8, top + 13, width - SWATCH - 8);
  }

  /** A line of two pixels, whole or dashed. */
  static BasicStroke stroke(boolean dashed) {
    return dashed
        ? new BasicStroke(
            2, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {6, 5}, 0)
        : new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }
}
