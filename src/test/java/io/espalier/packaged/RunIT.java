package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.espalier.packaged.PackagedProgram.Result;
import io.espalier.packaged.PackagedProgram.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged jar, started as a user starts it. */
@ExtendWith(SharedCluster.class)
class RunIT {
  /** Its trials take about a second, so that they come one by one and not in bundles. */
  private static final String EXPERIMENT =
      """
      experiment { name = digits-grid, seed = 7 }
      data {
        source = digits, train = 1200, test = 200, validation = 0.25, normalize = unit
        augment { flip = horizontal, rotation = 10, shift = 0.1, crop-padding = 2, noise = 0.05, cutout = 2 }
      }
      model {
        kind = cnn
        layers = [
          { conv { channels { grid = [4, 8] }, kernel = 5 } }
          { pool { kernel { grid = [2, 30], name = pool }, stride = 2 } }
          { dense = 24 }
          { dropout = 0.2 }
        ]
      }
      training {
        updater { kind = adam, learning-rate { grid = [1e-3, 3e-3, 1e-2] } }
        batch-size = 32
        epochs = 12
      }
      retrain { epochs = 2 }
      output { directory = "%s" }
      """;

  @TempDir private static Path folder;
  private static PackagedProgram program;

  /** On two cores, undisturbed. */
  private static Result two;

  @BeforeAll
  static void prepare() throws IOException {
    program = new PackagedProgram(folder);
    two = program.local(2, "run", experiment("two"));
    assertThat(two.exitCode()).as(two.errors()).isZero();
  }

  @Test
  void oneCoreTwoCoresAndAClusterGiveTheSameTable(StandaloneCluster standalone) throws IOException {
    Result one = program.local(1, "run", experiment("one"));
    Result cluster = program.submit(standalone.master(), "run", experiment("cluster"));

    assertThat(one.exitCode()).as(one.errors()).isZero();
    assertThat(cluster.exitCode()).as(cluster.errors()).isZero();
    assertThat(one.digest()).isEqualTo(two.digest());
    assertThat(cluster.digest()).isEqualTo(two.digest());
    assertThat(one.output()).contains("test_accuracy").contains(folder.resolve("one").toString());
    assertThat(folder.resolve("cluster/digits-grid/001/best/model.zip")).isNotEmptyFile();
  }

  @Test
  void aKilledRunGoesOnWithoutTrainingAFinishedRowTwice() throws IOException {
    String disturbed = experiment("disturbed");
    Running first = program.startLocal(1, "run", disturbed);
    Path journal = folder.resolve("disturbed/digits-grid/001/journal");
    first.awaitUntil(() -> finished(journal) >= 2);
    first.kill();
    long kept = finished(journal);
    Result second = program.local(1, "run", disturbed);
    Result again = program.local(1, "run", disturbed);

    assertThat(second.exitCode()).as(second.errors()).isZero();
    assertThat(second.digest()).isEqualTo(two.digest());
    assertThat(kept).isBetween(2L, 5L);
    assertThat(finished(journal)).as("trials that finished, each once").isEqualTo(6);
    assertThat(again.digest()).isEqualTo(second.digest());
    assertThat(again.errors()).contains("finished");
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalStopsTheRunWhichGoesOnWhereItWas(String signal, int exitCode) throws IOException {
    assumeFalse(isIgnored(signal), "who starts the tests has them ignore the signal");
    String stopped = experiment("stopped-" + signal);
    Running first = program.startLocal(1, "run", stopped);
    Path journal = folder.resolve("stopped-" + signal + "/digits-grid/001/journal");
    first.awaitUntil(() -> finished(journal) >= 2);
    first.signal(signal);
    Result result = first.await();
    long kept = finished(journal);
    Result second = program.local(1, "run", stopped);

    assertThat(result.exitCode()).as(result.errors()).isEqualTo(exitCode);
    assertThat(result.errors())
        .contains("espalier: stopping; once more ends the process at once")
        .contains("espalier: stopped; what has ended is recorded, and the same command goes on")
        .doesNotContain("a mistake of this program");
    assertThat(kept).isBetween(2L, 5L);
    assertThat(second.exitCode()).as(second.errors()).isZero();
    assertThat(second.digest()).isEqualTo(two.digest());
    assertThat(second.errors()).as("the run was given back").doesNotContain("was left by");
    assertThat(finished(journal)).as("trials that finished, each once").isEqualTo(6);
  }

  /** Whether this process ignores a signal, as those in the background of a shell do. */
  private static boolean isIgnored(String signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    int number = signal.equals("INT") ? 2 : 15;
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(
            line ->
                (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> (number - 1)) % 2 != 0);
  }

  @Test
  void aMistakeInTheFileEndsWithTwoBeforeSparkStarts() throws IOException {
    Path file = folder.resolve("wrong.conf");
    Files.writeString(file, String.format(EXPERIMENT, folder).replace("batch-size", "batchsize"));
    Result result = program.local(1, "run", file.toString());

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.errors())
        .contains("wrong.conf:17")
        .contains("batch-size")
        .doesNotContain("\tat ");
  }

  /** Trial-finished events in the journal's files. */
  static long finished(Path journal) throws IOException {
    if (!Files.isDirectory(journal)) {
      return 0;
    }
    long count = 0;
    try (Stream<Path> files = Files.list(journal)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        count += Files.readString(file).split("\"trial-finished\"", -1).length - 1;
      }
    }
    return count;
  }

  private static String experiment(String output) throws IOException {
    Path file = folder.resolve(output + ".conf");
    Files.writeString(file, String.format(EXPERIMENT, folder.resolve(output)));
    return file.toString();
  }
}
