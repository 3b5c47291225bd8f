package io.espalier.driver.journal;

import java.io.IOException;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A folder on any Hadoop file system, by its absolute URI. A path without a scheme lies on the
 * configuration's default file system.
 */
public record Folder(Path path, Configuration hadoop) {
  /**
   * The folder of a local path or Hadoop URI.
   *
   * @throws JournalException if nothing can read such a URI
   */
  public static Folder of(String uri, Configuration hadoop) {
    try {
      Path path = new Path(uri);
      return new Folder(path.getFileSystem(hadoop).makeQualified(path), hadoop);
    } catch (IOException | IllegalArgumentException e) {
      throw new JournalException(uri + ": not a usable folder: " + firstLine(e), e);
    }
  }

  /** A folder or file inside. */
  public Folder child(String name) {
    return new Folder(new Path(path, name), hadoop);
  }

  /** Its last name. */
  public String name() {
    return path.getName();
  }

  /** The local path, if it is on the local file system. */
  public Optional<java.nio.file.Path> local() {
    return "file".equals(path.toUri().getScheme())
        ? Optional.of(java.nio.file.Path.of(path.toUri().getPath()))
        : Optional.empty();
  }

  /**
   * As a person writes it, and the folder again by {@link #of}: a plain path where local and the
   * default file system is local, too, else the URI.
   */
  public String text() {
    boolean plain = "file".equals(FileSystem.getDefaultUri(hadoop).getScheme());
    return local()
        .filter(local -> plain)
        .map(java.nio.file.Path::toString)
        .orElseGet(path::toString);
  }

  /** The file system it lies on. */
  public FileSystem fileSystem() throws IOException {
    return path.getFileSystem(hadoop);
  }

  /** What went wrong, in one line. */
  static String firstLine(Throwable problem) {
    String message = Optional.ofNullable(problem.getMessage()).orElse("").strip();
    String kind = problem.getClass().getSimpleName();
    return message.isEmpty() ? kind : kind + ": " + message.lines().findFirst().orElse("");
  }
}
