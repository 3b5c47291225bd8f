package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.packaged.PackagedProgram.Result;
import io.espalier.packaged.PackagedProgram.Running;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A standalone cluster of a good host and a broken one: worker processes with addresses of their
 * own. The table is that of the good one alone, and a line names the other. Full disks are small
 * ones in memory, which only the broken host sees; they end with its processes.
 */
class BrokenHostIT {
  private static final String GOOD = "127.0.0.2";
  private static final int TRIALS = 10;

  private static final String EXPERIMENT =
      """
      experiment { name = broken-host, seed = 7 }
      data { source = digits, train = 800, test = 100, validation = 0.25, normalize = unit }
      model {
        kind = cnn
        layers = [ { conv { channels { grid = [4, 8] }, kernel = 5 } }, { pool { kernel = 2 } }, { dense = 24 } ]
      }
      training {
        updater { kind = adam, learning-rate { grid = [1e-3, 2e-3, 3e-3, 6e-3, 1e-2] } }
        batch-size = 32
        epochs = 4
      }
      retrain { RETRAIN }
      output { directory = "OUTPUT" }
      """;

  /** Trials are retrained just as they train: each saves its model at its end. */
  private static final String SAVING = "rows = all, data = train";

  @TempDir private static Path folder;
  private static PackagedProgram program;
  private static Running master;
  private static Running good;
  private static String url;

  /** The digest of the good host alone. */
  private static String alone;

  private final List<Running> broken = new ArrayList<>();

  @BeforeAll
  static void startTheGoodHost() throws IOException {
    assumeTrue(
        System.getProperty("os.name").equals("Linux"), "127.0.0.2 is an address on Linux only");
    program = new PackagedProgram(folder);
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    url = "spark://127.0.0.1:" + port;
    master =
        program.startSpark(
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--webui-port",
            "0");
    says(master, "I have been elected leader");
    good = worker(List.of(), Map.of(), GOOD);
    Result run = submit("alone", "epochs = 1");
    assertThat(run.exitCode()).as(run.errors()).isZero();
    alone = run.digest();
  }

  @AfterAll
  static void endTheGoodHost() {
    for (Running process : Stream.of(good, master).filter(one -> one != null).toList()) {
      end(process);
    }
  }

  @AfterEach
  void endTheBrokenHost() {
    broken.forEach(BrokenHostIT::end);
  }

  @Test
  void aHostWithoutNativeLibrariesIsLeftOutBeforeAnythingIsTrained() throws IOException {
    String host = "127.0.0.3";
    String elsewhere = "-Dorg.bytedeco.javacpp.platform=linux-none";
    broken.add(worker(List.of(), Map.of("JAVA_TOOL_OPTIONS", elsewhere), host));
    Result run = submit("natives", "epochs = 1");

    assertSameTableWithout(host, run, "natives");
    assertThat(run.errors())
        .contains("the executor on " + host + " cannot load the native library");
  }

  @Test
  void aHostWhoseDiskIsFullIsLeftOutBeforeAnythingIsTrained() throws IOException {
    String host = "127.0.0.4";
    // Room for the program's jar, and not for the native libraries that are unpacked from it.
    List<String> where = onSmallDisk("size=200m", Files.createDirectory(folder.resolve(host)));
    Map<String, String> variables =
        Map.of("SPARK_LOCAL_DIRS", folder.resolve("local-" + host).toString());
    broken.add(worker(where, variables, host));
    Result run = submit("full", "epochs = 1");

    assertSameTableWithout(host, run, "full");
    assertThat(run.errors())
        .contains("the executor on " + host + " cannot load the native library");
  }

  @Test
  void aHostThatCannotSaveModelsAnyMoreIsLeftOutWhileTheOtherGoesOn() throws Exception {
    String host = "127.0.0.5";
    Running worker = worker(List.of(inOwnMounts()), Map.of(), host);
    broken.add(worker);
    Running running = start("later", SAVING);
    Path models = folder.resolve("later/broken-host/001/retrained");
    running.awaitUntil(() -> finished("later") > 0 && Files.isDirectory(models));
    mount(worker, models);
    Result run = running.await();

    assertSameTableWithout(host, run, "later");
    assertThat(run.errors()).contains("No space left on device");
  }

