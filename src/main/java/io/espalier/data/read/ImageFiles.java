package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.DataSource;
import io.espalier.data.files.DataFiles;
import io.espalier.data.files.Joined;
import io.espalier.wire.InputShape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Picture files below one folder, read one after another into one array. */
final class ImageFiles {
  private static final int MOST_SHOWN = 5;

  private final DataFiles files;
  private final Path root;
  private final Consumer<String> notices;
  private final List<String> leftOut = new ArrayList<>();

  ImageFiles(DataFiles files, Path root, Consumer<String> notices) {
    this.files = files;
    this.root = root;
    this.notices = notices;
  }

  /** What lies in a folder, each kind by name; hidden files and folders are among the others. */
  record Listing(List<Path> pictures, List<Path> folders, List<Path> others) {}

  Listing list(Path folder) {
    Listing listing = new Listing(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (FileStatus status : files.list(folder)) {
      Path path = status.getPath();
      if (status.isDirectory() && !DataFiles.hidden(path)) {
        listing.folders().add(path);
      } else if (status.isFile() && PictureFormats.isPicture(path)) {
        listing.pictures().add(path);
      } else {
        listing.others().add(path);
      }
    }
    return listing;
  }

  /** The pictures of a folder by name; whatever else lies there is left out. */
  List<Path> in(Path folder) {
    Listing listing = list(folder);
    leaveOut(listing.others());
    leaveOut(listing.folders());
    return listing.pictures();
  }

  void leaveOut(Collection<Path> paths) {
    paths.forEach(path -> leftOut.add(below(path)));
  }

  /** Tells in one line what was left out so far, if anything was. */
  void tellLeftOut() {
    if (!leftOut.isEmpty()) {
      notices.accept(
          DataFiles.name(root)
              + ": "
              + leftOut.size()
              + (leftOut.size() == 1 ? " entry that is no " : " entries that are no ")
              + PictureFormats.NAMES
              + " picture of a class, left out: "
              + firstOf(leftOut));
    }
  }

  /** A path as seen from the folder. */
  String below(Path path) {
    String folder = DataFiles.name(root) + "/";
    String name = DataFiles.name(path);
    return name.startsWith(folder) ? name.substring(folder.length()) : path.getName();
  }

  /** The first few names. */
  static String firstOf(List<String> names) {
    return names.stream().limit(MOST_SHOWN).collect(Collectors.joining(", "))
        + (names.size() > MOST_SHOWN ? ", …" : "");
  }

  /** The shape every picture gets: as asked for, else the first picture's. */
  InputShape.Image shape(DataSource.ImageFolder source, Path first) {
    if (source.height() > 0) {
      return new InputShape.Image(source.channels(), source.height(), source.width());
    }
    Picture.Size size = Picture.size(files, first);
    return new InputShape.Image(source.channels(), size.height(), size.width());
  }

  /** The pictures as bytes, one after another; without a size asked for all must have the same. */
  byte[] read(List<Path> paths, InputShape.Image shape, DataSource.ImageFolder source) {
    byte[] pixels =
        new byte[Joined.length((long) paths.size() * shape.size(), DataFiles.name(root))];
    Picture.Size expected = new Picture.Size(shape.height(), shape.width());
    for (int i = 0; i < paths.size(); i++) {
      Picture picture = Picture.read(files, paths.get(i));
      if (source.height() == 0 && !picture.size().equals(expected)) {
        throw differing(paths);
      }
      picture.write(shape, source.resize(), pixels, i * shape.size());
    }
    return pixels;
  }

  private DataException differing(List<Path> paths) {
    Comparator<Picture.Size> order =
        Comparator.comparingInt(Picture.Size::height).thenComparingInt(Picture.Size::width);
    Map<Picture.Size, Integer> counts = new TreeMap<>(order);
    paths.forEach(path -> counts.merge(Picture.size(files, path), 1, Integer::sum));
    List<String> sizes =
        counts.entrySet().stream()
            .sorted(Comparator.comparing(e -> -e.getValue()))
            .map(e -> e.getKey() + " (" + e.getValue() + ")")
            .toList();
    return new DataException(
        DataFiles.name(root)
            + ": expected pictures of one size, found "
            + sizes.size()
            + " (height x width, how many): "
            + firstOf(sizes)
            + "; set data.height and data.width, and data.resize = stretch, fit or crop");
  }
}
