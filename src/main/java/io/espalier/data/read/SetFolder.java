package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.download.PublishedSets;
import io.espalier.data.files.DataFiles;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A folder with the text files of one set, all of which begin with the set's name.
 *
 * @param name of the set
 * @param published the published set to offer where a file is missing
 */
record SetFolder(DataFiles files, Path folder, String name, String published) {
  /**
   * The set in a folder.
   *
   * @param ending of the file that gives the set its name, {@code _A.txt}
   */
  static SetFolder of(DataFiles files, String path, String ending, String published) {
    Path folder = DataFiles.path(path);
    List<String> names = files.isFolder(folder) ? names(files, folder, ending) : List.of();
    if (names.size() > 1) {
      throw new DataException(
          DataFiles.name(folder)
              + ": expected one set in the folder, found "
              + String.join(", ", names));
    }
    SetFolder set = new SetFolder(files, folder, String.join("", names), published);
    if (names.isEmpty()) {
      throw set.missing("NAME" + ending);
    }
    return set;
  }

  private static List<String> names(DataFiles files, Path folder, String ending) {
    return files.list(folder).stream()
        .filter(FileStatus::isFile)
        .map(file -> file.getPath().getName())
        .map(file -> file.endsWith(".gz") ? file.substring(0, file.length() - 3) : file)
        .filter(file -> file.endsWith(ending) && file.length() > ending.length())
        .map(file -> file.substring(0, file.length() - ending.length()))
        .distinct()
        .toList();
  }

  /** A file of any name in the folder, plain or {@code .gz}. */
  Optional<TextFile> find(String fileName) {
    return Stream.of(fileName, fileName + ".gz")
        .map(candidate -> new Path(folder, candidate))
        .filter(files::isFile)
        .findFirst()
        .map(path -> new TextFile(files, path));
  }

  /** The file whose name is the set's and an ending. */
  TextFile required(String ending) {
    return find(name + ending).orElseThrow(() -> missing(name + ending));
  }

  private DataException missing(String fileName) {
    return new DataException(
        DataFiles.name(folder)
            + ": no file "
            + fileName
            + " (or .gz); set ESPALIER_DATA to the folder that data paths start from, or run:"
            + " espalier data get "
            + PublishedSets.nameForFolder(folder.getName()).orElse(published));
  }
}
