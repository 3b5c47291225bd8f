package io.espalier.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The archive of loaded classes from which a start begins, or which the virtual machine writes as
 * it ends where there is none yet ({@code submit/archive.sh}). A command that failed has loaded
 * little of what the next one needs: its archive is marked, and serves until one ends well, after
 * which another is written.
 */
final class ClassArchive {
  /** A system property: the archive's file. */
  private static final String FILE = "io.espalier.archive";

  private static final String MARK = ".short";

  private ClassArchive() {}

  /** Goes by how a command ended; says to a person what the machine is about to do. */
  static void end(int code) {
    String name = System.getProperty(FILE);
    if (name == null) {
      return;
    }
    Path file = Path.of(name);
    Path mark = Path.of(name + MARK);
    boolean inUse = Files.exists(file);
    if (!inUse && Terminal.interactive()) {
      System.err.println(
          "espalier: keeping the classes that were loaded, once; later starts take less time");
    }
    try {
      if (inUse && code == 0 && Files.deleteIfExists(mark)) {
        Files.deleteIfExists(file);
      } else if (!inUse && code != 0) {
        Files.createFile(mark);
      }
    } catch (IOException failure) {
      // The archive stays as it is, and starts take a second longer than they need.
    }
  }
}
