package io.espalier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on one run at once, each in a JVM of its own. */
class OneOwnerTest {
  /** Its trials take some seconds together. */
  private static final String EXPERIMENT =
      """
      experiment { name = owned, seed = 5 }
      data { source = blobs, examples = 4000, features = 8, centres = 3, test = 0.2, validation = 0.25 }
      model { kind = mlp, layers = [ { dense { units { grid = [8, 16, 24, 32] } } } ] }
      training {
        updater { kind = sgd, learning-rate { grid = [0.01, 0.1] } }
        batch-size = 16
        epochs = %d
      }
      report { enabled = false }
      output { directory = "%s" }
      """;

  private static final Pattern DIGEST = Pattern.compile("digest\\s+([0-9a-f]{64})");
  private static final Pattern IN_USE =
      Pattern.compile(
          "espalier: \\S+ is in use by \"(run|retrain|report)\" \\(process \\d+ on host ");
  private static final int EPOCHS = 20;

  @TempDir private Path folder;
  private int printed;

  @Test
  void aRunHasOneOwnerAfterTheOther() throws Exception {
    String digest = undisturbed();
    String file = experiment("owned", EPOCHS);
    String run = folder.resolve("owned/owned/001").toString();
    Running killed = start("run", file);
    awaitFiles("owned", 3);
    signal("STOP", killed); // a live owner, however fast the machine
    Running again = start("run", file);
    Running retrain = start("retrain", run, "--trial", "1");
    Tally tally = new Tally();
    tally.count(again.await());
    tally.count(retrain.await());
    assertThat(tally.told).isEqualTo(2);

    killed.process().destroyForcibly().waitFor();
    Running taken = start("run", file);
    awaitFiles("owned", 1 + appended("owned"));
    signal("STOP", taken);
    Running over = start("run", file, "--take-over");
    await(() -> Files.readString(over.errors()).contains("is taken from \"run\" (process "));
    signal("CONT", taken);
    Result stopped = taken.await();
    Result last = over.await();
    assertThat(stopped.code()).as(stopped.errors()).isEqualTo(3);
    assertThat(stopped.errors())
        .containsOnlyOnce("was left by \"run\"")
        .doesNotContain("watching")
        .containsPattern("espalier: \\S+ was taken over by \"run\" \\(process \\d+ on host ")
        .doesNotContain("\tat io.espalier");
    assertThat(last.code()).as(last.errors()).isZero();
    assertThat(last.digest()).isEqualTo(digest);
  }

  @Test
  @Tag("slow")
  void fiftyCommandsAtRandomMomentsDisturbNobody() throws Exception {
    SplittableRandom random = new SplittableRandom(50);
    Tally tally = new Tally();
    String digest = undisturbed();
    for (int round = 1; tally.told < 50; round++) {
      round(round, 6, random, digest, tally);
      System.out.println(
          "after " + round + " runs: " + tally.told + " were told, " + tally.late + " came late");
    }
  }

  /** Other commands at random moments of a run. */
  private void round(int number, int commands, SplittableRandom random, String digest, Tally tally)
      throws IOException, InterruptedException {
    String file = experiment("round-" + number, EPOCHS);
    String run = folder.resolve("round-" + number).resolve("owned/001").toString();
    Running first = start("run", file);
    List<Running> others = new ArrayList<>();
    for (int i = 0; i < commands && first.process().isAlive(); i++) {
      boolean again = i % 2 == 0;
      if (!again) {
        await(() -> Files.exists(Path.of(run, "journal/0000000001.json")));
      }
      first.process().waitFor(random.nextInt(2_500), TimeUnit.MILLISECONDS);
      others.add(again ? start("run", file) : start("retrain", run, "--trial", "1"));
    }
    List<Result> results = new ArrayList<>();
    for (Running other : others) {
      results.add(other.await());
    }
    Result whole = first.await();
    if (whole.code() != 0) { // another one was faster at the very beginning
      results.add(whole);
      whole = results.stream().filter(Result::isRun).findFirst().orElseThrow();
      results.remove(whole);
    }
    assertThat(whole.code()).as(whole.errors()).isZero();
    assertThat(whole.digest()).isEqualTo(digest);
    assertThat(whole.errors()).doesNotContain("resuming");
    assertThat(folder.resolve("round-" + number).resolve("owned/002")).doesNotExist();
    results.forEach(tally::count);
  }

  /** How many were told, and how many came when the run was done. */
  private static final class Tally {
    private int told;
    private int late;

    private void count(Result result) {
      if (result.code() == 0) {
        late++;
      } else {
        assertThat(result.code()).as(result.errors()).isEqualTo(3);
        assertThat(result.errors()).containsPattern(IN_USE).doesNotContain("\tat ");
        assertThat(result.errors().lines().filter(line -> line.startsWith("espalier:"))).hasSize(1);
        assertThat(result.output()).isEmpty();
        told++;
      }
    }
  }

  /** Holds a process, or lets it go on. */
  private static void signal(String name, Running running)
      throws IOException, InterruptedException {
    String process = String.valueOf(running.process().pid());
    assertThat(new ProcessBuilder("kill", "-" + name, process).start().waitFor()).isZero();
  }

  private String undisturbed() throws IOException, InterruptedException {
    Result result = start("run", experiment("undisturbed", EPOCHS)).await();
    assertThat(result.code()).as(result.errors()).isZero();
    return result.digest();
  }

  private void awaitFiles(String output, int number) throws IOException, InterruptedException {
    await(() -> appended(output) >= number);
  }

  /** Files that a run's journal has. */
  private int appended(String output) throws IOException {
    Path journal = folder.resolve(output).resolve("owned/001/journal");
    if (!Files.isDirectory(journal)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(journal)) {
      return (int) files.filter(file -> file.toString().endsWith(".json")).count();
    }
  }

  private String experiment(String output, int epochs) throws IOException {
    Path file = folder.resolve(output + ".conf");
    return Files.writeString(file, EXPERIMENT.formatted(epochs, folder.resolve(output))).toString();
  }

  private interface Condition {
    boolean holds() throws IOException;
  }

  private static void await(Condition condition) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (!condition.holds()) {
      assertThat(System.nanoTime() - begun).as("ns waited").isLessThan(120_000_000_000L);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private record Result(boolean isRun, int code, String output, String errors) {
    String digest() {
      Matcher matcher = DIGEST.matcher(output);
      assertThat(matcher.find()).as(output + errors).isTrue();
      return matcher.group(1);
    }
  }

  private record Running(boolean isRun, Process process, Path output, Path errors) {
    Result await() throws IOException, InterruptedException {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ended").isTrue();
      return new Result(
          isRun, process.exitValue(), Files.readString(output), Files.readString(errors));
    }
  }

  private Running start(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-Dspark.master=local[1]"));
    command.addAll(List.of("-Dspark.ui.enabled=false", "-Dspark.driver.bindAddress=127.0.0.1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(Arrays.asList(arguments));
    Path output = folder.resolve("output-" + ++printed);
    Path errors = folder.resolve("errors-" + printed);
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .start();
    return new Running(arguments[0].equals("run"), process, output, errors);
  }
}
