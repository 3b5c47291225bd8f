package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.journal.Journal;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Value;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** A search over ranges that are no grid, whose budget may grow. */
class RandomSearchRunTest extends SparkForTests {
  private static final String RANGES =
      TinyExperiments.BLOBS
              .replace("grid = [3, 4]", "int = [2, 40], scale = log")
              .replace("grid = [0.01, 0.1]", "uniform = [0.001, 0.5], scale = log")
          + "search { algorithm = random, trials = 4 }\n";

  private History history() {
    return Journal.history(tiny.run(1).toString(), new Configuration());
  }

  private List<?> rows() {
    return history().trials().stream()
        .map(trial -> List.of(trial.configuration(), trial.seed(), trial.objective()))
        .toList();
  }

  @Test
  void asManyTrialsAsAskedForAreDrawnFromTheRanges() {
    RunResult result = tiny.run(() -> spark, RANGES);
    assertThat(result.counts()).isEqualTo(Map.of(TrialStatus.COMPLETED, 4));
    assertThat(history().trials())
        .allSatisfy(
            trial -> {
              assertThat(whole(trial, "units")).isBetween(2L, 40L);
              assertThat(((Value.Real) value(trial, "learning_rate")).value())
                  .isBetween(0.001, 0.5);
            });
    assertThat(history().trials()).extracting(Trial::configuration).doesNotHaveDuplicates();
  }

  @Test
  void aFinishedRunGoesOnWhenItsBudgetGrowsAsIfItHadBeenLargeFromTheStart() {
    RunResult four = tiny.run(() -> spark, RANGES);
    assertThat(tiny.run(TinyExperiments::noSpark, RANGES).digest()).isEqualTo(four.digest());
    RunResult six = tiny.run(() -> spark, RANGES, "search.trials=6");
    assertThat(tiny.notices())
        .contains("taking up the finished run " + tiny.run(1) + ": 4 trials are finished and kept");
    List<?> extended = rows();

    RunResult atOnce = tiny.run(() -> spark, RANGES, "search.trials=6", "experiment.name=at-once");
    assertThat(six.counts()).isEqualTo(atOnce.counts());
    assertThat(
            Journal.history(tiny.output().resolve("at-once/001").toString(), new Configuration())
                .trials()
                .stream()
                .map(trial -> List.of(trial.configuration(), trial.seed(), trial.objective()))
                .toList())
        .isEqualTo(extended);
  }

  @Test
  void aSmallerBudgetThanWasSpentTakesNothingAway() {
    RunResult four = tiny.run(() -> spark, RANGES);
    assertThat(tiny.run(TinyExperiments::noSpark, RANGES, "search.trials=2").digest())
        .isEqualTo(four.digest());
  }

  @Test
  void theBudgetMayBeEpochs() {
    RunResult result = tiny.run(() -> spark, RANGES.replace("trials = 4", "epochs = 5"));
    assertThat(result.counts()).as("two epochs each").isEqualTo(Map.of(TrialStatus.COMPLETED, 3));
  }

  private static Value value(Trial trial, String parameter) {
    return trial.configuration().value(parameter).orElseThrow();
  }

  private static long whole(Trial trial, String parameter) {
    return ((Value.Whole) value(trial, parameter)).value();
  }
}
