package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.journal.Journal;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.TrialStatus;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Searches that end before their budget, and go on when they may. */
class StoppingRunTest extends SparkForTests {
  private static final String RANGES =
      TinyExperiments.BLOBS
              .replace("grid = [3, 4]", "int = [2, 40], scale = log")
              .replace("grid = [0.01, 0.1]", "uniform = [0.001, 0.5], scale = log")
          + "search { algorithm = random, trials = 400 }\n";

  /** Takes two seconds in two slots, however fast the machine. */
  private static final String SLOW =
      """
      experiment { name = tiny, seed = 5 }
      model {
        kind = function, function = branin, seconds = 0.1
        x1 { uniform = [-5, 10] }, x2 { uniform = [0, 15] }
      }
      search { algorithm = random, trials = 40 }
      """;

  private History history() {
    return Journal.history(tiny.run(1).toString(), new Configuration());
  }

  @Test
  void aSearchWhoseMinutesAreSpentEndsWithTheReasonAndGoesOnWhenThereAreMore() {
    RunResult first = tiny.run(() -> spark, SLOW, "search.minutes=0.002");
    assertThat(history().trials().size()).isBetween(1, 39);
    String reason = "search.minutes = 0.002 are spent";
    assertThat(history().decisions())
        .last()
        .isInstanceOfSatisfying(
            Event.SearchEnded.class, end -> assertThat(end.reason()).isEqualTo(reason));
    List<Row> ends =
        spark
            .read()
            .parquet(tiny.run(1).resolve("tables/decisions").toString())
            .where("what = 'END'")
            .select("trial", "reason")
            .collectAsList();
    assertThat(ends).hasSize(1);
    assertThat(ends.get(0).isNullAt(0)).isTrue();
    assertThat(ends.get(0).getString(1)).isEqualTo(reason);

    assertThat(tiny.run(TinyExperiments::noSpark, SLOW, "search.minutes=0.002").digest())
        .isEqualTo(first.digest());
    tiny.run(() -> spark, SLOW, "search.minutes=60");
    assertThat(history().count(TrialStatus.COMPLETED)).isEqualTo(40);
  }

  @Test
  void aTargetThatTheFirstTrialsReachEndsTheSearch() {
    tiny.run(() -> spark, RANGES, "search.target=1000");
    assertThat(history().trials()).hasSizeLessThan(400);
    // Some may have been training, and were told to stop, when the target was reached.
    int stopped = history().count(TrialStatus.STOPPED);
    tiny.run(() -> spark, RANGES, "search.target=1e-9");
    assertThat(history().count(TrialStatus.COMPLETED)).isEqualTo(400 - stopped);
  }

  @Test
  void trialsWhoseTimeIsUpAreStoppedWithWhatTheyHaveMeasured() {
    for (String scheduler : List.of("plain", "{ kind = asha, rungs = [2] }")) {
      RunResult result =
          tiny.run(
              () -> spark,
              RANGES,
              "search.trial-minutes=1e-9",
              "search.trials=4",
              "training.epochs=3",
              "experiment.name=" + (scheduler.equals("plain") ? "plain" : "asha"),
              "search.scheduler=" + scheduler);
      assertThat(result.counts()).isEqualTo(Map.of(TrialStatus.STOPPED, 4));
      History history = Journal.history(result.folder(), new Configuration());
      assertThat(history.trials())
          .allSatisfy(
              trial -> {
                assertThat(trial.epochs()).isEqualTo(1);
                assertThat(trial.objective()).isPositive();
                assertThat(trial.reason())
                    .isEqualTo("stopped at epoch 1: its search.trial-minutes are over");
              });
    }
  }
}
