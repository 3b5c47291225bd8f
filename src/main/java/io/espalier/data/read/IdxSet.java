package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.download.PublishedSets;
import io.espalier.data.files.DataFiles;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The four files of one set of the MNIST family.
 *
 * @param name what the files' names begin with, {@code emnist-letters}; empty for MNIST's own names
 */
record IdxSet(String name, Path trainImages, Path trainLabels, Path testImages, Path testLabels) {
  private static final Pattern TRAIN_IMAGES =
      Pattern.compile("(?:(.+)-)?train-images[-.]idx3-ubyte(?:\\.gz)?");
  private static final List<String> TEST = List.of("t10k", "test");
  private static final List<String> LABELS = List.of("idx1-ubyte", "idx2-int");

  /** The only set in a folder; MNIST's own names go before others. */
  static IdxSet only(DataFiles files, Path folder) {
    List<String> names = files.isFolder(folder) ? names(files, folder) : List.of();
    if (names.size() > 1 && !names.contains("")) {
      throw new DataException(
          DataFiles.name(folder)
              + ": expected one set in the folder, found "
              + String.join(", ", names)
              + "; set data.source = emnist and data.set = letters for one of EMNIST, or give each"
              + " set a folder of its own");
    }
    return named(files, folder, names.size() == 1 ? names.get(0) : "");
  }

  /** The set of that name. */
  static IdxSet named(DataFiles files, Path folder, String name) {
    String prefix = name.isEmpty() ? "" : name + "-";
    List<String> train = List.of(prefix + "train");
    List<String> test = TEST.stream().map(part -> prefix + part).toList();
    List<String> pictures = List.of("idx3-ubyte");
    return new IdxSet(
        name,
        find(files, folder, train, "images", pictures),
        find(files, folder, train, "labels", LABELS),
        find(files, folder, test, "images", pictures),
        find(files, folder, test, "labels", LABELS));
  }

  private static List<String> names(DataFiles files, Path folder) {
    return files.list(folder).stream()
        .filter(FileStatus::isFile)
        .map(file -> TRAIN_IMAGES.matcher(file.getPath().getName()))
        .filter(Matcher::matches)
        .map(found -> found.group(1) == null ? "" : found.group(1))
        .distinct()
        .toList();
  }

  private static Path find(
      DataFiles files, Path folder, List<String> parts, String what, List<String> kinds) {
    List<String> names =
        parts.stream()
            .flatMap(part -> kinds.stream().map(kind -> part + "-" + what + "-" + kind))
            .toList();
    return names.stream()
        .flatMap(name -> Stream.of(name, name.replace("-idx", ".idx")))
        .flatMap(name -> Stream.of(name, name + ".gz"))
        .map(name -> new Path(folder, name))
        .filter(files::isFile)
        .findFirst()
        .orElseThrow(() -> missing(folder, names.get(0)));
  }

  private static DataException missing(Path folder, String name) {
    return new DataException(
        DataFiles.name(folder)
            + ": no file "
            + name
            + " (or .gz); set ESPALIER_DATA to the folder that data paths start from"
            + PublishedSets.nameForFolder(folder.getName())
                .or(() -> offered(name))
                .map(set -> ", or run: espalier data get " + set)
                .orElse(""));
  }

  private static java.util.Optional<String> offered(String name) {
    return name.startsWith("emnist-") || name.startsWith("qmnist-")
        ? java.util.Optional.empty()
        : java.util.Optional.of("mnist");
  }
}
