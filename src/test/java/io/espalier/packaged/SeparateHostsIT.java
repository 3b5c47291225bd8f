package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.packaged.PackagedProgram.Result;
import io.espalier.packaged.PackagedProgram.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A standalone cluster whose master, workers and driver are hosts of their own: network namespaces
 * that can only talk through a bridge.
 */
class SeparateHostsIT {
  private static final long PATIENCE_NANOS = 300_000_000_000L;
  private static final int MASTER = 0;
  private static final int FIRST_WORKER = 1;
  private static final int SECOND_WORKER = 2;
  private static final int DRIVER = 3;

  /** Its trials take about a second, so that they come one by one and not in bundles. */
  private static final String EXPERIMENT =
      """
      experiment { name = digits-grid, seed = 7 }
      data { source = digits, train = 2400, test = 200, validation = 0.25, normalize = unit }
      model {
        kind = cnn
        layers = [ { conv { channels { grid = [4, 8] }, kernel = 5 } }, { pool { kernel = 2 } }, { dense = 24 } ]
      }
      training {
        updater { kind = adam, learning-rate { grid = [1e-3, 3e-3, 1e-2] } }
        batch-size = 32
        epochs = 12
      }
      output { directory = "OUTPUT" }
      """;

  /** An unreachable host is given up after seconds instead of minutes. */
  private static final String IMPATIENT =
      "--conf spark.network.timeout=30s --conf spark.network.timeoutInterval=1s"
          + " --conf spark.executor.heartbeatInterval=1s"
          + " --conf spark.storage.blockManagerHeartbeatTimeoutMs=12s";

  @TempDir private static Path reference;
  @TempDir private Path folder;
  private PackagedProgram program;
  private NetworkHosts hosts;

  /** The digest of the experiment in local mode. */
  private static String local;

  @BeforeAll
  static void runLocally() throws IOException {
    new NetworkHosts(1).close(); // nothing is run where the machine has none
    Result run = new PackagedProgram(reference).local(2, "run", experiment(reference, "local"));
    assertThat(run.exitCode()).as(run.errors()).isZero();
    local = run.digest();
  }

  @BeforeEach
  void makeHosts() {
    hosts = new NetworkHosts(4);
    program = new PackagedProgram(folder);
  }

  @AfterEach
  void removeHosts() {
    if (hosts != null) { // where the machine has none
      hosts.close();
    }
  }

  @Test
  void aClusterOfHostsGivesTheTableOfLocalModeThoughOneIsCutOffInMidRun() throws IOException {
    String master = cluster(1, hosts.on(SECOND_WORKER));
    Running running = submit(Map.of(), master, "run", experiment("cluster"));
    Path journal = folder.resolve("cluster/digits-grid/001/journal");
    awaitUntil(() -> finished(journal) > 0, running);
    hosts.cutOff(FIRST_WORKER);
    Result cluster = running.await();

    assertThat(cluster.exitCode()).as(cluster.errors()).isZero();
    assertThat(cluster.errors()).contains("Lost executor").contains(hosts.address(FIRST_WORKER));
    assertThat(cluster.digest()).isEqualTo(local);
    assertThat(finished(journal)).as("trials that finished, each once").isEqualTo(6);
  }

  @Test
  void anOutputFolderThatOneHostDoesNotSeeIsRefusedBeforeAnythingIsTrained() throws IOException {
    Path output = Files.createDirectory(folder.resolve("mine"));
    String master = cluster(1, hosts.onWithout(SECOND_WORKER, output.toString()));
    Result refused = submit(Map.of(), master, "run", experiment("mine")).await();

    assertThat(refused.exitCode()).as(refused.errors()).isEqualTo(4);
    assertThat(refused.errors())
        .contains(
            "espalier: the executor on "
                + hosts.address(SECOND_WORKER)
                + " does not see the output folder")
        .doesNotContain("\tat ");
    assertThat(finished(output.resolve("digits-grid/001/journal"))).isZero();
  }

