package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.wire.InputShape;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Image files, read one after another into one array. */
final class ImageFiles {
  private static final Logger LOG = LoggerFactory.getLogger(ImageFiles.class);
  private static final Pattern IMAGE_NAME = Pattern.compile(".*\\.(png|jpg|jpeg|gif|bmp)");

  private final DataFiles files;

  ImageFiles(DataFiles files) {
    this.files = files;
  }

  static boolean isImage(Path path) {
    return !DataFiles.hidden(path)
        && IMAGE_NAME.matcher(path.getName().toLowerCase(Locale.ROOT)).matches();
  }

  /** The images of a folder by name; what else lies there is skipped, with a notice. */
  List<Path> in(Path folder) {
    List<FileStatus> all = files.list(folder);
    List<Path> images =
        all.stream()
            .filter(FileStatus::isFile)
            .map(FileStatus::getPath)
            .filter(ImageFiles::isImage)
            .toList();
    if (images.size() < all.size()) {
      LOG.warn(
          "{}: skipped {} entries that are hidden or no images",
          DataFiles.name(folder),
          all.size() - images.size());
    }
    return images;
  }

  /** The shape every image gets: as asked for, else the first image's. */
  InputShape.Image shape(DataSource.ImageFolder source, Path first) {
    if (source.height() > 0 && source.width() > 0) {
      return new InputShape.Image(source.channels(), source.height(), source.width());
    }
    Picture picture = Picture.read(files, first);
    return new InputShape.Image(source.channels(), picture.height(), picture.width());
  }

  /**
   * The images as bytes, one after another.
   *
   * @param sameSize whether another size than the shape's is an error rather than scaled
   */
  byte[] read(List<Path> paths, InputShape.Image shape, boolean sameSize) {
    String where = DataFiles.name(paths.get(0).getParent());
    byte[] pixels = new byte[Joined.length((long) paths.size() * shape.size(), where)];
    for (int i = 0; i < paths.size(); i++) {
      Picture picture = Picture.read(files, paths.get(i));
      if (sameSize && (picture.height() != shape.height() || picture.width() != shape.width())) {
        throw new DataException(
            DataFiles.name(paths.get(i))
                + ": expected "
                + shape.height()
                + "x"
                + shape.width()
                + " pixels as the first image, found "
                + picture.height()
                + "x"
                + picture.width()
                + "; give height and width to scale all images");
      }
      picture.write(shape, pixels, i * shape.size());
    }
    return pixels;
  }
}
