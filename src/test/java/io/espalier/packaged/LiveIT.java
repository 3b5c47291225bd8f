package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.packaged.PackagedProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What trials tell while they train, from executors that are processes of their own. */
@ExtendWith(SharedCluster.class)
class LiveIT {
  /**
   * The last one is no worse than the others at the only rung, after the first epoch, and far worse
   * later.
   */
  private static final String EXPERIMENT =
      """
      experiment { name = live, seed = 7 }
      model {
        kind = function, function = branin, x2 = 2.275, seconds = 2
        x1 { uniform = [-5, 10] }
        curve.rise { uniform = [1, 100], name = rise }
      }
      training.epochs = 20
      search {
        algorithm = random, trials = 13, scheduler { kind = median, rungs = [1] }
        points = [ OTHERS { x1 = 0, rise = 1 } ]
      }
      output { directory = "OUTPUT" }
      """;

  @TempDir private Path folder;

  @Test
  void aTrialOnAClusterStopsInTheMiddleOfItsSegment(StandaloneCluster standalone)
      throws IOException {
    PackagedProgram program = new PackagedProgram(folder);
    Path file = folder.resolve("live.conf");
    Path output = folder.resolve("out");
    StringBuilder others = new StringBuilder();
    for (int better = 2; better < 14; better++) { // up to the minimum at 3.14
      others
          .append("{ x1 = 3.")
          .append(better < 10 ? "0" : "")
          .append(better)
          .append(", rise = 40 }, ");
    }
    Files.writeString(
        file, EXPERIMENT.replace("OTHERS", others).replace("OUTPUT", output.toString()));
    Result run = program.submit(standalone.master(), "run", file.toString());
    assertThat(run.exitCode()).as(run.errors()).isZero();

    Result stopped =
        program.local(
            1,
            "query",
            "select status, epochs, reason from trials where trial = 13",
            "--runs",
            output.toString(),
            "--format",
            "csv");
    assertThat(stopped.exitCode()).as(stopped.errors()).isZero();
    assertThat(stopped.output().lines().skip(1).toList())
        .singleElement()
        .asString()
        .matches("STOPPED,\\d+,stopped at epoch \\d+: 3.* is worse than the median of .* there .*")
        .doesNotMatch("STOPPED,(1|20),.*");
  }
}
