package io.espalier.wire;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A Spark, its Scala and a Java, and whether the program runs on them. The scripts read the same
 * file.
 *
 * @param spark its line, {@code 3.5}
 * @param scala its line, {@code 2.12}
 * @param java feature number, {@code 17}
 */
public record Platform(String spark, String scala, int java, State state) {
  private static final String FILE = "platforms.txt";
  private static final String MACHINE = "machine ";

  /** What is known of a platform. */
  public enum State {
    /** It works: tests ran there. */
    TRIED,
    /** Nobody ran it there, and nothing is known against it. */
    EXPECTED,
    /** It does not work there, and says so. */
    REFUSED;

    private static State of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * A kind of machine.
   *
   * @param name as the build names its native libraries, {@code linux-x86_64}
   */
  public record Machine(String name, State state) {}

  /** All that are known, those that are refused as well; not empty, oldest first. */
  public static List<Platform> all() {
    return lines()
        .filter(line -> !line.startsWith(MACHINE))
        .map(line -> line.split(" "))
        .map(
            words ->
                new Platform(words[0], words[1], Integer.parseInt(words[2]), State.of(words[3])))
        .toList();
  }

  /** The machines that native libraries are built for; not empty. */
  public static List<Machine> machines() {
    return lines()
        .filter(line -> line.startsWith(MACHINE))
        .map(line -> line.split(" "))
        .map(words -> new Machine(words[1], State.of(words[2])))
        .toList();
  }

  private static Stream<String> lines() {
    try (InputStream file = Platform.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException(FILE + " is not in the jar");
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE, e);
    }
  }

  /** Those that the program runs on. */
  public static List<Platform> usable() {
    return all().stream().filter(platform -> platform.state != State.REFUSED).toList();
  }

  /**
   * The feature numbers of Java that go with a Spark and its Scala, least first; none where the
   * program does not run with them.
   *
   * @param sparkVersion {@code 3.5.9}
   * @param scalaVersion {@code 2.12.18}
   */
  public static List<Integer> javas(String sparkVersion, String scalaVersion) {
    return usable().stream()
        .filter(platform -> sparkVersion.startsWith(platform.spark + "."))
        .filter(platform -> scalaVersion.startsWith(platform.scala + "."))
        .map(Platform::java)
        .toList();
  }

  /** Java's versions for a person: {@code 17 or 21}, {@code 17, 21 or 25}. */
  public static String text(List<Integer> javas) {
    int last = javas.size() - 1;
    return String.join(", ", javas.subList(0, last).stream().map(String::valueOf).toList())
        + (last > 0 ? " or " : "")
        + javas.get(last);
  }
}
