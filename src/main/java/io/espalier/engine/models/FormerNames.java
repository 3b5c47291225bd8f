package io.espalier.engine.models;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Model zips of former versions name our classes as they were called then. They are read by today's
 * names, on a copy; the model itself stays as it is.
 */
final class FormerNames {
  private static final String CONFIGURATION = "configuration.json";
  private static final long MAX_BYTES = 16L << 20;

  /** Name then → name now, each the beginning of a quoted class name. */
  private static final Map<String, String> PACKAGES =
      Map.of("\"io.espalier.executor.layers.", "\"io.espalier.engine.layers.");

  private FormerNames() {}

  /** Rewrites the configuration of a zip where it has former names. */
  static void translate(Path copy) throws IOException {
    String text = configuration(copy);
    String translated = text;
    for (Map.Entry<String, String> name : PACKAGES.entrySet()) {
      translated = translated.replace(name.getKey(), name.getValue());
    }
    if (!translated.equals(text)) {
      try (FileSystem zip =
          FileSystems.newFileSystem(URI.create("jar:" + copy.toUri()), Map.of())) {
        Files.writeString(zip.getPath(CONFIGURATION), translated);
      }
    }
  }

  /** Nothing where the zip is none of ours or too large to be: {@link ModelZip} says what it is. */
  private static String configuration(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      ZipEntry entry = zip.getEntry(CONFIGURATION);
      return entry == null || entry.getSize() > MAX_BYTES
          ? ""
          : new String(
              zip.getInputStream(entry).readNBytes((int) MAX_BYTES), StandardCharsets.UTF_8);
    } catch (IOException noZip) {
      return "";
    }
  }
}
