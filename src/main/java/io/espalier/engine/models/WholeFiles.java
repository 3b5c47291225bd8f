package io.espalier.engine.models;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;

/**
 * Files that are there whole or not at all, whenever process or machine end: written aside, forced
 * to disk, renamed, and the name forced too. Local ones get no {@code .crc} beside them.
 */
public final class WholeFiles {
  private static final String PARTIAL = ".partial";

  private WholeFiles() {}

  /** Writes what a file holds. */
  public interface Content {
    void write(OutputStream out) throws IOException;
  }

  /**
   * Writes a file with its folders, replacing what was there.
   *
   * @throws IOException if it cannot be written; then what was there is as it was
   */
  public static void write(Path path, Configuration hadoop, Content content) throws IOException {
    write(path, hadoop, content, () -> {});
  }

  /**
   * The same for tests.
   *
   * @param unnamed called when all is on disk and the name not yet given
   */
  static void write(Path path, Configuration hadoop, Content content, Runnable unnamed)
      throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    if (files instanceof LocalFileSystem local) {
      writeLocally(local.pathToFile(path).toPath().toAbsolutePath(), content, unnamed);
    } else {
      writeThroughHadoop(files, path, content, unnamed);
    }
  }

  static void writeThroughHadoop(FileSystem files, Path path, Content content, Runnable unnamed)
      throws IOException {
    Path partial = new Path(path.getParent(), partialName(path.getName()));
    try {
      FSDataOutputStream out = files.create(partial, true);
      try {
        content.write(out);
        out.hsync();
        out.close();
      } finally {
        // HDFS throws from close what it threw before, which a try with resources cannot suppress
        IOUtils.closeStream(out);
      }
      unnamed.run();
      FileContext.getFileContext(files.getUri(), files.getConf())
          .rename(
              files.makeQualified(partial), files.makeQualified(path), Options.Rename.OVERWRITE);
    } finally {
      files.delete(partial, false);
    }
  }

  private static void writeLocally(java.nio.file.Path path, Content content, Runnable unnamed)
      throws IOException {
    java.nio.file.Path folder = path.resolveSibling("").toAbsolutePath();
    make(folder);
    java.nio.file.Path partial = folder.resolve(partialName(String.valueOf(path.getFileName())));
    try {
      try (FileChannel channel =
          FileChannel.open(partial, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
        content.write(Channels.newOutputStream(channel));
        channel.force(true);
      }
      unnamed.run();
      Files.move(partial, path, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(partial);
    }
    force(folder);
  }

  /** Makes a folder and those above it; their names are on disk afterwards. */
  private static void make(java.nio.file.Path folder) throws IOException {
    java.nio.file.Path above = folder.getParent();
    if (above != null && !Files.isDirectory(folder)) {
      make(above);
      Files.createDirectories(folder);
      force(above);
    }
  }

  /** Makes a folder's names survive a crash; Windows, which cannot, does so by itself. */
  private static void force(java.nio.file.Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Removes what processes that ended while they wrote have left in a folder. */
  public static void removeLeftovers(Path folder, Configuration hadoop) throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    if (files.exists(folder)) {
      for (FileStatus file : files.listStatus(folder, WholeFiles::isPartial)) {
        files.delete(file.getPath(), false);
      }
    }
  }

  private static boolean isPartial(Path file) {
    return file.getName().startsWith(".") && file.getName().endsWith(PARTIAL);
  }

  private static String partialName(String name) {
    return "." + name + "." + UUID.randomUUID() + PARTIAL;
  }
}
