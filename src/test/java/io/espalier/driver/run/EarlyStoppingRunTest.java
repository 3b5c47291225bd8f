package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.ConfigurationException;
import io.espalier.driver.journal.Journal;
import io.espalier.search.history.Event;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Measurement;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches whose trainings end early: values, tables, retrained models, and after a kill. */
class EarlyStoppingRunTest extends SparkForTests {
  private static final int MOST = 25;
  private static final String TEXT =
      TinyExperiments.BLOBS
          .replace("grid = [0.01, 0.1]", "grid = [0.3, 0.6]")
          .replace("kind = sgd", "kind = adam")
          .replace("epochs = 2", "epochs = " + MOST + ", early-stopping.patience = 3");

  private RunResult run(String... overrides) {
    return tiny.run(() -> spark, TEXT, overrides);
  }

  private List<Trial> trials() {
    return Journal.history(tiny.run(1).toString(), new Configuration()).trials();
  }

  @Test
  void aTrialsValueIsItsBestEpochs() {
    RunResult result = run();
    assertThat(result.counts()).containsOnlyKeys(TrialStatus.COMPLETED);
    assertThat(trials()).hasSize(4).anyMatch(trial -> trial.epochs() < MOST);
    for (Trial trial : trials()) {
      int best = trial.bestEpoch().orElseThrow();
      double lowest =
          trial.measurements().stream()
              .mapToDouble(one -> one.metric("validation_loss"))
              .min()
              .orElseThrow();
      assertThat(trial.objective()).isEqualTo(lowest);
      assertThat(trial.measurements().get(best - 1).metric("validation_loss")).isEqualTo(lowest);
      assertThat(trial.reason().isEmpty()).isEqualTo(trial.epochs() == MOST);
    }
    List<Row> rows =
        spark
            .read()
            .parquet(tiny.run(1).resolve("tables/trials").toString())
            .select("trial", "epochs", "best_epoch", "objective", "validation_loss")
            .orderBy("trial")
            .collectAsList();
    for (int i = 0; i < rows.size(); i++) {
      Trial trial = trials().get(i);
      assertThat(rows.get(i).getInt(1)).isEqualTo(trial.epochs());
      assertThat(rows.get(i).getInt(2)).isEqualTo(trial.bestEpoch().orElseThrow());
      assertThat(rows.get(i).getDouble(4)).isEqualTo(trial.objective());
    }
    Event.Retrained model = result.retrained().get(0);
    Trial best = trials().get(model.trial() - 1);
    assertThat(model.outcome().bestEpoch()).isEqualTo(best.bestEpoch());
    assertThat(model.outcome().counted())
        .extracting(Measurement::metrics)
        .containsExactly(best.measurements().get(best.bestEpoch().orElseThrow() - 1).metrics());
  }

  @Test
  void withoutAValidationPartAModelTrainsForTheBestEpochsNumber() {
    Event.Retrained model = run("retrain.data=train-and-validation").retrained().get(0);
    Trial best = trials().get(model.trial() - 1);
    assertThat(model.outcome().measurements()).hasSize(best.bestEpoch().orElseThrow());
    assertThat(model.outcome().bestEpoch()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "halving"})
  void aKilledRunComesToTheSameTable(String scheduler) throws IOException {
    String kind = "search.scheduler=" + scheduler;
    String whole = run(kind).digest();
    tiny.interruptAfter(scheduler.equals("plain") ? "trial-finished" : "trial-paused", 2);
    assertThat(run(kind).digest()).isEqualTo(whole);
    assertThat(trials())
        .filteredOn(trial -> trial.status() == TrialStatus.COMPLETED)
        .isNotEmpty()
        .allMatch(trial -> trial.bestEpoch().isPresent());
  }

  @Test
  void ofFoldsTheMeanOfTheBestEpochsCounts() {
    tiny.run(
        () -> spark, TEXT.replace("validation = 0.25", "folds = 3").replace("test = 0.2,", ""));
    assertThat(trials())
        .allSatisfy(
            trial -> {
              assertThat(trial.status()).as(trial.reason()).isEqualTo(TrialStatus.COMPLETED);
              Measurement counts = trial.counting().get(trial.counting().size() - 1);
              assertThat(trial.objective()).isEqualTo(counts.metric("validation_loss"));
              assertThat(counts.spreads().get("validation_loss")).isPositive();
              assertThat(trial.measurements())
                  .allSatisfy(
                      one ->
                          assertThat(one.metric("validation_loss"))
                              .isGreaterThanOrEqualTo(trial.objective()));
            });
  }

  @Test
  void whatCannotBeIsSaidBeforeAnythingTrains() {
    assertThatThrownBy(() -> refused("search.objective.metric=\"validation_loss + 1\""))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "training.early-stopping: it looks at the objective, which must be one metric of a"
                + " validation part, such as validation_loss, not validation_loss + 1");
    assertThatThrownBy(() -> refused("training.class-weights=[1, 2]"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("training.class-weights: 2 weights for 3 classes: ");
  }

  private void refused(String override) {
    tiny.run(TinyExperiments::noSpark, TEXT, override);
  }
}
