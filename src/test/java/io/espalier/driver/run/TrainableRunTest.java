package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.journal.Journal;
import io.espalier.engine.trial.Descent;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** A whole search of what trains by itself: rungs, folds, repeats, kills, retraining, a report. */
class TrainableRunTest extends SparkForTests {
  private static final String RUNGS =
      """
      experiment { name = tiny, seed = 5 }
      data { source = blobs, examples = 80, features = 3, centres = 3, test = 0.2, folds = 2 }
      model { kind = trainable, class = "%s", rate { grid = [0.1, 0.3, 1, 3] } }
      training.epochs = 4
      search { scheduler { kind = halving, rungs = [1], reduction = 2, bracket = 4 }, repeats = 2 }
      search.objective = accuracy
      """
          .replace("%s", Descent.class.getName());

  @Test
  void aSearchWithRungsFoldsAndRepeatsGoesOnAfterAKillAndIsTheSameOnFewerSlots()
      throws IOException {
    tiny.withReports();
    RunResult whole = tiny.run(() -> spark, RUNGS);
    assertThat(whole.counts()).containsEntry(TrialStatus.COMPLETED, 2);
    assertThat(whole.counts()).containsEntry(TrialStatus.STOPPED, 2);
    Event.Retrained model = whole.retrained().get(0);
    assertThat(model.outcome().test().get(0).metrics()).containsKeys("accuracy", "roc_auc");
    assertThat(Files.readString(tiny.run(1).resolve("report.html"))).contains("accuracy");
    for (Trial trial : history().trials()) {
      assertThat(trial.measurements().get(0).metrics()).containsKey("first_bias");
    }

    tiny.interruptAfter("trial-paused", 3);
    assertThat(tiny.run(() -> spark, RUNGS).digest()).isEqualTo(whole.digest());

    spark.stop();
    spark = TinyExperiments.spark("local[1]");
    assertThat(tiny.another(() -> spark, RUNGS).digest()).isEqualTo(whole.digest());
  }

  @Test
  void oneEpochIsTheDefaultAndAConstructorThatRefusesIsAnInvalidTrial() {
    String once =
        RUNGS
            .replace("training.epochs = 4\n", "")
            .replaceAll("search \\{.*}\n", "")
            .replace("grid = [0.1, 0.3, 1, 3]", "choice = [0.1, fast]");
    RunResult result = tiny.run(() -> spark, once);
    assertThat(result.counts()).containsEntry(TrialStatus.INVALID, 1);
    List<Trial> trials = history().trials();
    assertThat(trials.get(0).epochs()).isEqualTo(1);
    assertThat(trials.get(1).reason())
        .isEqualTo(Descent.class.getName() + ": model.rate: 'fast' is not a number");
  }

  private History history() {
    return Journal.history(tiny.run(1).toString(), new Configuration());
  }
}
