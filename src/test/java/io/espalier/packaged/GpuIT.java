package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.packaged.PackagedProgram.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spark gives trials GPUs on a cluster whose machines have two each, by an invented nvidia-smi;
 * what is computed is computed on the CPU, and the rows say so.
 */
class GpuIT {
  private static final int WORKERS = 2;
  private static final int CORES = 4;
  private static final String FALLBACK = " --conf spark.espalier.gpu.fallback=cpu";
  private static final int TRIALS = 16;

  /** One trial at a time in a slot: those side by side would share its card. */
  private static final String EXPERIMENT =
      """
      experiment { name = gpus, seed = 7 }
      search.fusion = off
      data { source = digits, train = 1200, test = 200, validation = 0.25, normalize = unit }
      model { kind = mlp, layers = [ { dense { units { grid = [8, 16, 24, 32] } } } ] }
      training {
        updater { kind = adam, learning-rate { grid = [1e-3, 3e-3, 1e-2, 3e-2] } }
        batch-size = 16
        epochs = 4
      }
      retrain { epochs = 1 }
      output { directory = "FOLDER" }
      """;

  /** Lists two cards. */
  private static final String NVIDIA_SMI =
      """
      #!/bin/sh
      case "$1" in
        --query-gpu=index) echo FIRST; echo SECOND ;;
        *) exit 2 ;;
      esac
      """;

  @TempDir private Path folder;

  /** When a trial ran, in milliseconds, and what its row says of the device. */
  private record Run(String device, long startMillis, long endMillis) {}

  @Test
  void eachTrialHasAGpuOfItsOwnOrItsShareOfOne() throws IOException {
    PackagedProgram program = new PackagedProgram(folder);
    Result local = program.local(2, "run", experiment("local"));
    assertThat(local.exitCode()).as(local.errors()).isZero();
    try (StandaloneCluster cluster =
        new StandaloneCluster(program, folder, WORKERS, workerOptions(), this::pathWithCards)) {
      String master = cluster.master();
      checkRefusal(program.submitWith(gpus("1"), master, "run", experiment("refused")));
      for (String amount : List.of("1", "0.5")) {
        Result result =
            program.submitWith(gpus(amount) + FALLBACK, master, "run", experiment(amount));
        assertThat(result.exitCode()).as(result.errors()).isZero();
        assertThat(result.digest()).isEqualTo(local.digest());
        assertThat(result.errors())
            .contains("trains on the CPU: its jar computes on the CPU; submit espalier-cuda.jar");
      }
    }
    List<Run> runs = runs(program, "1", "0.5");
    assertThat(runs).hasSize(2 * TRIALS);
    checkRuns(runs.subList(0, TRIALS), 1);
    checkRuns(runs.subList(TRIALS, 2 * TRIALS), 2);
  }

  /** Spark's options; trials wait until both machines are there. */
  private static String gpus(String amount) {
    return "--conf spark.scheduler.minRegisteredResourcesRatio=1 --conf spark.cores.max="
        + WORKERS * CORES
        + " --conf spark.executor.resource.gpu.amount=2 --conf spark.task.resource.gpu.amount="
        + amount;
  }

  private static void checkRefusal(Result refused) {
    assertThat(refused.exitCode()).as(refused.errors()).isEqualTo(4);
    assertThat(refused.errors())
        .contains(
            "espalier: the executor on 127.0.0.1 cannot train on a GPU: its jar computes on the"
                + " CPU; submit espalier-cuda.jar (spark.espalier.gpu.fallback=cpu goes on with"
                + " the CPU)\n")
        .doesNotContain("\tat ");
  }

  /** Every trial tells its address, every address was used, and none by too many at a time. */
  private static void checkRuns(List<Run> runs, int most) {
    Map<String, List<Run>> byDevice = new TreeMap<>();
    runs.forEach(run -> byDevice.computeIfAbsent(run.device(), d -> new ArrayList<>()).add(run));
    assertThat(byDevice)
        .containsOnlyKeys(
            "cpu (gpu 0 assigned)",
            "cpu (gpu 1 assigned)",
            "cpu (gpu 2 assigned)",
            "cpu (gpu 3 assigned)");
    byDevice.forEach(
        (device, its) -> assertThat(mostAtOnce(its)).as(device + " " + its).isBetween(1, most));
  }

  private static int mostAtOnce(List<Run> runs) {
    int most = 0;
    for (Run run : runs.stream().sorted(Comparator.comparingLong(Run::startMillis)).toList()) {
      long beside =
          runs.stream()
              .filter(
                  r -> r.startMillis() <= run.startMillis() && r.endMillis() > run.startMillis())
              .count();
      most = Math.max(most, (int) beside);
    }
    return most;
  }

  /** All trials of two runs, one run after the other. */
  private List<Run> runs(PackagedProgram program, String first, String second) {
    Result answer =
        program.local(
            1,
            "query",
            "select device, unix_millis(started_at), unix_millis(finished_at) from trials"
                + " order by started_at",
            "--format",
            "csv",
            "--runs",
            folder.resolve(first).toString(),
            "--runs",
            folder.resolve(second).toString());
    assertThat(answer.exitCode()).as(answer.errors()).isZero();
    return answer.output().lines().skip(1).map(GpuIT::run).toList();
  }

  private static Run run(String line) {
    String[] cells = line.split(",", -1);
    return new Run(cells[0], Long.parseLong(cells[1]), Long.parseLong(cells[2]));
  }

  private String experiment(String output) throws IOException {
    Path file = folder.resolve(output + ".conf");
    Files.writeString(file, EXPERIMENT.replace("FOLDER", folder.resolve(output).toString()));
    return file.toString();
  }

  /** A worker finds its GPUs by the script of this repository. */
  private List<String> workerOptions() throws IOException {
    Path file = folder.resolve("worker.properties");
    Files.write(
        file,
        List.of(
            "spark.worker.resource.gpu.amount 2",
            "spark.worker.resource.gpu.discoveryScript "
                + Path.of("submit", "gpu-discovery.sh").toAbsolutePath()));
    return List.of("--cores", Integer.toString(CORES), "--properties-file", file.toString());
  }

  /** A worker's environment, in which nvidia-smi lists two cards that no other worker has. */
  private Map<String, String> pathWithCards(int worker) {
    try {
      Path programs = Files.createDirectory(folder.resolve("machine-" + worker));
      Path program = programs.resolve("nvidia-smi");
      Files.writeString(
          program,
          NVIDIA_SMI
              .replace("FIRST", Integer.toString(2 * worker))
              .replace("SECOND", Integer.toString(2 * worker + 1)));
      assertThat(program.toFile().setExecutable(true)).isTrue();
      return Map.of("PATH", programs + ":" + System.getenv("PATH"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
