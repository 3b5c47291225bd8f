package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.Cancellation;
import io.espalier.CancelledException;
import io.espalier.RunListener;
import io.espalier.RunOptions;
import io.espalier.driver.journal.Journal;
import io.espalier.search.history.History;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CancelledRetrainTest extends SparkForTests {
  @ParameterizedTest
  @ValueSource(strings = {"data-parallel", "single"})
  void aTrainingIsCutShortAndSaysNothingAboutItsModel(String mode) {
    Cancellation cancellation = new Cancellation();
    RunListener ending =
        new RunListener() {
          @Override
          public void retraining(int done, int total) {
            cancellation.cancel();
          }
        };
    assertThatThrownBy(
            () ->
                tiny.run(
                    () -> spark,
                    RunOptions.standard().cancelled(cancellation).listener(ending),
                    TinyExperiments.BLOBS,
                    "retrain.mode=" + mode,
                    "retrain.workers=2",
                    "retrain.epochs=100000"))
        .isInstanceOf(CancelledException.class);
    History history = Journal.history(tiny.run(1).toString(), new Configuration());
    assertThat(history.retrained()).isEmpty();
    assertThat(history.finish()).isEmpty();
    assertThat(history.finished()).hasSize(4);
  }

  @Test
  void whatIsCancelledBeforeItBeginsLeavesNoRun() {
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    RunOptions options = RunOptions.standard().cancelled(cancellation);
    assertThatThrownBy(() -> tiny.run(TinyExperiments::noSpark, options, TinyExperiments.BLOBS))
        .isInstanceOf(CancelledException.class);
    assertThat(tiny.run(1)).doesNotExist();
  }
}
