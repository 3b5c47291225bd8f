package io.espalier.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that JavaCPP unpacks native libraries to. Executors have one each, in their own
 * working folder, which a standalone worker keeps long after them: some 540 MB.
 */
final class NativeCache {
  private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

  private NativeCache() {}

  /**
   * Has the folder deleted when this process ends, once it is called; only where it is a relative
   * one, which belongs to this process alone.
   */
  static void deleteInTheEnd() {
    Registered.now();
  }

  /** Registers once, when it is loaded. */
  private static final class Registered {
    static {
      Path folder = Path.of(System.getProperty(PROPERTY, "/"));
      if (!folder.isAbsolute()) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "native cache"));
      }
    }

    static void now() {}
  }

  /** Deletes a folder as far as that is possible. */
  static void delete(Path folder) {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException notThere) {
      deepestFirst = List.of();
    }
    deepestFirst.forEach(NativeCache::deleteIfPossible);
  }

  private static boolean deleteIfPossible(Path one) {
    try {
      return Files.deleteIfExists(one);
    } catch (IOException stays) {
      return false;
    }
  }
}
