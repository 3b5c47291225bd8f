package io.espalier.driver.conf;

import io.espalier.data.DataSource;
import io.espalier.data.DataSource.Resize;

/** Reads where pictures come from. */
final class PictureSourceReader {
  private PictureSourceReader() {}

  static DataSource.Emnist emnist(Section section) {
    section.require("set", "letters, balanced, byclass, bymerge, digits or mnist");
    return new DataSource.Emnist(
        DataSourceReader.path(section, "emnist"), section.text("set", "letters"));
  }

  static DataSource.Cifar100 cifar100(Section section) {
    return new DataSource.Cifar100(
        DataSourceReader.path(section, "cifar-100"),
        section.word("labels", DataSource.Cifar100.Labels.class, DataSource.Cifar100.Labels.FINE));
  }

  /** A folder of pictures, with folders for classes or a table that tells them. */
  static DataSource images(Section section) {
    String path = DataSourceReader.path(section);
    int height = DataSourceReader.count(section, "height", 0, 0);
    int width = DataSourceReader.count(section, "width", 0, 0);
    if ((height == 0) != (width == 0)) {
      section.problem(height == 0 ? "height" : "width", "height and width go together; set both");
    }
    int channels = channels(section);
    Resize resize = section.word("resize", Resize.class, Resize.STRETCH);
    String table = section.text("labels", "");
    if (table.isEmpty()) {
      return new DataSource.ImageFolder(path, height, width, channels, resize);
    }
    return new DataSource.ImageTable(
        path,
        DataSourceReader.below(section.text("root", ""), table),
        section.text("file-column", ""),
        section.text("label-column", ""),
        height,
        width,
        channels,
        resize);
  }

  private static int channels(Section section) {
    return section.whole(
        "channels",
        3,
        value -> {
          if (value != 1 && value != 3) {
            throw new IllegalArgumentException(
                "accepted are 1 (grey) and 3 (colour), not " + value);
          }
        });
  }

  /** Arrays in one archive, or in files of their own. */
  static DataSource.NumpyArrays arrays(Section section) {
    String archive = section.text("path", "");
    if (archive.isEmpty()) {
      section.require("images", "a .npy file (and labels), or path = an .npz file");
      section.require("labels", "a .npy file with the classes of data.images");
    }
    String root = section.text("root", "");
    return new DataSource.NumpyArrays(
        archive.isEmpty() ? "" : DataSourceReader.below(root, archive),
        array(section, "images", archive, root),
        array(section, "labels", archive, root),
        array(section, "test-images", archive, root),
        array(section, "test-labels", archive, root));
  }

  /** An array's name in the archive, or its file. */
  private static String array(Section section, String key, String archive, String root) {
    String name = section.text(key, "");
    return name.isEmpty() || !archive.isEmpty() ? name : DataSourceReader.below(root, name);
  }
}
