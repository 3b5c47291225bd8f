package io.espalier.data.read;

import com.twelvemonkeys.imageio.metadata.Directory;
import com.twelvemonkeys.imageio.metadata.Entry;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEG;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegment;
import com.twelvemonkeys.imageio.metadata.jpeg.JPEGSegmentUtil;
import com.twelvemonkeys.imageio.metadata.tiff.TIFF;
import com.twelvemonkeys.imageio.metadata.tiff.TIFFReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * How a camera was held, as JPEG (in EXIF) and TIFF files note it: the corner of the scene where
 * the stored rows begin and the direction they go.
 *
 * @param code 1 to 8 as in the TIFF 6.0 specification; 1 for upright
 */
record Orientation(int code) {
  private static final Orientation UPRIGHT = new Orientation(1);

  Orientation {
    if (code < 1 || code > 8) {
      throw new IllegalArgumentException("expected an orientation from 1 to 8, found " + code);
    }
  }

  /**
   * What is noted in a file; upright where nothing is, or nothing sound. The stream is left at its
   * start.
   *
   * @param format the format's name as its reader gives it
   */
  static Orientation of(ImageInputStream stream, String format) throws IOException {
    stream.seek(0);
    try {
      return directory(stream, format.toLowerCase(Locale.ROOT))
          .map(directory -> directory.getEntryById(TIFF.TAG_ORIENTATION))
          .map(Entry::getValue)
          .filter(Number.class::isInstance)
          .map(value -> new Orientation(((Number) value).intValue()))
          .orElse(UPRIGHT);
    } catch (IOException | RuntimeException damaged) {
      return UPRIGHT;
    } finally {
      stream.seek(0);
    }
  }

  private static Optional<Directory> directory(ImageInputStream stream, String format)
      throws IOException {
    if (format.contains("tif")) {
      return Optional.of(new TIFFReader().read(stream));
    }
    if (!format.contains("jpeg") && !format.contains("jpg")) {
      return Optional.empty();
    }
    List<JPEGSegment> exif = JPEGSegmentUtil.readSegments(stream, JPEG.APP1, "Exif");
    if (exif.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream data = exif.get(0).data()) {
      data.skipNBytes(1); // "Exif" ends with two zeros, one of which is part of the segment's name
      return Optional.of(new TIFFReader().read(new MemoryCacheImageInputStream(data)));
    }
  }

  /** Whether height and width change places. */
  boolean lies() {
    return code >= 5;
  }

  /** The picture as the camera saw it. */
  BufferedImage upright(BufferedImage stored) {
    if (code == 1) {
      return stored;
    }
    int height = stored.getHeight();
    int width = stored.getWidth();
    BufferedImage turned =
        new BufferedImage(
            lies() ? height : width, lies() ? width : height, BufferedImage.TYPE_INT_RGB);
    boolean fromRight = code == 2 || code == 3 || code == 7 || code == 8;
    boolean fromBelow = code == 3 || code == 4 || code == 6 || code == 7;
    for (int y = 0; y < height; y++) {
      int row = fromBelow ? height - 1 - y : y;
      for (int x = 0; x < width; x++) {
        int column = fromRight ? width - 1 - x : x;
        turned.setRGB(lies() ? row : column, lies() ? column : row, stored.getRGB(x, y));
      }
    }
    return turned;
  }
}