  @Test
  void aDriverOnAWorkerGivesTheSameTableAndItsFailureIsTheScripts() throws IOException {
    String master = cluster(2, hosts.on(SECOND_WORKER)); // the driver takes a core as well
    Map<String, String> onCluster = Map.of("ESPALIER_DEPLOY", "cluster");
    Result cluster = submit(onCluster, master, "run", experiment("cluster")).await();
    Result refused =
        submit(onCluster, master, "run", experiment("wrong"), "--set", "output.directory=out")
            .await();

    assertThat(cluster.exitCode()).as(cluster.errors()).isZero();
    assertThat(driversOutput("stdout")).contains(local);
    assertThat(refused.exitCode()).as(refused.errors()).isEqualTo(1);
    assertThat(driversOutput("stderr")).contains("output.directory out is relative");
  }

  /** Starts a master and two workers with so many cores each; returns the master's URL. */
  private String cluster(int cores, List<String> secondWorker) {
    String master = "spark://" + hosts.address(MASTER) + ":7077";
    Running first =
        program.startSpark(
            hosts.on(MASTER),
            Map.of(),
            "org.apache.spark.deploy.master.Master",
            "--host",
            hosts.address(MASTER),
            "--port",
            "7077");
    await(first, "I have been elected leader", 1);
    worker(hosts.on(FIRST_WORKER), FIRST_WORKER, cores, master);
    worker(secondWorker, SECOND_WORKER, cores, master);
    await(first, "Registering worker", 2);
    return master;
  }

  private void worker(List<String> where, int host, int cores, String master) {
    program.startSpark(
        where,
        Map.of(),
        "org.apache.spark.deploy.worker.Worker",
        "--host",
        hosts.address(host),
        "--cores",
        Integer.toString(cores),
        "--memory",
        "3g",
        "--work-dir",
        folder.resolve("work-" + host).toString(),
        master);
  }

  private Running submit(Map<String, String> variables, String... arguments) {
    Map<String, String> all = new TreeMap<>(variables);
    all.put("ESPALIER_MEMORY", "1g");
    all.put("ESPALIER_EXECUTOR_MEMORY", "1g");
    all.put("ESPALIER_JAVA", PackagedProgram.SHORT_LIVED);
    all.put("ESPALIER_SUBMIT", IMPATIENT + " --conf spark.executor.cores=1");
    List<String> command = new ArrayList<>(hosts.on(DRIVER));
    command.add("submit/standalone.sh");
    command.addAll(Arrays.asList(arguments));
    return program.start(command, all);
  }

  private static void await(Running process, String words, int times) {
    awaitUntil(
        () -> PackagedProgram.errorsOf(process).split(words, -1).length - 1 >= times, process);
  }

  /** Looks again until something has happened, as long as a process lives. */
  private static void awaitUntil(BooleanSupplier happened, Running process) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!happened.getAsBoolean()) {
      assertThat(process.process().isAlive() && System.nanoTime() < end)
          .as(PackagedProgram.errorsOf(process))
          .isTrue();
      LockSupport.parkNanos(50_000_000L);
    }
  }

  /** What all drivers on workers have printed. */
  private String driversOutput(String name) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.endsWith(name)).sorted().toList()) {
        if (file.toString().contains("/driver-")) {
          all.append(Files.readString(file));
        }
      }
    }
    return all.toString();
  }

  /** Trial-finished events in the journal's files. */
  private static long finished(Path journal) {
    if (!Files.isDirectory(journal)) {
      return 0;
    }
    long count = 0;
    try (Stream<Path> files = Files.list(journal)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
        count += Files.readString(file).split("\"trial-finished\"", -1).length - 1;
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return count;
  }

  private String experiment(String output) throws IOException {
    return experiment(folder, output);
  }

  private static String experiment(Path folder, String output) throws IOException {
    Path file = folder.resolve(output + ".conf");
    Files.writeString(file, EXPERIMENT.replace("OUTPUT", folder.resolve(output).toString()));
    return file.toString();
  }
}
