package io.espalier.packaged;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A folder that is a file system of its own, where this process may mount one, and can be full. */
final class SmallDisk implements AutoCloseable {
  private static final String MEGABYTES = "64m";

  private final Path folder;
  private final boolean mounted;

  /**
   * @param folder an empty one
   */
  SmallDisk(Path folder) {
    this.folder = folder;
    mounted = ran("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES, "tmpfs", folder.toString());
  }

  /** Whether it is one; otherwise the folder is an ordinary one. */
  boolean mounted() {
    return mounted;
  }

  /** Leaves no room for so long. */
  void fill(long millis) throws IOException, InterruptedException {
    Path ballast = folder.resolve("ballast");
    try {
      takeAll(ballast);
      Thread.sleep(millis);
    } finally {
      Files.deleteIfExists(ballast);
    }
  }

  private static void takeAll(Path ballast) throws IOException {
    byte[] page = new byte[4096];
    try (OutputStream file = Files.newOutputStream(ballast)) {
      while (true) {
        file.write(page);
      }
    } catch (IOException full) {
      if (Files.size(ballast) == 0) {
        throw full;
      }
    }
  }

  @Override
  public void close() {
    if (mounted) {
      ran("umount", "--lazy", folder.toString());
    }
  }

  private static boolean ran(String... words) {
    try {
      return new ProcessBuilder(words).redirectErrorStream(true).start().waitFor() == 0;
    } catch (IOException missing) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
