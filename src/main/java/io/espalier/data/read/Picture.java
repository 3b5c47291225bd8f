package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.wire.InputShape;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.apache.hadoop.fs.Path;

/**
 * A PNG, JPEG, GIF (its first frame) or BMP file as bytes. Transparent pixels are laid over white;
 * a rotation noted in a photograph's EXIF data is not applied.
 */
final class Picture {
  private static final long MOST_PIXELS = 100_000_000;

  private final BufferedImage image;

  private Picture(BufferedImage image) {
    this.image = image;
  }

  static Picture read(DataFiles files, Path path) {
    try (InputStream in = files.open(path);
        ImageInputStream stream = new MemoryCacheImageInputStream(in)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        throw unreadable(path, "it begins like none of these", null);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw unreadable(path, pixels + " pixels are more than 100 million", null);
        }
        return new Picture(opaque(reader.read(0)));
      } finally {
        reader.dispose();
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw unreadable(path, DataFiles.reason(e), e);
    }
  }

  private static DataException unreadable(
      Path path, String reason, @org.jspecify.annotations.Nullable Exception cause) {
    String message =
        DataFiles.name(path)
            + ": expected a PNG, JPEG, GIF or BMP image, cannot read it: "
            + reason;
    return cause == null ? new DataException(message) : new DataException(message, cause);
  }

  int height() {
    return image.getHeight();
  }

  int width() {
    return image.getWidth();
  }

  /** The picture scaled to the shape and written plane by plane from {@code at} on. */
  void write(InputShape.Image shape, byte[] target, int at) {
    BufferedImage scaled = scaled(shape.height(), shape.width());
    int plane = shape.height() * shape.width();
    int[] pixels = scaled.getRGB(0, 0, shape.width(), shape.height(), null, 0, shape.width());
    for (int i = 0; i < plane; i++) {
      int red = pixels[i] >> 16 & 0xff;
      int green = pixels[i] >> 8 & 0xff;
      int blue = pixels[i] & 0xff;
      if (shape.channels() == 1) {
        target[at + i] = (byte) luma(red, green, blue);
      } else {
        target[at + i] = (byte) red;
        target[at + plane + i] = (byte) green;
        target[at + 2 * plane + i] = (byte) blue;
      }
    }
  }

  /** Brightness as in ITU-R BT.601, 0 to 255. */
  private static int luma(int red, int green, int blue) {
    return (299 * red + 587 * green + 114 * blue + 500) / 1000;
  }

  /** Halved as often as it fits, so that every pixel counts, then scaled bilinearly. */
  private BufferedImage scaled(int height, int width) {
    BufferedImage at = image;
    while (at.getHeight() >= 2 * height && at.getWidth() >= 2 * width) {
      at = drawn(at, at.getHeight() / 2, at.getWidth() / 2);
    }
    return at.getHeight() == height && at.getWidth() == width ? at : drawn(at, height, width);
  }

  private static BufferedImage drawn(BufferedImage image, int height, int width) {
    BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = target.createGraphics();
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return target;
  }

  private static BufferedImage opaque(BufferedImage image) {
    BufferedImage target =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Raster raster = image.getRaster();
    if (isGrey(image)) {
      int shift = raster.getSampleModel().getSampleSize(0) - 8;
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          int sample = raster.getSample(x, y, 0) >> shift;
          target.setRGB(x, y, sample << 16 | sample << 8 | sample);
        }
      }
      return target;
    }
    Graphics2D graphics = target.createGraphics();
    graphics.drawImage(image, 0, 0, java.awt.Color.WHITE, null);
    graphics.dispose();
    return target;
  }

  /** Plain grey; Java would take its samples as linear light and brighten them. */
  private static boolean isGrey(BufferedImage image) {
    ColorModel model = image.getColorModel();
    int type = image.getRaster().getTransferType();
    return model.getNumComponents() == 1
        && !(model instanceof java.awt.image.IndexColorModel)
        && (type == DataBuffer.TYPE_BYTE || type == DataBuffer.TYPE_USHORT)
        && image.getRaster().getSampleModel().getSampleSize(0) >= 8;
  }
}
