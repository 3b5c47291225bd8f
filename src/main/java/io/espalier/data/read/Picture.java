package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.files.DataFiles;
import io.espalier.wire.InputShape;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A picture file, its first page or frame, as bytes. Transparent pixels are laid over white;
 * photographs are turned as the camera was held.
 */
final class Picture {
  private static final long MOST_PIXELS = 100_000_000;

  /** Even a plain JPEG has a bit for each block of 64. */
  private static final long MOST_PIXELS_PER_BYTE = 1_000;

  private final BufferedImage image;

  private Picture(BufferedImage image) {
    this.image = image;
  }

  /** Height and width in pixels. */
  record Size(int height, int width) {
    @Override
    public String toString() {
      return height + "x" + width;
    }
  }

  /** What is done with a file that is open and known. */
  private interface Use<T> {
    T of(ImageReader reader, Orientation orientation) throws IOException;
  }

  static Picture read(DataFiles files, Path path) {
    return open(
        files,
        path,
        (reader, orientation) ->
            new Picture(orientation.upright(OpaqueImage.of(path, reader.read(0)))));
  }

  /** The size alone, for which pixels are not unpacked. */
  static Size size(DataFiles files, Path path) {
    return open(
        files,
        path,
        (reader, orientation) ->
            orientation.lies()
                ? new Size(reader.getWidth(0), reader.getHeight(0))
                : new Size(reader.getHeight(0), reader.getWidth(0)));
  }

  private static <T> T open(DataFiles files, Path path, Use<T> use) {
    try (InputStream in = files.open(path);
        ImageInputStream stream = new MemoryCacheImageInputStream(in)) {
      Optional<ImageReader> found = PictureFormats.reader(stream);
      if (found.isEmpty()) {
        throw unreadable(path, "it begins like none of these");
      }
      ImageReader reader = found.get();
      try {
        Orientation orientation = Orientation.of(stream, reader.getFormatName());
        reader.setInput(stream, true, true);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw unreadable(path, pixels + " pixels are more than 100 million");
        }
        long bytes = files.status(path).map(FileStatus::getLen).orElse(0L);
        if (reader.getFormatName().equals("JPEG") && pixels / MOST_PIXELS_PER_BYTE > bytes) {
          throw unreadable(path, bytes + " bytes hold no " + pixels + " pixels");
        }
        return use.of(reader, orientation);
      } finally {
        reader.dispose();
      }
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new DataException(
          String.valueOf(unreadable(path, DataFiles.reason(e)).getMessage()), e);
    }
  }

  static DataException unreadable(Path path, String reason) {
    return new DataException(
        DataFiles.name(path)
            + ": expected a "
            + PictureFormats.NAMES
            + " picture, cannot read it: "
            + reason);
  }

  Size size() {
    return new Size(image.getHeight(), image.getWidth());
  }

  /** The picture brought to the shape and written plane by plane from {@code at} on. */
  void write(InputShape.Image shape, DataSource.Resize resize, byte[] target, int at) {
    BufferedImage scaled = resized(shape.height(), shape.width(), resize);
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

  private BufferedImage resized(int height, int width, DataSource.Resize resize) {
    return switch (resize) {
      case STRETCH -> stretched(image, height, width);
      case FIT -> fitted(height, width);
      case CROP -> stretched(middle(height, width), height, width);
    };
  }

  /** The longer side fits, the shorter one is in the middle of black. */
  private BufferedImage fitted(int height, int width) {
    double scale = Math.min((double) height / image.getHeight(), (double) width / image.getWidth());
    int fittedHeight = Math.max(1, (int) Math.round(image.getHeight() * scale));
    int fittedWidth = Math.max(1, (int) Math.round(image.getWidth() * scale));
    BufferedImage fitted = stretched(image, fittedHeight, fittedWidth);
    BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = target.createGraphics();
    graphics.setColor(Color.BLACK);
    graphics.fillRect(0, 0, width, height);
    graphics.drawImage(fitted, (width - fittedWidth) / 2, (height - fittedHeight) / 2, null);
    graphics.dispose();
    return target;
  }

  /** The largest part in the middle with the sides' ratio asked for. */
  private BufferedImage middle(int height, int width) {
    double scale = Math.min((double) image.getHeight() / height, (double) image.getWidth() / width);
    int cutHeight = Math.max(1, (int) Math.round(height * scale));
    int cutWidth = Math.max(1, (int) Math.round(width * scale));
    return image.getSubimage(
        (image.getWidth() - cutWidth) / 2,
        (image.getHeight() - cutHeight) / 2,
        cutWidth,
        cutHeight);
  }

  /** Halved as often as it fits, so that every pixel counts, then scaled bilinearly. */
  private static BufferedImage stretched(BufferedImage image, int height, int width) {
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
}
