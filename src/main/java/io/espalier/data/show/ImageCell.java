package io.espalier.data.show;

import io.espalier.data.Augmenter;
import io.espalier.data.Dataset;
import io.espalier.data.Features;
import io.espalier.data.PreparedData;
import io.espalier.wire.InputShape;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/** An image, grey or in colour, enlarged by a whole factor or reduced to fit. */
final class ImageCell implements SampleCell {
  private static final int CELL_PIXELS = 64;

  private final PreparedData data;
  private final Dataset dataset;
  private final long experimentSeed;
  private final InputShape.Image shape;
  private final int height;
  private final int width;

  ImageCell(PreparedData data, InputShape.Image shape, long experimentSeed) {
    this.data = data;
    this.experimentSeed = experimentSeed;
    dataset = data.dataset();
    this.shape = shape;
    double zoom = (double) CELL_PIXELS / Math.max(shape.height(), shape.width());
    double whole = zoom >= 1 ? Math.floor(zoom) : zoom;
    this.height = Math.max(1, (int) (shape.height() * whole));
    this.width = Math.max(1, (int) (shape.width() * whole));
  }

  @Override
  public int heightPixels() {
    return height;
  }

  @Override
  public int widthPixels() {
    return width;
  }

  @Override
  public void draw(Graphics2D graphics, int example, int form, int left, int top) {
    graphics.drawImage(image(example, form), left, top, width, height, null);
  }

  private BufferedImage image(int example, int form) {
    float[] raw = new float[shape.size()];
    dataset.features().copy(example * shape.size(), raw, 0, shape.size());
    if (form > 0) {
      int[] rows = {example};
      data.fillAugmented(rows, 0, 1, Augmenter.seed(experimentSeed, 0, 0, form - 1), raw);
      data.normalisation().undo(raw);
    }
    if (!(dataset.features() instanceof Features.Bytes)) {
      spread(raw);
    }
    BufferedImage image =
        new BufferedImage(shape.width(), shape.height(), BufferedImage.TYPE_INT_RGB);
    int plane = shape.height() * shape.width();
    boolean colour = shape.channels() == 3;
    for (int i = 0; i < plane; i++) {
      int red = level(raw[i]);
      int green = colour ? level(raw[plane + i]) : red;
      int blue = colour ? level(raw[2 * plane + i]) : red;
      image.setRGB(i % shape.width(), i / shape.width(), red << 16 | green << 8 | blue);
    }
    return image;
  }

  private static int level(float number) {
    return Math.max(0, Math.min(255, Math.round(number)));
  }

  /** Numbers of any range from black, their lowest, to white. */
  private static void spread(float[] numbers) {
    float lowest = Float.POSITIVE_INFINITY;
    float highest = Float.NEGATIVE_INFINITY;
    for (float number : numbers) {
      lowest = Math.min(lowest, number);
      highest = Math.max(highest, number);
    }
    float range = highest > lowest ? highest - lowest : 1;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (numbers[i] - lowest) / range * 255;
    }
  }
}
