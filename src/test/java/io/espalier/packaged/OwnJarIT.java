package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.journal.Journal;
import io.espalier.packaged.PackagedProgram.Result;
import io.espalier.search.history.History;
import io.espalier.search.history.TrialStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Classes of the user's own in a jar that spark-submit brings to driver and executors. */
@ExtendWith(SharedCluster.class)
class OwnJarIT {
  private static final int TRIALS = 5;

  @TempDir private Path folder;

  @Test
  void whatTheyTrainIsTheSameInOneSlotAndInAll(StandaloneCluster cluster) throws IOException {
    Path jar = OwnJar.of(folder.resolve("own.jar"), NearestMean.class, FairShare.class);
    Result one = run(cluster, "one", "--conf spark.cores.max=1 --jars " + jar);
    Result all = run(cluster, "all", "--conf spark.executor.cores=1 --jars " + jar);
    assertThat(all.digest()).isEqualTo(one.digest());

    History history =
        Journal.history(folder.resolve("all/own/001").toString(), new Configuration());
    assertThat(history.count(TrialStatus.COMPLETED)).isEqualTo(TRIALS);
    assertThat(history.trials())
        .allSatisfy(
            trial ->
                assertThat(trial.objective())
                    .isBetween(0.0, trial.measurements().get(0).metric("validation_accuracy")));
    assertThat(history.retrained().get(0).outcome().test().get(0).metrics())
        .containsKey("fair_share");
  }

  private Result run(StandaloneCluster cluster, String output, String options) throws IOException {
    String text =
        """
        experiment { name = own, seed = 7 }
        data { source = blobs, examples = 400, features = 4, centres = 3, test = 0.2, validation = 0.25 }
        model { kind = trainable, class = %s, shrink { grid = [0, 0.2, 0.5, 0.8, 0.95] } }
        measure { own { fair_share { class = %s } } }
        search { objective = fair_share }
        output { directory = "%s" }
        report = none
        """
            .formatted(
                NearestMean.class.getName(), FairShare.class.getName(), folder.resolve(output));
    Path file = Files.writeString(folder.resolve(output + ".conf"), text);
    Result result =
        new PackagedProgram(folder).submitWith(options, cluster.master(), "run", file.toString());
    assertThat(result.exitCode()).as(result.errors()).isZero();
    return result;
  }
}
