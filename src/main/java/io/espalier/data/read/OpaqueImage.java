package io.espalier.data.read;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import org.apache.hadoop.fs.Path;

/** Pixels of any kind as opaque red, green and blue, 8 bits each. */
final class OpaqueImage {
  private static final int MOST_BYTE = 255;

  private OpaqueImage() {}

  /**
   * The image laid over white. Of more than 8 bits the highest 8 count.
   *
   * @param path of the file, for the message if its samples cannot be read as brightness
   */
  static BufferedImage of(Path path, BufferedImage image) {
    requireSamples(path, image);
    BufferedImage target =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    if (isGrey(image)) {
      copyGrey(image.getRaster(), target);
      return target;
    }
    Graphics2D graphics = target.createGraphics();
    graphics.drawImage(image, 0, 0, Color.WHITE, null);
    graphics.dispose();
    return target;
  }

  /** Numbers of a measurement have no agreed black and white. */
  private static void requireSamples(Path path, BufferedImage image) {
    int type = image.getRaster().getTransferType();
    if (image.getColorModel() instanceof ComponentColorModel
        && type != DataBuffer.TYPE_BYTE
        && type != DataBuffer.TYPE_USHORT) {
      throw Picture.unreadable(
          path, "its samples are fractions or have more than 16 bits; save it with 8 or 16 bits");
    }
  }

  /** Plain grey; Java would take its samples as linear light and brighten them. */
  private static boolean isGrey(BufferedImage image) {
    ColorModel model = image.getColorModel();
    return model instanceof ComponentColorModel
        && model.getNumColorComponents() == 1
        && image.getRaster().getSampleModel().getSampleSize(0) >= 8;
  }

  private static void copyGrey(Raster raster, BufferedImage target) {
    int shift = raster.getSampleModel().getSampleSize(0) - 8;
    boolean transparent = raster.getNumBands() == 2;
    for (int y = 0; y < target.getHeight(); y++) {
      for (int x = 0; x < target.getWidth(); x++) {
        int sample = raster.getSample(x, y, 0) >> shift;
        if (transparent) {
          int alpha = raster.getSample(x, y, 1) >> shift;
          sample = (sample * alpha + MOST_BYTE * (MOST_BYTE - alpha) + MOST_BYTE / 2) / MOST_BYTE;
        }
        target.setRGB(x, y, sample << 16 | sample << 8 | sample);
      }
    }
  }
}
