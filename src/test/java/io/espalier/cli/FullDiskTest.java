package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say where nothing more can be written. */
class FullDiskTest {
  private static final Pattern DIGEST = Pattern.compile("digest\\s+([0-9a-f]{64})");
  private static final int FIRST_KILOBYTES = 8;
  private static final int MOST_KILOBYTES = 4_000;

  /** More than an attempt itself leaves behind. Where the same does not fit again, as much more. */
  private static final int STEP_KILOBYTES = 28;

  @TempDir private static Path folder;
  private String output = "";
  private String errors = "";

  @BeforeAll
  static void write() throws IOException {
    System.setProperty("spark.master", "local[2]");
    System.setProperty("espalier.storage.patience-seconds", "0");
    Files.writeString(folder.resolve("points.csv"), "x,kind\n" + "1,low\n5,high\n".repeat(30));
    Files.writeString(
        folder.resolve("tiny.conf"),
        """
        experiment { name = tiny, seed = 5 }
        data { source = csv, path = "%s/points.csv", label = kind, test = 0.2, validation = 0.25 }
        model { kind = mlp, layers = [ { dense { units { grid = [3000, 6000] } } } ] }
        training { updater { kind = sgd, learning-rate = 0.1 }, epochs = 1 }
        """
            .formatted(folder));
  }

  @AfterAll
  static void stop() {
    System.clearProperty("spark.master");
    System.clearProperty("espalier.storage.patience-seconds");
    SparkSession.getDefaultSession()
        .foreach(
            session -> {
              session.stop();
              return null;
            });
  }

  @Test
  void aDiskThatIsFullEndsARunWithFourAndOneLineAndItGoesOn() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    assumeThat(
            mounted("-t", "tmpfs", "-o", "size=" + FIRST_KILOBYTES + "k", "tmpfs", disk.toString()))
        .as("may mount a small disk")
        .isTrue();
    try {
      int kilobytes = FIRST_KILOBYTES;
      int step = 0;
      Set<String> places = new LinkedHashSet<>();
      while (run(disk) != 0) {
        step = places.add(placeOfTheOneLine(disk)) ? STEP_KILOBYTES : step + STEP_KILOBYTES;
        kilobytes += step;
        assertThat(kilobytes).as(errors).isLessThan(MOST_KILOBYTES);
        assertThat(mounted("-o", "remount,size=" + kilobytes + "k", disk.toString())).isTrue();
      }
      assertThat(places).containsSubsequence("retrained", "best", "tables").hasSizeGreaterThan(3);
      String digest = digest();
      assertThat(run(Files.createDirectory(folder.resolve("room")))).isZero();
      assertThat(digest).isEqualTo(digest());
    } finally {
      command("umount", "--lazy", disk.toString());
    }
  }

  /** The part of the run's folder that could not be written. */
  private String placeOfTheOneLine(Path disk) {
    assertThat(errors).doesNotContain("\tat ").contains("No space left on device");
    String last = errors.strip().lines().reduce((first, second) -> second).orElseThrow();
    assertThat(last).startsWith("espalier: ").contains(disk.toString());
    Matcher place = Pattern.compile(Pattern.quote(disk + "/tiny/001") + "/(\\w+)").matcher(last);
    return place.find() ? place.group(1) : "";
  }

  private int run(Path where) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    int code =
        run(
            printed,
            "run",
            folder.resolve("tiny.conf").toString(),
            "--set",
            "output.directory=" + where);
    output = printed.toString(StandardCharsets.UTF_8);
    assertThat(code).as(errors).isIn(0, 4);
    return code;
  }

  private String digest() {
    Matcher digest = DIGEST.matcher(output);
    assertThat(digest.find()).as(output + errors).isTrue();
    return digest.group(1);
  }

  @Test
  void anAnswerThatCannotBeWrittenEndsWithFourAndOneLine() throws IOException {
    Path full = Path.of("/dev/full");
    assumeThat(full).exists();
    try (OutputStream device = new FileOutputStream(full.toFile())) {
      assertThat(run(device, "--help")).isEqualTo(4);
      assertThat(errors.strip().lines())
          .singleElement()
          .asString()
          .startsWith("espalier: the answer could not be written to standard output: ");
      assertThat(run(device, "runs", "--output", folder.toString())).isZero();
      assertThat(errors).isEqualTo("espalier: no runs in " + folder + "\n");
      assertThat(run(device, "nothing")).isEqualTo(2);
    }
  }

  @Test
  void anAnswerThatNobodyReadsEndsQuietlyAsSigpipeWould() {
    OutputStream closed =
        new OutputStream() {
          @Override
          public void write(int octet) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    assertThat(execute(new AnswerStream(closed, true), "--help")).isEqualTo(141);
    assertThat(errors).isEmpty();
  }

  private int run(OutputStream answer, String... arguments) {
    return execute(new AnswerStream(answer, false), arguments);
  }

  private int execute(AnswerStream answer, String... arguments) {
    CommandRun run = CommandRun.into(answer, arguments);
    errors = run.errors();
    return run.code();
  }

  private static boolean mounted(String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("mount"));
    words.addAll(List.of(arguments));
    return command(words.toArray(String[]::new)) == 0;
  }

  private static int command(String... words) throws Exception {
    try {
      return new ProcessBuilder(words).redirectErrorStream(true).start().waitFor();
    } catch (IOException missing) {
      return 127;
    }
  }
}
