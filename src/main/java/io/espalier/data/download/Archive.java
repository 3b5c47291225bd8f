package io.espalier.data.download;

import io.espalier.data.DataException;
import io.espalier.data.download.PublishedFile.Content;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/**
 * Unpacks the wanted files of an archive. Only files that are expected, by name and size, are
 * written, all into one folder; an entry that points outside is refused.
 */
final class Archive {
  private Archive() {}

  /** Unpacks {@code wanted} into {@code folder}; whatever else the archive holds is left out. */
  static void unpack(Path archive, List<Content> wanted, Path folder) throws IOException {
    Map<String, Content> open = new HashMap<>();
    wanted.forEach(content -> open.put(content.name(), content));
    try (InputStream in = new BufferedInputStream(Files.newInputStream(archive));
        ArchiveInputStream entries = entries(archive, in)) {
      for (ArchiveEntry entry = entries.getNextEntry();
          entry != null;
          entry = entries.getNextEntry()) {
        Path name = inside(archive, entry);
        Content content = open.get(String.valueOf(name.getFileName()));
        if (!entry.isDirectory() && content != null) {
          open.remove(content.name());
          write(archive, entries, content, folder.resolve(content.name()));
        }
      }
    }
    if (!open.isEmpty()) {
      throw new DataException(
          archive
              + ": expected "
              + open.keySet().stream().sorted().toList()
              + " in it, found none");
    }
  }

  private static ArchiveInputStream entries(Path archive, InputStream in) throws IOException {
    return archive.getFileName().toString().contains(".zip")
        ? new ZipArchiveInputStream(in)
        : new TarArchiveInputStream(new GZIPInputStream(in));
  }

  private static Path inside(Path archive, ArchiveEntry entry) {
    Path name = Path.of(entry.getName().replace('\\', '/'));
    if (name.isAbsolute() || name.normalize().startsWith("..")) {
      throw new DataException(
          archive + ": the entry \"" + entry.getName() + "\" points outside the archive: refused");
    }
    return name;
  }

  private static void write(Path archive, InputStream entry, Content content, Path target)
      throws IOException {
    byte[] bytes = entry.readNBytes((int) content.bytes());
    long found = (long) bytes.length + (entry.read() < 0 ? 0 : 1);
    if (found != content.bytes()) {
      throw new DataException(
          archive
              + ": "
              + content.name()
              + ": expected "
              + content.bytes()
              + " bytes, found "
              + (found > content.bytes() ? "more" : found));
    }
    Files.write(target, bytes);
  }
}
