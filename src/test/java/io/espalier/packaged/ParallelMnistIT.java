package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.espalier.packaged.PackagedProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A small convolutional network on all of MNIST, trained in one task and on the whole cluster. */
@Tag("slow")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class ParallelMnistIT {
  @TempDir private Path folder;

  @Test
  void theClusterComesWithinAPointOfTheSingleTraining() throws IOException {
    String data = System.getenv().getOrDefault("ESPALIER_DATA", "");
    assumeThat(!data.isEmpty() && Files.isDirectory(Path.of(data, "mnist")))
        .as("mnist is below ESPALIER_DATA")
        .isTrue();
    PackagedProgram program = new PackagedProgram(folder);
    Path out = folder.resolve("out");
    Path file = folder.resolve("mnist-shared.conf");
    Files.writeString(
        file,
        """
          experiment { name = mnist-shared, seed = 42 }
          data { source = mnist, validation = 0, normalize { mean = 0.1307, std = 0.3081 } }
          model {
            kind = cnn
            layers = [ { conv { channels = 8, kernel = 5 } }, { pool { kernel = 2, stride = 2 } }, { dense = 64 } ]
          }
          training { updater { kind = adam, learning-rate = 1e-3 }, batch-size = 32, epochs = 3 }
          retrain { rows = all }
          output { directory = "%s" }
          """
            .formatted(out));

    succeed(program.localAtLength(2, 1, "run", file.toString()));
    succeed(
        program.localAtLength(
            2,
            1,
            "retrain",
            out.resolve("mnist-shared/001").toString(),
            "--trial",
            "1",
            "--set",
            "retrain.mode=data-parallel",
            "--set",
            "retrain.workers=2"));
    String sql =
        "select test_accuracy, train_seconds + evaluate_seconds, device from retrained order by"
            + " started_at";
    Result answer = program.local(1, "query", sql, "--runs", out.toString(), "--format", "csv");
    succeed(answer);
    List<String> rows = answer.output().lines().skip(1).toList();
    System.out.println("MNIST, test accuracy and seconds: " + rows);

    assertThat(rows).hasSize(2);
    assertThat(rows.get(1)).contains("2 workers");
    assertThat(accuracy(rows.get(0))).isGreaterThan(0.97);
    assertThat(Math.abs(accuracy(rows.get(1)) - accuracy(rows.get(0)))).isLessThan(0.01);
  }

  private static double accuracy(String row) {
    return Double.parseDouble(row.split(",", -1)[0]);
  }

  private static void succeed(Result result) {
    assertThat(result.exitCode()).as(result.errors()).isZero();
  }
}
