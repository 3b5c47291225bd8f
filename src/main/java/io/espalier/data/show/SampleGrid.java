package io.espalier.data.show;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.wire.InputShape;
import io.espalier.wire.Part;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** The first ten training images of each class, a row per class with its name. */
final class SampleGrid {
  private static final int COLUMNS = 10;
  private static final int MOST_ROWS = 50;
  private static final int CELL_PIXELS = 64;
  private static final int GAP_PIXELS = 4;
  private static final int NAME_PIXELS = 130;

  private final PreparedData data;
  private final InputShape.Image shape;
  private final int cellHeight;
  private final int cellWidth;

  SampleGrid(PreparedData data, InputShape.Image shape) {
    this.data = data;
    this.shape = shape;
    double zoom = (double) CELL_PIXELS / Math.max(shape.height(), shape.width());
    double whole = zoom >= 1 ? Math.floor(zoom) : zoom;
    this.cellHeight = Math.max(1, (int) (shape.height() * whole));
    this.cellWidth = Math.max(1, (int) (shape.width() * whole));
  }

  BufferedImage draw() {
    List<String> names = names();
    int rows = Math.min(names.size(), MOST_ROWS);
    BufferedImage picture =
        new BufferedImage(
            NAME_PIXELS + COLUMNS * (cellWidth + GAP_PIXELS),
            rows * (cellHeight + GAP_PIXELS) + GAP_PIXELS,
            BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    Lettering letters = new Lettering(graphics);
    for (int label = 0; label < rows; label++) {
      int top = GAP_PIXELS + label * (cellHeight + GAP_PIXELS);
      graphics.setColor(Color.BLACK);
      letters.write(names.get(label), 6, top + cellHeight / 2 + 5, NAME_PIXELS - 12);
      row(graphics, label, top);
    }
    graphics.dispose();
    return picture;
  }

  private List<String> names() {
    return data.dataset().targets() instanceof Targets.Classes classes
        ? classes.names()
        : List.of("samples");
  }

  private void row(Graphics2D graphics, int label, int top) {
    int left = NAME_PIXELS;
    for (int example : samples(label)) {
      graphics.drawImage(image(example), left, top, cellWidth, cellHeight, null);
      left += cellWidth + GAP_PIXELS;
    }
  }

  private List<Integer> samples(int label) {
    List<Integer> samples = new ArrayList<>();
    for (int row : data.split().rows(Part.TRAIN)) {
      boolean wanted =
          !(data.dataset().targets() instanceof Targets.Classes classes)
              || classes.labels()[row] == label;
      if (wanted && samples.size() < COLUMNS) {
        samples.add(row);
      }
    }
    return samples;
  }

  private BufferedImage image(int example) {
    float[] raw = new float[shape.size()];
    data.dataset().features().copy(example * shape.size(), raw, 0, shape.size());
    BufferedImage image =
        new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
    int plane = shape.height() * shape.width();
    boolean colour = shape.channels() == 3;
    for (int i = 0; i < plane; i++) {
      int red = (int) raw[i];
      int green = colour ? (int) raw[plane + i] : red;
      int blue = colour ? (int) raw[2 * plane + i] : red;
      image.setRGB(i % shape.width(), i / shape.width(), red << 16 | green << 8 | blue);
    }
    return image;
  }
}
