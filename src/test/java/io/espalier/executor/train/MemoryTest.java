package io.espalier.executor.train;

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

  /** oneDNN keeps the last 1,024 operations it has seen, which thousands of trials would fill. */
  private static final String CACHED_OPERATIONS = "64";

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

  /** The first 1,200 trials fill oneDNN's cache and let the optimising compiler finish. */
  @Test
  void aThousandTrialsOfDifferentShapesHoldNoMoreThanTheFirst() throws Exception {
    assertFlat(probe("trials", 100, 22, 0), 12);
  }

  @Test
  void aHundredBytesLeftByEachStepAreNoticed() throws Exception {
    List<Holding> holdings = probe("steps", 20_000, 11, 100);
    assertThat(holdings.get(10).resident)
        .as("%s", holdings)
        .isGreaterThan((long) (FLAT * holdings.get(0).resident));
  }

  /** Now and then a collection of the heap leaves some for the next: its median has to be flat. */
  private static void assertFlat(List<Holding> holdings, int warm) {
    List<Holding> first = holdings.subList(0, warm);
    List<Holding> later = holdings.subList(warm, holdings.size());
    long resident = first.stream().mapToLong(Holding::resident).max().orElseThrow();
    long heap = first.stream().mapToLong(Holding::heap).max().orElseThrow();
    assertThat(later)
        .as("resident and heap after %s", holdings)
        .allSatisfy(one -> assertThat((double) one.resident).isLessThan(FLAT * resident));
    assertThat(
            (double) later.stream().mapToLong(Holding::heap).sorted().toArray()[later.size() / 2])
        .as("median heap after %s", holdings)
        .isLessThan(FLAT * heap);
  }

  private static List<Holding> probe(String work, int times, int lines, int leak)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command());
    Stream.of(work, times, lines, leak).map(String::valueOf).forEach(builder.command()::add);
    builder.environment().put("OMP_NUM_THREADS", "1");
    builder.environment().put("DNNL_PRIMITIVE_CACHE_CAPACITY", CACHED_OPERATIONS);
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
            "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
            "-Dorg.eclipse.deeplearning4j.helpers.disable=false",
            "-cp",
            System.getProperty("java.class.path"),
            MemoryProbe.class.getName()));
    return command;
  }
}
