package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.journal.Journal;
import io.espalier.packaged.PackagedProgram.Result;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A configuration that ends the executors that train it, among others that do not. */
@ExtendWith(SharedCluster.class)
class DeadlyTrialIT {
  @TempDir private Path folder;

  @Test
  void costsTwoExecutorsAndIsTheOnlyOneThatFails(StandaloneCluster cluster) throws IOException {
    Result result =
        new PackagedProgram(folder)
            .submitWith(
                "--jars " + OwnJar.of(folder.resolve("deadly.jar"), DeadlyNet.class),
                cluster.master(),
                "run",
                experiment().toString());
    assertThat(result.exitCode()).as(result.errors()).isZero();

    History history = Journal.history(folder.resolve("deadly/001").toString(), new Configuration());
    assertThat(history.count(TrialStatus.COMPLETED)).isEqualTo(3);
    Trial deadly = history.trial(3).orElseThrow();
    assertThat(deadly.status()).isEqualTo(TrialStatus.FAILED);
    assertThat(deadly.reason()).startsWith("its executor was lost, 2 times: ");
    Outcome outcome = deadly.outcome().orElseThrow();
    assertThat(outcome.error().lines()).as("evidence").hasSize(2).doesNotHaveDuplicates();
    assertThat(result.errors()).doesNotContain("\tat ");
  }

  private Path experiment() throws IOException {
    String text =
        """
        experiment { name = deadly, seed = 7 }
        data { source = blobs, examples = 200, features = 4, centres = 3, test = 0.2, validation = 0.25 }
        model { kind = class, class = %s, units { grid = [11, 12, %d, 14] } }
        training { updater { kind = adam, learning-rate = 0.01 }, epochs = 2 }
        output { directory = "%s" }
        report = none
        """
            .formatted(DeadlyNet.class.getName(), DeadlyNet.DEADLY, folder);
    return Files.writeString(folder.resolve("deadly.conf"), text);
  }
}
