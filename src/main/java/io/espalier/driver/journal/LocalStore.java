package io.espalier.driver.journal;

import io.espalier.driver.journal.JournalFile.Writing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * A journal on the local file system. A file is written aside, forced to disk and hard-linked to
 * its name, which is atomic and fails if the name is taken; where there are no hard links it is
 * written in place, exclusively too.
 */
final class LocalStore implements JournalStore {
  private final Path folder;
  private final boolean links;

  LocalStore(Path folder, boolean links) {
    this.folder = folder;
    this.links = links;
  }

  /** A store for writing: makes the folder and tries whether it has hard links. */
  static LocalStore forWriting(Path folder) throws IOException {
    LocalStore store = new LocalStore(folder, true);
    store.makeFolder();
    return new LocalStore(folder, hasLinks(folder));
  }

  @Override
  public Writing writing() {
    return links ? Writing.WHOLE : Writing.IN_PLACE;
  }

  @Override
  public boolean exclusive() {
    return true;
  }

  @Override
  public void makeFolder() throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
      force(folder.toAbsolutePath().resolve("..").normalize());
    }
  }

  @Override
  public List<String> names() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).sorted().toList();
    }
  }

  @Override
  public byte[] read(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  @Override
  public void create(String name, byte[] content) throws IOException {
    Path target = folder.resolve(name);
    if (!links) {
      write(target, content);
    } else {
      Path temporary = folder.resolve(JournalStore.temporary(name));
      try {
        write(temporary, content);
        Files.createLink(target, temporary);
      } finally {
        Files.deleteIfExists(temporary);
      }
    }
    force(folder);
  }

  @Override
  public void replace(String name, byte[] content) throws IOException {
    Path temporary = folder.resolve(JournalStore.temporary(name));
    try {
      write(temporary, content);
      Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    force(folder);
  }

  @Override
  public void touch(String name) throws IOException {
    Files.write(folder.resolve(name), new byte[] {'\n'});
  }

  @Override
  public long modifiedMillis(String name) throws IOException {
    return Files.getLastModifiedTime(folder.resolve(name)).toMillis();
  }

  @Override
  public void rename(String name, String newName) throws IOException {
    Files.move(folder.resolve(name), folder.resolve(newName), StandardCopyOption.REPLACE_EXISTING);
    force(folder);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /** Makes the folder's names survive a crash; Windows, which cannot, does so by itself. */
  private static void force(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static boolean hasLinks(Path folder) throws IOException {
    Path file = folder.resolve(JournalStore.temporary("probe"));
    Path link = folder.resolve(JournalStore.temporary("probe-link"));
    Files.createFile(file);
    try {
      Files.createLink(link, file);
      return true;
    } catch (NoSuchFileException e) {
      return true; // another process has just opened the journal and tidied up
    } catch (UnsupportedOperationException | IOException e) {
      return false;
    } finally {
      Files.deleteIfExists(link);
      Files.deleteIfExists(file);
    }
  }
}
