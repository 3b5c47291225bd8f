package io.espalier.data.read;

import io.espalier.data.DataException;
import io.espalier.data.files.DataFiles;
import io.espalier.data.files.NameList;
import io.espalier.data.files.UnpackedZip;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.hadoop.fs.Path;

/** Opens arrays, each in a {@code .npy} file or with others in an {@code .npz} archive. */
final class NumpyFiles {
  private static final String ARRAY = ".npy";

  private final DataFiles files;

  NumpyFiles(DataFiles files) {
    this.files = files;
  }

  static boolean isArchive(Path path) {
    return path.getName().toLowerCase(Locale.ROOT).endsWith(".npz");
  }

  static boolean isArray(Path path) {
    return isArchive(path) || path.getName().toLowerCase(Locale.ROOT).endsWith(ARRAY);
  }

  /** The array of a file, or the only one of an archive. */
  NpyArray array(Path path) {
    if (!isArchive(path)) {
      requireFile(path);
      try (BinaryFile file = new BinaryFile(files, path)) {
        return NpyArray.read(DataFiles.name(path), file);
      }
    }
    List<String> names = names(path);
    if (names.size() != 1) {
      throw new DataException(
          DataFiles.name(path)
              + ": expected one array in the archive, found "
              + NameList.shown(names)
              + "; set data.path to the archive, and data.images and data.labels to names in it");
    }
    return array(path, names.get(0));
  }

  /** An array of an archive. */
  NpyArray array(Path archive, String name) {
    return unpacked(
        archive,
        zip -> {
          for (String entry = next(archive, zip); !entry.isEmpty(); entry = next(archive, zip)) {
            if (entry.equals(name)) {
              String where = DataFiles.name(archive) + ", array " + name;
              return NpyArray.read(where, new BinaryFile(where, true, zip));
            }
          }
          throw new DataException(
              DataFiles.name(archive)
                  + ": no array \""
                  + name
                  + "\"; there are "
                  + NameList.shown(names(archive)));
        });
  }

  /** The names of an archive's arrays, in its order. */
  List<String> names(Path archive) {
    requireFile(archive);
    List<String> names =
        unpacked(
            archive,
            zip -> {
              List<String> found = new ArrayList<>();
              for (String entry = next(archive, zip);
                  !entry.isEmpty();
                  entry = next(archive, zip)) {
                found.add(entry);
              }
              return found;
            });
    if (names.isEmpty()) {
      throw new DataException(
          DataFiles.name(archive) + ": expected an archive of NumPy's arrays (.npz), found none");
    }
    return names;
  }

  private void requireFile(Path path) {
    if (!files.isFile(path)) {
      throw DataFiles.missing(path, "file of arrays");
    }
  }

  private <T> T unpacked(Path archive, Function<ZipInputStream, T> use) {
    try (ZipInputStream zip = new UnpackedZip(files.open(archive), files.inflation(archive))) {
      return use.apply(zip);
    } catch (IOException e) {
      throw DataFiles.unreadable(archive, e);
    }
  }

  /** The name of the next array; empty after the last one. */
  @SuppressWarnings("NullAway") // null is how an archive says that there are no more entries
  private static String next(Path archive, ZipInputStream zip) {
    try {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith(ARRAY)) {
          return entry.getName().substring(0, entry.getName().length() - ARRAY.length());
        }
      }
      return "";
    } catch (IOException e) {
      throw DataFiles.unreadable(archive, e);
    }
  }
}
