package io.espalier.data.read;

import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.BigTIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.espalier.data.files.DataFiles;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;
import org.apache.hadoop.fs.Path;

/**
 * The formats of pictures. What a file is, its first bytes say; its name only says that it is meant
 * as a picture. The plug-ins are named here rather than found on the class path, so that the same
 * file gives the same pixels whatever else a program or cluster brings.
 */
final class PictureFormats {
  /** The formats as a message names them. */
  static final String NAMES = "PNG, JPEG, GIF, BMP, TIFF or WebP";

  private static final Pattern FILE_NAME =
      Pattern.compile(".*\\.(png|jpg|jpeg|jpe|jfif|gif|bmp|tif|tiff|webp)");
  private static final List<ImageReaderSpi> PLUG_INS = plugIns();

  private PictureFormats() {}

  /** Whether a file's name is that of a picture. */
  static boolean isPicture(Path path) {
    return !DataFiles.hidden(path)
        && FILE_NAME.matcher(path.getName().toLowerCase(Locale.ROOT)).matches();
  }

  /** A file's name without the ending that makes it a picture's. */
  static String withoutEnding(String name) {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** A new reader of the format in which the stream begins; empty if it is none of them. */
  static Optional<ImageReader> reader(ImageInputStream stream) throws IOException {
    for (ImageReaderSpi plugIn : PLUG_INS) {
      if (plugIn.canDecodeInput(stream)) {
        return Optional.of(plugIn.createReaderInstance());
      }
    }
    Iterator<ImageReader> others = ImageIO.getImageReaders(stream);
    return others.hasNext() ? Optional.of(others.next()) : Optional.empty();
  }

  private static List<ImageReaderSpi> plugIns() {
    List<ImageReaderSpi> plugIns =
        List.of(
            new JPEGImageReaderSpi(),
            new TIFFImageReaderSpi(),
            new BigTIFFImageReaderSpi(),
            new WebPImageReaderSpi());
    // The plug-in for JPEG looks there for Java's own, which it builds on.
    IIORegistry registry = IIORegistry.getDefaultInstance();
    plugIns.forEach(plugIn -> plugIn.onRegistration(registry, ImageReaderSpi.class));
    return plugIns;
  }
}
