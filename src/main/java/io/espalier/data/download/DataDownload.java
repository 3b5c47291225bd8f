package io.espalier.data.download;

import io.espalier.data.DataException;
import io.espalier.data.download.PublishedFile.Content;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipException;

/**
 * Fetches a published set into a folder below the data root. A file that is there and right is left
 * alone; a broken download goes on where it stopped; nothing appears under its final name before
 * its checksum (or, for archives without one, the sizes of their contents) is right.
 */
public final class DataDownload {
  /** The file of SHA-256 sums left beside archives' contents; {@code sha256sum -c} reads it. */
  public static final String SUMS = "SHA256SUMS";

  private static final int ATTEMPTS = 5;

  private final Fetch fetch;

  /** A download with 5 attempts per file. */
  public DataDownload(DownloadProgress progress) {
    this(ATTEMPTS, Duration.ofSeconds(1), progress);
  }

  DataDownload(int attempts, Duration pause, DownloadProgress progress) {
    this.fetch = new Fetch(attempts, pause, progress);
  }

  /**
   * Fetches what is missing.
   *
   * @param root the data root; the set goes to its own folder below
   * @return the set's files
   * @throws DataException in one line: host unreachable, an answer other than the file, a wrong
   *     checksum, a full disk
   */
  public List<Path> get(PublishedSet set, Path root) {
    Path folder = root.resolve(set.folder());
    try {
      Files.createDirectories(folder);
      for (PublishedFile file : set.files()) {
        if (file.contents().isEmpty()) {
          plain(file, folder);
        } else {
          archive(file, folder);
        }
      }
      return paths(set, folder);
    } catch (IOException e) {
      throw new DataException(folder + ": cannot be written: " + e, e);
    }
  }

  private static List<Path> paths(PublishedSet set, Path folder) {
    return set.files().stream()
        .flatMap(
            f ->
                f.contents().isEmpty()
                    ? Stream.of(f.name())
                    : f.contents().stream().map(Content::name))
        .map(folder::resolve)
        .toList();
  }

  private void plain(PublishedFile file, Path folder) throws IOException {
    Path target = folder.resolve(file.name());
    if (Files.exists(target)) {
      Optional<String> wrong = wrong(file, target);
      if (wrong.isPresent()) {
        throw new DataException(
            target + ": is there already, but " + wrong.get() + "; move it away to fetch it again");
      }
      return;
    }
    Path part = part(file, folder);
    bring(file, part);
    move(part, target);
  }

  private void archive(PublishedFile file, Path folder) throws IOException {
    if (file.contents().stream().allMatch(content -> complete(content, folder))) {
      return;
    }
    Path part = part(file, folder);
    bring(file, part);
    unpack(file, part, folder);
    writeSums(file, folder);
    Files.delete(part);
  }

  private static void unpack(PublishedFile file, Path part, Path folder) throws IOException {
    Path unpacked = Files.createTempDirectory(folder, ".unpacking");
    try {
      Archive.unpack(part, file.contents(), unpacked);
      for (Content content : file.contents()) {
        move(unpacked.resolve(content.name()), folder.resolve(content.name()));
      }
    } catch (ZipException | EOFException | DataException e) {
      Files.delete(part);
      throw new DataException(
          (e instanceof DataException ? "" : part + ": is no sound archive: ")
              + e.getMessage()
              + "; the download was deleted: run it again",
          e);
    } finally {
      clear(unpacked);
    }
  }

  private static void clear(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder)) {
      for (Path path : left) {
        Files.delete(path);
      }
    }
    Files.delete(folder);
  }

  private static void writeSums(PublishedFile file, Path folder) throws IOException {
    StringBuilder sums = new StringBuilder();
    for (Content content : file.contents()) {
      Checksum sum = Checksum.of(folder.resolve(content.name()), "SHA-256");
      sums.append(sum.hexadecimal()).append("  ").append(content.name()).append('\n');
    }
    Files.writeString(folder.resolve(SUMS), sums);
  }

  private static boolean complete(Content content, Path folder) {
    try {
      Path path = folder.resolve(content.name());
      return Files.isRegularFile(path) && Files.size(path) == content.bytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void bring(PublishedFile file, Path part) throws IOException {
    fetch.fetch(file, part);
    Optional<String> wrong = wrong(file, part);
    if (wrong.isPresent()) {
      Files.delete(part);
      throw new DataException(
          file.address() + ": " + wrong.get() + "; " + part + " was deleted: run it again");
    }
  }

  private static Optional<String> wrong(PublishedFile file, Path path) throws IOException {
    if (file.checksum().isEmpty()) {
      return Optional.empty();
    }
    Checksum expected = file.checksum().get();
    Checksum found = Checksum.of(path, expected.algorithm());
    return found.equals(expected)
        ? Optional.empty()
        : Optional.of(
            "its "
                + expected.algorithm()
                + " should be "
                + expected.hexadecimal()
                + " and is "
                + found.hexadecimal());
  }

  private static Path part(PublishedFile file, Path folder) {
    return folder.resolve(file.name() + ".part");
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
