package io.espalier.driver.draft;

import io.espalier.data.DataException;
import io.espalier.driver.hocon.Quoted;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Looks at folders of pictures, one per class, perhaps in folders of parts. */
final class PictureLook {
  private static final Pattern PICTURE = Pattern.compile(".*\\.(png|jpe?g|gif|bmp|tiff?|webp)");
  private static final Pattern PART =
      Pattern.compile("train|training|test|testing|val|valid|validation");

  /** Pictures of each class that are looked at. */
  private static final int LOOKED_AT = 20;

  /** Longer sides are scaled down to this, so that a search takes minutes. */
  private static final int LONGEST_SIDE = 64;

  private final Configuration hadoop;
  private final List<Size> sizes = new ArrayList<>();
  private int pictures;

  PictureLook(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  private record Size(int height, int width, int channels) {}

  /** Looks at the folders in a folder; empty if none of them holds pictures. */
  Optional<Found> look(Path folder, List<Path> inside) {
    try {
      boolean parts = inside.stream().anyMatch(PictureLook::isPart);
      List<Path> classes = new ArrayList<>();
      for (Path each : inside) {
        classes.addAll(parts ? folders(each) : List.of(each));
      }
      for (Path each : classes) {
        look(each);
      }
      List<String> names = classes.stream().map(Path::getName).distinct().sorted().toList();
      return sizes.isEmpty() ? Optional.empty() : Optional.of(found(folder, inside, parts, names));
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static boolean isPart(Path folder) {
    return PART.matcher(folder.getName().toLowerCase(Locale.ROOT)).matches();
  }

  private List<Path> folders(Path folder) throws IOException {
    return Arrays.stream(folder.getFileSystem(hadoop).listStatus(folder))
        .filter(FileStatus::isDirectory)
        .map(FileStatus::getPath)
        .sorted(Comparator.comparing(Path::getName))
        .toList();
  }

  private void look(Path folder) throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    List<Path> found =
        Arrays.stream(files.listStatus(folder))
            .filter(FileStatus::isFile)
            .map(FileStatus::getPath)
            .filter(p -> PICTURE.matcher(p.getName().toLowerCase(Locale.ROOT)).matches())
            .sorted(Comparator.comparing(Path::getName))
            .toList();
    pictures += found.size();
    for (Path picture : found.subList(0, Math.min(LOOKED_AT, found.size()))) {
      try (InputStream bytes = files.open(picture)) {
        size(bytes).ifPresent(sizes::add);
      }
    }
  }

  /** From the picture's head alone; empty if nobody can read it. */
  private static Optional<Size> size(InputStream bytes) throws IOException {
    try (ImageInputStream stream = ImageIO.createImageInputStream(bytes)) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
      if (!readers.hasNext()) {
        return Optional.empty();
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(stream, true, true);
        int bands = reader.getRawImageType(0) == null ? 3 : reader.getRawImageType(0).getNumBands();
        return Optional.of(new Size(reader.getHeight(0), reader.getWidth(0), bands < 3 ? 1 : 3));
      } finally {
        reader.dispose();
      }
    }
  }

  private Found found(Path folder, List<Path> inside, boolean parts, List<String> classes) {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%s: %,d pictures of %d classes (%s)%s",
            folder.getName(),
            pictures,
            classes.size(),
            shown(classes),
            parts ? " in " + shown(inside.stream().map(Path::getName).toList()) : ""));
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry("source", "images"));
    entries.add(new Entry("path", Quoted.text(PathLook.absolute(folder, hadoop))));
    size(entries, lines);
    if (sizes.stream().allMatch(size -> size.channels() == 1)) {
      entries.add(new Entry("channels", "1", "all pictures looked at are grey"));
    }
    return new Found(Found.Kind.PICTURES, folder.getName(), entries, lines);
  }

  /** One size for all, of the usual shape, where pictures differ or are large. */
  private void size(List<Entry> entries, List<String> lines) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    sizes.forEach(size -> counts.merge(size.height() + "x" + size.width(), 1, Integer::sum));
    int height = median(sizes.stream().map(Size::height).toList());
    int width = median(sizes.stream().map(Size::width).toList());
    lines.add(
        counts.size() == 1
            ? "all are " + height + " pixels high and " + width + " wide"
            : "their sizes differ: "
                + shown(counts.keySet().stream().toList())
                + " (height x width)");
    int longest = Math.max(height, width);
    if (counts.size() > 1 || longest > LONGEST_SIDE) {
      double scale = Math.min(1, (double) LONGEST_SIDE / longest);
      entries.add(
          new Entry(
              "height",
              Long.toString(Math.max(1, Math.round(height * scale))),
              "all are scaled to this; larger shows more and takes longer"));
      entries.add(new Entry("width", Long.toString(Math.max(1, Math.round(width * scale)))));
    }
  }

  private static int median(List<Integer> numbers) {
    return numbers.stream().sorted().skip(numbers.size() / 2).findFirst().orElse(1);
  }

  private static String shown(List<String> names) {
    String head = String.join(", ", names.subList(0, Math.min(8, names.size())));
    return names.size() > 8 ? head + ", …" : head;
  }
}
