package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.journal.Journal;
import io.espalier.search.history.Event;
import io.espalier.wire.Outcome;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelRunTest extends SparkForTests {
  private static final String PARALLEL = "retrain.mode=data-parallel";

  @Test
  void theBestRowIsRetrainedByAsManyWorkersAsThereAreSlots() {
    Event.Retrained model = run(PARALLEL).retrained().get(0);

    assertThat(model.outcome().status())
        .as(model.outcome().error())
        .isEqualTo(Outcome.Status.COMPLETED);
    assertThat(model.outcome().place().device())
        .isEqualTo("2 workers, averaged every 5 steps: cpu");
    assertThat(model.outcome().test()).hasSize(1);
    assertThat(tiny.run(1).resolve("best").toFile().list())
        .containsExactlyInAnyOrder(
            "classification-report.txt", "model.json", "model.onnx", "model.zip");
    assertThat(tiny.notices()).contains("retraining 0/1", "retraining 1/1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "training.epochs=2",
        "training.epochs=12 training.updater.learning-rate=0.8 training.early-stopping.patience=2"
      })
  void oneWorkerGivesTheModelOfASingleTraining(String training) {
    String set = "retrain.workers=1 " + training;
    Event.Retrained shared = run((PARALLEL + " " + set).split(" ")).retrained().get(0);
    Event.Retrained single =
        tiny.another(() -> spark, TinyExperiments.BLOBS, set.split(" ")).retrained().get(0);
    assertThat(shared.outcome().bestEpoch()).isEqualTo(single.outcome().bestEpoch());
    assertThat(shared.outcome().measurements()).hasSameSizeAs(single.outcome().measurements());
    assertThat(shared.outcome().test()).isEqualTo(single.outcome().test());
    assertThat(shared.outcome().measurements().stream().map(m -> m.metrics()))
        .isEqualTo(single.outcome().measurements().stream().map(m -> m.metrics()).toList());
  }

  @Test
  void noTrialKeepsItsModelWhereAllAreToBeTrainedOnTheCluster() {
    RunResult result = run(PARALLEL, "retrain.rows=all", "retrain.workers=2");
    assertThat(result.retrained())
        .hasSize(4)
        .allMatch(model -> model.outcome().place().device().startsWith("2 workers"));
  }

  @Test
  void moreWorkersThanSlotsAreNoticed() {
    run(PARALLEL, "retrain.workers=5");
    assertThat(tiny.notices())
        .contains("retrain.workers = 5, but the cluster has 2 slots now: workers take turns");
  }

  @Test
  void anInterruptedRunRetrainsWhatIsMissing() throws IOException {
    RunResult whole = run(PARALLEL, "retrain.rows=2");
    tiny.interruptAfter("\"retrained\"", 1);
    RunResult resumed = run(PARALLEL, "retrain.rows=2");

    assertThat(resumed.retrained()).hasSize(2);
    assertThat(resumed.retrained().get(1).outcome().test())
        .isEqualTo(whole.retrained().get(1).outcome().test());
    assertThat(tiny.notices()).contains("retraining 1/2");
  }

  @Test
  void aTrialOfAnOrdinaryRunCanBeRetrainedOnTheClusterLater() {
    run();
    List<Event.Retrained> later =
        tiny.retrain(() -> spark, 1, 2, PARALLEL, "retrain.workers=2", "retrain.epochs=1");
    assertThat(later).singleElement().matches(model -> model.trial() == 2);
    assertThat(Journal.history(tiny.run(1).toString(), new Configuration()).retrained()).hasSize(2);
  }

  private RunResult run(String... overrides) {
    return tiny.run(() -> spark, TinyExperiments.BLOBS, overrides);
  }
}
