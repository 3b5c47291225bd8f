package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.journal.Journal;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Measurement;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Runs whose trials are cross-validations. */
class CrossValidationRunTest extends SparkForTests {
  private static final String FOLDED =
      TinyExperiments.BLOBS.replace("test = 0.2, validation = 0.25", "test = 0.2, folds = 3");

  @Test
  void aTrialIsTheMeanOverItsFoldsWithItsSpread() {
    tiny.withReports();
    RunResult result = run();
    assertThat(tiny.run(1).resolve("report.html")).isNotEmptyFile();
    assertThat(result.folds()).isEqualTo(3);
    assertThat(result.counts()).isEqualTo(Map.of(TrialStatus.COMPLETED, 4));
    assertThat(result.objective().metric()).isEqualTo("validation_loss");
    assertThat(result.found().orElseThrow().spread()).isPositive();
    assertThat(history().trials())
        .allSatisfy(
            trial -> {
              assertThat(trial.measurements()).hasSize(2);
              Measurement last = trial.measurements().get(1);
              assertThat(trial.objective()).isEqualTo(last.metric("validation_loss"));
              assertThat(last.spreads().keySet()).isEqualTo(last.metrics().keySet());
              assertThat(last.spreads().get("validation_loss")).isPositive();
            });
  }

  @Test
  void theDigestDoesNotDependOnParallelism() {
    String two = run().digest();
    RunResult one = onOneSlot(() -> tiny.another(() -> spark, FOLDED));
    assertThat(one.run()).isEqualTo(2);
    assertThat(one.digest()).isEqualTo(two);
  }

  @Test
  void aTrialKilledAmidItsFoldsTrainsThemAgainAndNothingElse() throws IOException {
    String whole = run().digest();
    tiny.interruptAfter("trial-finished", 2);
    List<Event> kept = events();
    RunResult resumed = run();
    assertThat(resumed.digest()).isEqualTo(whole);
    assertThat(events()).startsWith(kept.toArray(Event[]::new));
    assertThat(events()).filteredOn(Event.TrialFinished.class::isInstance).hasSize(4);
  }

  @Test
  void retrainingTakesTheWholeSplitAndMeetsTheTestPart() {
    Event.Retrained model = run().retrained().get(0);
    Trial best = history().trial(model.trial()).orElseThrow();
    assertThat(model.seed()).isEqualTo(best.seed());
    assertThat(model.outcome().test()).singleElement().extracting("examples").isEqualTo(24);
    assertThat(model.outcome().measurements().get(1).metrics())
        .containsKey("train_loss")
        .doesNotContainKey("validation_loss");
  }

  @Test
  void trainingAndValidationPartAreTheSameAsTheTrainingPart() {
    Event.Retrained train = run().retrained().get(0);
    Event.Retrained both =
        tiny.another(() -> spark, FOLDED, "retrain.data=train-and-validation").retrained().get(0);
    assertThat(both.outcome().test()).isEqualTo(train.outcome().test());
  }

  @Test
  void noTrialKeepsAModelItHasNone() {
    RunResult result = run("retrain.rows=all");
    assertThat(tiny.notices()).contains("retraining 0/4", "retraining 4/4");
    assertThat(result.retrained()).hasSize(4);
  }

  @Test
  void theFirstFoldThatDivergesEndsTheTrial() {
    run("training.updater.learning-rate={grid=[0.1, 1e35]}");
    Trial diverged = history().trial(2).orElseThrow();
    assertThat(diverged.status()).isEqualTo(TrialStatus.DIVERGED);
    assertThat(diverged.reason()).startsWith("fold 1: training loss became");
    assertThat(diverged.measurements()).as("of one fold alone").hasSize(1);
    assertThat(diverged.measurements().get(0).spreads()).isEmpty();
  }

  private RunResult run(String... overrides) {
    return tiny.run(() -> spark, FOLDED, overrides);
  }

  private List<Event> events() {
    return Journal.read(tiny.run(1).toString(), new Configuration());
  }

  private History history() {
    return Journal.history(tiny.run(1).toString(), new Configuration());
  }
}
