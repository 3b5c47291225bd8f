package io.espalier.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Memory stays flat, measured in a process whose Java heap is resident from the start: what its
 * resident size grows by lies outside the heap. 5 % are some 14 MB: 70 bytes in each of 200,000
 * steps or 14 kB in each of 1,000 trials. The heap's own content is held to the same.
 */
class MemoryTest {
  private static final double FLAT = 1.05;

  /** What a process holds, in bytes. */
  private record Holding(long resident, long heap) {}

  @BeforeEach
  void onlyWhereTheResidentSizeCanBeRead() {
    assumeTrue(
        Files.exists(MemoryProbe.STATUS),
        () -> "no resident size: there is no " + MemoryProbe.STATUS);
  }

  @Test
  void twoHundredThousandStepsHoldNoMoreThanTheFirst() throws Exception {
    assertFlat(probe("steps", 20_000, 11, 0), 1);
  }

  /** oneDNN keeps the last 1,024 operations it has seen: the first 800 trials fill that. */
  @Test
  void aThousandTrialsOfDifferentShapesHoldNoMoreThanTheFirst() throws Exception {
    assertFlat(probe("trials", 100, 18, 0), 8);
  }

  @Test
  void aHundredBytesLeftByEachStepAreNoticed() throws Exception {
    List<Holding> holdings = probe("steps", 20_000, 11, 100);
    assertThat(holdings.get(10).resident)
        .as("%s", holdings)
        .isGreaterThan((long) (FLAT * holdings.get(0).resident));
  }

  private static void assertFlat(List<Holding> holdings, int warm) {
    long resident = holdings.stream().limit(warm).mapToLong(Holding::resident).max().orElseThrow();
    long heap = holdings.stream().limit(warm).mapToLong(Holding::heap).max().orElseThrow();
    assertThat(holdings.subList(warm, holdings.size()))
        .as("resident and heap after %s", holdings)
        .allSatisfy(later -> assertThat((double) later.resident).isLessThan(FLAT * resident))
        .allSatisfy(later -> assertThat((double) later.heap).isLessThan(FLAT * heap));
  }

  private static List<Holding> probe(String work, int times, int lines, int leak)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command());
    Stream.of(work, times, lines, leak).map(String::valueOf).forEach(builder.command()::add);
    builder.environment().put("OMP_NUM_THREADS", "1");
    Process process = builder.redirectError(Redirect.INHERIT).start();
    List<Holding> holdings = new ArrayList<>();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.matches("\\d+ \\d+")) {
          String[] words = line.split(" ", -1);
          holdings.add(new Holding(Long.parseLong(words[0]), Long.parseLong(words[1])));
        }
      }
      assertThat(process.waitFor()).isZero();
    } finally {
      process.destroyForcibly();
    }
    assertThat(holdings).hasSize(lines);
    return holdings;
  }

  /** The optimising compiler would take tens of MB when it pleases: the simpler one has to do. */
  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-Xms128m",
            "-Xmx128m",
            "-XX:+AlwaysPreTouch",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-Dorg.eclipse.deeplearning4j.helpers.disable=false",
            "-cp",
            System.getProperty("java.class.path"),
            MemoryProbe.class.getName()));
    return command;
  }
}
