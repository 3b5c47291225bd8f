package io.espalier.driver.journal;

import io.espalier.wire.BuildFacts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What took part in a run, by name and version. */
public final class Provenance {
  private Provenance() {}

  /**
   * Versions of this program, Java, Spark, DL4J, its native library and the operating system, as
   * they run here.
   */
  public static SortedMap<String, String> versions() {
    SortedMap<String, String> versions = new TreeMap<>();
    versions.put("espalier", BuildFacts.of("version"));
    versions.put("dl4j", BuildFacts.of("dl4j"));
    versions.put("natives", BuildFacts.of("natives"));
    versions.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    versions.put("java", System.getProperty("java.vm.name") + " " + Runtime.version());
    versions.put(
        "os",
        String.join(
            " ",
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            System.getProperty("os.arch")));
    return Collections.unmodifiableSortedMap(versions);
  }

  /** The processor's name as Linux tells it; elsewhere its architecture. */
  public static String processor() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException | UncheckedIOException notLinux) {
      return System.getProperty("os.arch");
    }
  }

  /** The version of a library that the build names: {@code echarts}. */
  public static String built(String library) {
    return BuildFacts.of(library);
  }
}
