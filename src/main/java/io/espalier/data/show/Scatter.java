package io.espalier.data.show;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.wire.Part;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;

/** Training points in the plane of two inputs, coloured by class or by the number to predict. */
final class Scatter {
  private static final int SIDE_PIXELS = 560;
  private static final int EDGE_PIXELS = 40;
  private static final int LEGEND_PIXELS = 150;
  private static final double DOT_PIXELS = 6;
  private static final int MOST_NAMES = 24;

  private final PreparedData data;
  private final int[] rows;
  private final float[] x;
  private final float[] y;
  private final List<String> axes;

  Scatter(PreparedData data, int first, int second) {
    this.data = data;
    this.rows =
        IntStream.of(data.split().rows(Part.TRAIN))
            .filter(row -> !Float.isNaN(number(row, first)) && !Float.isNaN(number(row, second)))
            .toArray();
    this.x = column(first);
    this.y = column(second);
    List<String> names = data.dataset().featureNames();
    this.axes = names.isEmpty() ? List.of("", "") : List.of(names.get(first), names.get(second));
  }

  private float[] column(int feature) {
    float[] column = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      column[i] = number(rows[i], feature);
    }
    return column;
  }

  /** NaN where a table has a hole. */
  private float number(int row, int feature) {
    float[] number = new float[1];
    data.dataset().features().copy(row * data.dataset().shape().size() + feature, number, 0, 1);
    return number[0];
  }

  BufferedImage draw() {
    BufferedImage picture =
        new BufferedImage(
            SIDE_PIXELS + 2 * EDGE_PIXELS + LEGEND_PIXELS,
            SIDE_PIXELS + 2 * EDGE_PIXELS,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    Range across = Range.of(x);
    Range up = Range.of(y);
    Lettering letters = new Lettering(graphics);
    frame(graphics, letters, across, up);
    Range target = targetRange();
    for (int i = 0; i < rows.length; i++) {
      graphics.setColor(colour(rows[i], target));
      double left = EDGE_PIXELS + across.share(x[i]) * SIDE_PIXELS;
      double top = EDGE_PIXELS + (1 - up.share(y[i])) * SIDE_PIXELS;
      graphics.fill(
          new Ellipse2D.Double(
              left - DOT_PIXELS / 2, top - DOT_PIXELS / 2, DOT_PIXELS, DOT_PIXELS));
    }
    legend(graphics, letters, target);
    graphics.dispose();
    return picture;
  }

  private void frame(Graphics2D graphics, Lettering letters, Range across, Range up) {
    graphics.setColor(Color.LIGHT_GRAY);
    graphics.drawRect(EDGE_PIXELS - 6, EDGE_PIXELS - 6, SIDE_PIXELS + 12, SIDE_PIXELS + 12);
    graphics.setColor(Color.BLACK);
    int bottom = SIDE_PIXELS + 2 * EDGE_PIXELS - 12;
    letters.write(across.text(axes.get(0)), EDGE_PIXELS, bottom, SIDE_PIXELS);
    letters.write("up: " + up.text(axes.get(1)), EDGE_PIXELS, EDGE_PIXELS - 16, SIDE_PIXELS);
  }

  private Range targetRange() {
    return data.dataset().targets() instanceof Targets.Numbers numbers
        ? Range.of(numbers.values())
        : new Range(0, 1);
  }

  private Color colour(int row, Range target) {
    if (data.dataset().targets() instanceof Targets.Classes classes) {
      return Palette.ofClass(classes.labels()[row]);
    }
    if (data.dataset().targets() instanceof Targets.Numbers numbers) {
      return Palette.ofShare(target.share(numbers.values()[row * numbers.width()]));
    }
    return Color.BLACK;
  }

  private void legend(Graphics2D graphics, Lettering letters, Range target) {
    int left = SIDE_PIXELS + 2 * EDGE_PIXELS - 16;
    if (data.dataset().targets() instanceof Targets.Classes classes) {
      for (int i = 0; i < Math.min(MOST_NAMES, classes.names().size()); i++) {
        entry(graphics, letters, left, i, Palette.ofClass(i), classes.names().get(i));
      }
      return;
    }
    for (int i = 0; i <= 4; i++) {
      double share = 1 - i / 4.0;
      entry(graphics, letters, left, i, Palette.ofShare(share), target.textAt(share));
    }
  }

  private static void entry(
      Graphics2D graphics, Lettering letters, int left, int line, Color colour, String text) {
    int top = EDGE_PIXELS + line * 20;
    graphics.setColor(colour);
    graphics.fillRect(left, top, 12, 12);
    graphics.setColor(Color.BLACK);
    letters.write(text, left + 18, top + 11, LEGEND_PIXELS - 18);
  }
}
