package io.espalier.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the program runs on. The scripts read the same file.
 *
 * @param spark its line, {@code 3.5}
 * @param scala its line, {@code 2.12}
 * @param javas feature numbers, least first
 */
public record Platform(String spark, String scala, List<Integer> javas) {
  private static final String FILE = "platforms.txt";

  public Platform {
    javas = List.copyOf(javas);
  }

  /** All there are; not empty. */
  public static List<Platform> all() {
    try (InputStream file = Platform.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is not in the jar");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Platform::parsed)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE, e);
    }
  }

  private static Platform parsed(String line) {
    List<String> words = Arrays.asList(line.split(" "));
    List<Integer> javas = new ArrayList<>();
    words.subList(2, words.size()).forEach(word -> javas.add(Integer.valueOf(word)));
    return new Platform(words.get(0), words.get(1), javas);
  }

  /** Whether this process runs on a Java of any of them. */
  public static boolean runsHere() {
    return all().stream()
        .anyMatch(platform -> platform.javas().contains(Runtime.version().feature()));
  }

  /** Java's versions for a person: {@code 17 or 21}. */
  public static String javasText() {
    return String.join(
        " or ",
        all().stream()
            .flatMap(platform -> platform.javas().stream())
            .distinct()
            .sorted()
            .map(String::valueOf)
            .toList());
  }

  /** Whether a Spark and its Scala are of this platform: {@code 3.5.9} and {@code 2.12.18}. */
  public boolean has(String sparkVersion, String scalaVersion) {
    return sparkVersion.startsWith(spark + ".") && scalaVersion.startsWith(scala + ".");
  }
}