  private static void assertSameTableWithout(String host, Result run, String name)
      throws IOException {
    assertThat(run.exitCode()).as(run.errors()).isZero();
    assertThat(run.errors().lines().filter(line -> line.contains("gets no more work")))
        .singleElement()
        .asString()
        .startsWith("espalier: the host " + host + " gets no more work: ")
        .endsWith("; the work goes on on " + GOOD);
    assertThat(run.digest()).isEqualTo(alone);
    assertThat(finished(name)).as("trials that finished, each once").isEqualTo(TRIALS);
    assertThat(journal(name)).doesNotContain("FAILED");
  }

  private static Running worker(List<String> where, Map<String, String> variables, String host) {
    Running worker =
        program.startSpark(
            where,
            variables,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            host,
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            "2g",
            "--work-dir",
            folder.resolve(host).toString(),
            url);
    says(worker, "Successfully registered with master");
    return worker;
  }

  private static Result submit(String name, String retrain) throws IOException {
    return start(name, retrain).await();
  }

  private static Running start(String name, String retrain) throws IOException {
    Path file = folder.resolve(name + ".conf");
    Files.writeString(
        file,
        EXPERIMENT.replace("RETRAIN", retrain).replace("OUTPUT", folder.resolve(name).toString()));
    return program.start(
        List.of("submit/standalone.sh", url, "run", file.toString()),
        Map.of(
            "ESPALIER_EXECUTOR_MEMORY",
            "1g",
            "ESPALIER_NATIVE",
            "1g",
            "ESPALIER_JAVA",
            PackagedProgram.SHORT_LIVED));
  }

  /** The words that run a command with mounts of its own; ends the test where that is forbidden. */
  private static String[] inOwnMounts() {
    String[] words = {"unshare", "-m"};
    ran(Stream.concat(Arrays.stream(words), Stream.of("mount", "-t", "tmpfs", "none", "/mnt")));
    return words;
  }

  private static List<String> onSmallDisk(String size, Path path) {
    List<String> words = new ArrayList<>(List.of(inOwnMounts()));
    String script = "mount -t tmpfs -o " + size + " none \"$0\" && exec \"$@\"";
    words.addAll(List.of("sh", "-c", script, path.toString()));
    return words;
  }

  /** From now on a host sees a disk of 4 KB in a folder. */
  private static void mount(Running host, Path path) {
    String pid = Long.toString(host.process().pid());
    ran(
        Stream.of(
            "nsenter",
            "-t",
            pid,
            "-m",
            "mount",
            "-t",
            "tmpfs",
            "-o",
            "size=4k",
            "none",
            path.toString()));
  }

  /** Runs a command that only an administrator may run on Linux. */
  private static void ran(Stream<String> command) {
    List<String> words = command.toList();
    Running process;
    try {
      process = program.start(words, Map.of());
    } catch (java.io.UncheckedIOException missing) {
      assumeTrue(false, "no mounts here: " + missing.getCause());
      return;
    }
    Result result = process.await();
    assumeTrue(result.exitCode() == 0, "no mounts here: " + words + ": " + result.errors());
  }

  private static void says(Running process, String words) {
    try {
      process.awaitUntil(() -> PackagedProgram.errorsOf(process).contains(words));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static void end(Running process) {
    List<ProcessHandle> executors = process.process().descendants().toList();
    executors.forEach(ProcessHandle::destroyForcibly);
    process.kill();
    executors.forEach(executor -> executor.onExit().orTimeout(10, TimeUnit.SECONDS).join());
  }

  /** Trial-finished events in the journal. */
  private static int finished(String name) throws IOException {
    return journal(name).split("\"trial-finished\"", -1).length - 1;
  }

  private static String journal(String name) throws IOException {
    Path journal = folder.resolve(name + "/broken-host/001/journal");
    StringBuilder all = new StringBuilder();
    if (Files.isDirectory(journal)) {
      try (Stream<Path> files = Files.list(journal)) {
        for (Path file : files.filter(one -> one.toString().endsWith(".json")).sorted().toList()) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }
}
