package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.packaged.PackagedProgram.Result;
import io.espalier.packaged.PackagedProgram.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Retraining on the whole cluster, in local mode and where every executor is a JVM of its own. */
@ExtendWith(SharedCluster.class)
class ParallelRetrainIT {
  private static final String MODEL =
      "select test_accuracy, test_loss, validation_loss, train_loss, epochs, status, device from"
          + " retrained";

  @TempDir private static Path folder;
  private static PackagedProgram program;

  /** In local mode, undisturbed. */
  private static Result local;

  @BeforeAll
  static void prepare() throws IOException {
    program = new PackagedProgram(folder);
    local = program.local(2, command("local"));
    assertThat(local.exitCode()).as(local.errors()).isZero();
  }

  @Test
  void localModeAndAClusterTrainTheSameModel(StandaloneCluster standalone) throws IOException {
    Result single = program.local(2, "run", experiment("single"));
    Result cluster = program.submit(standalone.master(), command("cluster"));

    assertThat(cluster.exitCode()).as(cluster.errors()).isZero();
    assertThat(local.digest()).as("the search itself").isEqualTo(single.digest());
    assertThat(cluster.digest()).isEqualTo(single.digest());
    String model = model("local");
    assertThat(model("cluster")).isEqualTo(model);
    assertThat(model).contains("\"2 workers, averaged every 3 steps: cpu\"", "COMPLETED");
    assertThat(accuracy(model)).isGreaterThan(0.8);
    assertThat(Math.abs(accuracy(model) - accuracy(model("single")))).isLessThan(0.1);
    assertThat(folder.resolve("cluster/shared/001/best/model.zip")).isNotEmptyFile();
  }

  @Test
  void aKilledDriverStartsTheRetrainingAgain() throws IOException {
    Running first = program.startLocal(2, command("disturbed", "retrain.epochs=500"));
    first.awaitUntil(() -> PackagedProgram.errorsOf(first).contains("retraining: 0/1"));
    first.kill();
    Result second = program.local(2, command("disturbed"));

    assertThat(second.exitCode()).as(second.errors()).isZero();
    assertThat(model("disturbed")).isEqualTo(model("local"));
  }

  @Test
  void whatCannotBeSharedEndsWithTwoBeforeSparkStarts() throws IOException {
    String[] command = command("wrong", "training.batch-size=all", "retrain.workers=0");
    Result result = program.local(1, command);
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.errors())
        .contains("training.batch-size: all is one step per epoch")
        .contains("retrain.workers: a whole number of at least 1 is accepted, not 0")
        .doesNotContain("\tat ");
  }

  private static String[] command(String output, String... overrides) throws IOException {
    String[] command = new String[8 + 2 * overrides.length];
    String[] fixed = {
      "run",
      experiment(output),
      "--set",
      "retrain.mode=data-parallel",
      "--set",
      "retrain.workers=2",
      "--set",
      "retrain.averaging-frequency=3"
    };
    System.arraycopy(fixed, 0, command, 0, fixed.length);
    for (int i = 0; i < overrides.length; i++) {
      command[8 + 2 * i] = "--set";
      command[9 + 2 * i] = overrides[i];
    }
    return command;
  }

  private static double accuracy(String model) {
    return Double.parseDouble(model.split(",", -1)[0]);
  }

  private static String model(String output) {
    Result answer =
        program.local(
            1, "query", MODEL, "--runs", folder.resolve(output).toString(), "--format", "csv");
    assertThat(answer.exitCode()).as(answer.errors()).isZero();
    return answer.output().lines().skip(1).toList().get(0);
  }

  private static String experiment(String output) throws IOException {
    Path file = folder.resolve(output + ".conf");
    Files.writeString(
        file,
        """
          experiment { name = shared, seed = 7 }
          data { source = digits, train = 1200, test = 200, validation = 0.25, normalize = unit }
          model {
            kind = cnn
            layers = [ { conv { channels { grid = [4, 6] }, kernel = 5 } }, { pool { kernel = 2, stride = 2 } }, { dense = 24 } ]
          }
          training { updater { kind = adam, learning-rate = 1e-2 }, batch-size = 32, epochs = 1 }
          retrain { epochs = 12 }
          output { directory = "%s" }
          """
            .formatted(folder.resolve(output)));
    return file.toString();
  }
}
