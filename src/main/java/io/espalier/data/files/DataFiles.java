package io.espalier.data.files;

import io.espalier.data.DataException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Files and folders of any Hadoop file system; every failure is one line that names the file. */
public final class DataFiles {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Configuration hadoop;

  /** Files as the given configuration finds them. */
  public DataFiles(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /** Where file systems and codecs are configured. */
  public Configuration hadoop() {
    return hadoop;
  }

  /** The path as a Hadoop path; without a scheme it belongs to the default file system. */
  public static Path path(String text) {
    try {
      return new Path(text);
    } catch (IllegalArgumentException e) {
      throw new DataException("\"" + text + "\" is no path: " + e.getMessage(), e);
    }
  }

  /** The path as a person writes it: local ones without {@code file:}. */
  public static String name(Path path) {
    String scheme = path.toUri().getScheme();
    return scheme == null || scheme.equals("file") ? path.toUri().getPath() : path.toString();
  }

  public Optional<FileStatus> status(Path path) {
    try {
      return Optional.of(fileSystem(path).getFileStatus(path));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(path, e);
    }
  }

  public boolean isFile(Path path) {
    return status(path).filter(FileStatus::isFile).isPresent();
  }

  public boolean isFolder(Path path) {
    return status(path).filter(FileStatus::isDirectory).isPresent();
  }

  /** Everything in a folder, by name. */
  public List<FileStatus> list(Path folder) {
    try {
      FileStatus[] found = fileSystem(folder).listStatus(folder);
      Arrays.sort(found, Comparator.comparing(f -> f.getPath().getName()));
      return List.of(found);
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /**
   * The files meant by a path: the file itself, the matching ones of a folder, or those of a glob;
   * by name.
   *
   * @param wanted which names of a folder belong to the set
   * @param what what is looked for, for the message when nothing is found
   */
  public List<Path> files(String text, Predicate<String> wanted, String what) {
    Path path = path(text);
    Optional<FileStatus> status = status(path);
    if (status.isEmpty()) {
      return glob(path, what);
    }
    if (status.get().isFile()) {
      return List.of(path);
    }
    List<Path> found =
        list(path).stream()
            .filter(f -> f.isFile() && !hidden(f.getPath()) && wanted.test(f.getPath().getName()))
            .map(FileStatus::getPath)
            .toList();
    if (found.isEmpty()) {
      throw new DataException(name(path) + ": the folder holds no " + what);
    }
    return found;
  }

  private List<Path> glob(Path pattern, String what) {
    try {
      FileStatus[] found = fileSystem(pattern).globStatus(pattern);
      List<Path> files =
          found == null
              ? List.of()
              : Arrays.stream(found)
                  .filter(FileStatus::isFile)
                  .map(FileStatus::getPath)
                  .sorted(Comparator.comparing(Path::getName).thenComparing(Path::toString))
                  .toList();
      if (files.isEmpty()) {
        throw missing(pattern, what);
      }
      return files;
    } catch (IOException e) {
      throw unreadable(pattern, e);
    }
  }

  /**
   * Opens a file; one whose name ends in {@code .gz} is unpacked on the way, within its {@link
   * Inflation}.
   */
  public InputStream open(Path path) {
    InputStream raw;
    try {
      raw = fileSystem(path).open(path, BUFFER_BYTES);
    } catch (IOException e) {
      throw unreadable(path, e);
    }
    if (!packed(path)) {
      return raw;
    }
    try {
      return new Unpacked(new GZIPInputStream(raw, BUFFER_BYTES), inflation(path));
    } catch (IOException e) {
      close(raw);
      throw new DataException(
          name(path) + ": byte 0: expected a gzip header, found none: " + reason(e), e);
    }
  }

  /**
   * Opens a file, unpacked by the codec that its name's end asks for: {@code .gz}, {@code .bz2} and
   * whatever else Hadoop is configured to know.
   */
  public InputStream unpacked(Path path) {
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(path);
    if (packed(path) || codec == null) {
      return open(path);
    }
    InputStream raw = open(path);
    try {
      return new Unpacked(codec.createInputStream(raw), inflation(path));
    } catch (IOException | RuntimeException | UnsatisfiedLinkError e) {
      close(raw);
      throw new DataException(
          name(path)
              + ": cannot be unpacked by "
              + codec.getClass().getSimpleName()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** What a packed file may unpack to. */
  public Inflation inflation(Path path) {
    return new Inflation(name(path), status(path).map(FileStatus::getLen).orElse(0L));
  }

  public static boolean packed(Path path) {
    return path.getName().toLowerCase(Locale.ROOT).endsWith(".gz");
  }

  /** Whether programs leave such files beside data: names that begin with a dot or underscore. */
  public static boolean hidden(Path path) {
    return path.getName().startsWith(".") || path.getName().startsWith("_");
  }

  public static DataException missing(Path path, String what) {
    return new DataException(
        name(path)
            + ": no such "
            + what
            + "; paths are looked up below data.root, which ESPALIER_DATA sets");
  }

  /** A file that cannot be read, and why. */
  public static DataException unreadable(Path path, IOException e) {
    return unreadable(name(path), e);
  }

  public static DataException unreadable(String name, IOException e) {
    return new DataException(name + ": cannot be read: " + reason(e), e);
  }

  /** An exception's first line, or its kind when it says nothing. */
  public static String reason(Exception e) {
    String message = e.getMessage();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.lines().findFirst().orElse(message);
  }

  private FileSystem fileSystem(Path path) throws IOException {
    return path.getFileSystem(hadoop);
  }

  private static void close(InputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      throw new DataException("cannot close a file: " + reason(e), e);
    }
  }
}
