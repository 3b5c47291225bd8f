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

  /** Of oneDNN, instead of 1,024: sooner full, and emptied as often. */
  private static final String KEPT_OPERATIONS = "128";

  /** What a process holds, in bytes. */
  private record Holding(long resident, long heap) {}

  @BeforeEach
  void onlyWhereTheResidentSizeCanBeRead() {
    assumeTrue(
        Files.exists(MemoryProbe.STATUS),
        () -> "no resident size: there is no " + MemoryProbe.STATUS);
  }

  /** What 20,000 steps leave then, 1,000 bytes each, is what all would leave at 100 bytes each. */
  @Test
  void twoHundredThousandStepsHoldNoMoreThanTheFirstAndTwentyMegabytesWouldBeNoticed()
      throws Exception {
    assertFlatUntilTheLast(probe("steps", 20_000, 12, 1_000), 1);
  }

  /** And 20 kB left by each of the thousand. The first 200 fill what oneDNN keeps. */
  @Test
  void aThousandTrialsOfDifferentShapesHoldNoMoreThanTheFirstAndTwentyMegabytesWouldBeNoticed()
      throws Exception {
    assertFlatUntilTheLast(probe("trials", 100, 13, 200_000), 2);
  }

  private static void assertFlatUntilTheLast(List<Holding> holdings, int warm) {
    int last = holdings.size() - 1;
    assertFlat(holdings.subList(0, last), warm);
    assertThat((double) holdings.get(last).resident)
        .as("%s", holdings)
        .isGreaterThan(FLAT * holdings.get(0).resident);
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
    builder.environment().put("DNNL_PRIMITIVE_CACHE_CAPACITY", KEPT_OPERATIONS);
    builder.environment().put("ONEDNN_PRIMITIVE_CACHE_CAPACITY", KEPT_OPERATIONS);
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

  /**
   * The optimising compiler would take tens of MB when it pleases: the simpler one has to do. No
   * dead object stays for the collector's convenience and counts as used.
   */
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
            "-XX:MarkSweepDeadRatio=0",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-Dorg.eclipse.deeplearning4j.helpers.disable=false",
            "-cp",
            System.getProperty("java.class.path"),
            MemoryProbe.class.getName()));
    return command;
  }
}
