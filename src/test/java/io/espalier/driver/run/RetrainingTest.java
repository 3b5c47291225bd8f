package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.ConfigurationException;
import io.espalier.data.DataException;
import io.espalier.driver.journal.Journal;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.wire.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class RetrainingTest extends SparkForTests {
  @Test
  void theBestRowsAreTrainedAgainWithAsManySeeds() {
    RunResult result = run("retrain.rows=2", "retrain.seeds=2", "retrain.epochs=1");
    List<Integer> best = history().best(2).stream().map(Trial::number).toList();
    assertThat(result.retrained().stream().map(r -> r.trial() * 10 + r.seedIndex()))
        .containsExactly(
            best.get(0) * 10, best.get(0) * 10 + 1, best.get(1) * 10, best.get(1) * 10 + 1);
    assertThat(result.retrained())
        .allSatisfy(
            model -> {
              assertThat(model.outcome().measurements()).hasSize(1);
              assertThat(model.outcome().test()).hasSize(1);
              assertThat(tiny.run(1).resolve(model.model()).resolve("model.zip")).isNotEmptyFile();
            });
    assertThat(result.retrained().stream().map(Event.Retrained::seed).distinct()).hasSize(4);
  }

  @Test
  void everyTestedClassifierHasAReportBesideItsCard() {
    for (Event.Retrained model : run("retrain.rows=2").retrained()) {
      assertThat(tiny.run(1).resolve(model.model()).resolve("classification-report.txt"))
          .content()
          .startsWith("class             precision  recall      f1  support\n0 ")
          .contains("\naccuracy ", " 24\nmacro average ", " (column)\n\n", "\n2  ");
    }
    assertThat(tiny.run(1).resolve("best").toFile().list())
        .containsExactlyInAnyOrder(
            "classification-report.txt", "model.json", "model.onnx", "model.zip");
  }

  @Test
  void withoutATestPartThereIsNoReport() {
    Event.Retrained model = run("data.test=0").retrained().get(0);
    assertThat(tiny.run(1).resolve(model.model()).toFile().list())
        .containsExactlyInAnyOrder("model.json", "model.onnx", "model.zip");
  }

  @Test
  void aModelOfAFinishedRunThatIsGoneIsTrainedAgain() throws IOException {
    RunResult result = run("retrain.rows=2");
    Path second = tiny.run(1).resolve(result.retrained().get(1).model());
    byte[] model = Files.readAllBytes(second.resolve("model.zip"));
    FileUtils.deleteDirectory(second.toFile());
    FileUtils.deleteDirectory(tiny.run(1).resolve("best").toFile());
    assertThat(run("retrain.rows=2").digest()).isEqualTo(result.digest());
    assertThat(second.resolve("model.zip")).hasSize(model.length);
    assertThat(tiny.run(1).resolve("best/model.zip")).isNotEmptyFile();
    run("retrain.rows=2");
    assertThat(history().retrained()).as("the one that was gone, once").hasSize(3);
  }

  @Test
  void nothingIsTrainedAgainWhereNothingIsAskedFor() {
    assertThat(run("retrain.rows=none").retrained()).isEmpty();
    assertThat(tiny.run(1).resolve("best")).doesNotExist();
  }

  @Test
  void whereAllRowsAreRetrainedAsTheyTrainedTheirTrialsKeepTheirModels() {
    RunResult result = run("retrain.rows=all");
    assertThat(result.retrained()).hasSize(4);
    assertThat(tiny.notices()).doesNotContain("retraining 0/4");
    for (Event.Retrained model : result.retrained()) {
      Trial trial = history().trial(model.trial()).orElseThrow();
      Outcome outcome = trial.outcome().orElseThrow();
      assertThat(outcome.test()).as("the test part in the trial").isEmpty();
      assertThat(model.outcome().measurements()).isEqualTo(outcome.measurements());
      assertThat(model.outcome().test()).hasSize(1);
      assertThat(model.seed()).isEqualTo(trial.seed());
      assertThat(tiny.run(1).resolve(model.model()).resolve("model.json")).isNotEmptyFile();
    }
  }

  @Test
  void aKeptModelIsWhatRetrainingWouldHaveGiven() {
    Event.Retrained trained = run("retrain.rows=best").retrained().get(0);
    RunResult kept = tiny.another(() -> spark, TinyExperiments.BLOBS, "retrain.rows=all");
    Event.Retrained same = kept.retrained().get(0);
    assertThat(same.trial()).isEqualTo(trained.trial());
    assertThat(same.seed()).isEqualTo(trained.seed());
    assertThat(same.outcome().test()).isEqualTo(trained.outcome().test());
    assertThat(same.outcome().measurements().stream().map(m -> m.metrics()))
        .isEqualTo(trained.outcome().measurements().stream().map(m -> m.metrics()).toList());
  }

  @Test
  void aDivergedTrialKeepsNoModel() {
    RunResult result = tiny.run(() -> spark, TinyExperiments.MIXED, "retrain.rows=all");
    assertThat(result.retrained()).singleElement().extracting(Event.Retrained::trial).isEqualTo(1);
    assertThat(tiny.run(1).resolve("retrained").toFile().list()).containsExactly("trial-1-seed-0");
  }

  @Test
  void otherEpochsAreTrainedEvenIfAllRowsAreRetrained() {
    run("retrain.rows=all", "retrain.epochs=1");
    assertThat(tiny.notices()).contains("retraining 0/4", "retraining 4/4");
  }

  @Test
  void anyTrialCanBeRetrainedLater() {
    RunResult result = run("retrain.epochs=1");
    int worst = history().trials().size() + 1 - result.best().orElseThrow().number();
    List<Event.Retrained> later = again(worst, "retrain.epochs=3", "retrain.seeds=2");
    assertThat(later).hasSize(2).allMatch(model -> model.trial() == worst);
    assertThat(later.get(0).outcome().measurements()).hasSize(3);
    assertThat(history().retrained()).hasSize(3);
    assertThat(history().finish()).as("the run is finished still").isPresent();
  }

  @Test
  void whatCannotBeRetrainedIsSaid() {
    tiny.run(() -> spark, TinyExperiments.MIXED);
    assertThatThrownBy(() -> again(9))
        .isInstanceOf(DataException.class)
        .hasMessage("there is no trial 9: the run has trials 1 to 4");
    assertThatThrownBy(() -> again(3))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("trial 3 cannot be retrained, it is INVALID: layer 1");
    assertThatThrownBy(() -> again(1, "training.epochs=3"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("training.epochs: 1 before, 3 now")
        .hasMessageNotContaining("--new");
  }

  private RunResult run(String... overrides) {
    return tiny.run(() -> spark, TinyExperiments.BLOBS, overrides);
  }

  private List<Event.Retrained> again(int trial, String... overrides) {
    return tiny.retrain(() -> spark, 1, trial, overrides);
  }

  private History history() {
    return Journal.history(tiny.run(1).toString(), new Configuration());
  }
}
