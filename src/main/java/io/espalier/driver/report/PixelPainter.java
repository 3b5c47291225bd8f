package io.espalier.driver.report;

import java.awt.image.BufferedImage;

/** Makes images of numbers. */
final class PixelPainter {
  private PixelPainter() {}

  /** The numbers between two ends, three planes as colour, else the first plane as grey. */
  static BufferedImage natural(Pixels pixels, Span span) {
    BufferedImage image = blank(pixels);
    boolean colour = pixels.shape().channels() == 3;
    for (int row = 0; row < image.getHeight(); row++) {
      for (int column = 0; column < image.getWidth(); column++) {
        int red = level(pixels.at(0, row, column), span);
        int green = colour ? level(pixels.at(1, row, column), span) : red;
        int blue = colour ? level(pixels.at(2, row, column), span) : red;
        image.setRGB(column, row, red << 16 | green << 8 | blue);
      }
    }
    return image;
  }

  /** One plane from dark violet, its smallest number, to yellow, its largest. */
  static BufferedImage map(Pixels pixels, int channel, Span span) {
    BufferedImage image = blank(pixels);
    for (int row = 0; row < image.getHeight(); row++) {
      for (int column = 0; column < image.getWidth(); column++) {
        double share = span.share(pixels.at(channel, row, column));
        image.setRGB(column, row, ChartColours.ofShare(share).getRGB());
      }
    }
    return image;
  }

  private static BufferedImage blank(Pixels pixels) {
    return new BufferedImage(
        pixels.shape().width(), pixels.shape().height(), BufferedImage.TYPE_INT_RGB);
  }

  private static int level(float number, Span span) {
    return (int) Math.round(255 * span.share(number));
  }
}
