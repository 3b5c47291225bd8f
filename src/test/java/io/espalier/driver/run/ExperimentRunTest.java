package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.ConfigurationException;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.UnwritableException;
import io.espalier.search.history.Event;
import io.espalier.search.history.TrialStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class ExperimentRunTest extends SparkForTests {
  @Test
  void everyRowEndsWithItsStatus() {
    RunResult result = run(TinyExperiments.MIXED);
    assertThat(result.counts())
        .isEqualTo(
            Map.of(TrialStatus.COMPLETED, 1, TrialStatus.DIVERGED, 1, TrialStatus.INVALID, 2));
    assertThat(result.best()).hasValueSatisfying(best -> assertThat(best.number()).isEqualTo(1));
    assertThat(result.digest()).hasSize(64);
    assertThat(tiny.run(1).resolve("best/model.zip")).isNotEmptyFile();
    assertThat(tiny.run(1).resolve("best/model.json")).isNotEmptyFile();
    assertThat(tiny.run(1).resolve("tables/trials/part-00001.parquet")).isNotEmptyFile();
  }

  @Test
  void aFinishedRunIsReturnedWithoutSpark() {
    RunResult first = run(TinyExperiments.BLOBS);
    RunResult again = tiny.run(TinyExperiments::noSpark, TinyExperiments.BLOBS);
    assertThat(again).isEqualTo(first);
    assertThat(tiny.notices()).last().asString().contains("is finished", "--new");
  }

  @Test
  void aTruncatedRecordIsCompletedToTheSameTableWithoutTrainingFinishedRowsAgain()
      throws IOException {
    RunResult whole = run(TinyExperiments.BLOBS);
    List<Event> before = events();
    tiny.interruptAfter("trial-finished", 2);
    List<Event> kept = events();
    TinyExperiments.delete(tiny.run(1).resolve("tables"));
    RunResult resumed = run(TinyExperiments.BLOBS);

    assertThat(resumed.digest()).isEqualTo(whole.digest());
    assertThat(kept).hasSizeLessThan(before.size());
    assertThat(events()).startsWith(kept.toArray(Event[]::new));
    assertThat(events()).filteredOn(Event.RunResumed.class::isInstance).hasSize(1);
    assertThat(events()).filteredOn(Event.TrialFinished.class::isInstance).hasSize(4);
    assertThat(tiny.notices()).anyMatch(line -> line.contains("trials are finished and kept"));
  }

  @Test
  void anInterruptedRetrainingLeavesWhatIsThereAndTrainsTheRest() throws IOException {
    String[] two = {"retrain.rows=2", "retrain.epochs=1"};
    RunResult whole = run(TinyExperiments.BLOBS, two);
    Event first =
        events().stream().filter(Event.Retrained.class::isInstance).findFirst().orElseThrow();
    tiny.interruptAfter("\"event\":\"retrained\"", 1);
    TinyExperiments.delete(tiny.run(1).resolve("best"));
    RunResult resumed = run(TinyExperiments.BLOBS, two);

    assertThat(resumed.digest()).isEqualTo(whole.digest());
    assertThat(events()).filteredOn(Event.Retrained.class::isInstance).hasSize(2).contains(first);
    assertThat(tiny.run(1).resolve("best/model.zip")).isNotEmptyFile();
  }

  @Test
  void anotherSearchIsRefusedWithTheDifference() {
    run(TinyExperiments.BLOBS);
    assertThatThrownBy(
            () -> tiny.run(TinyExperiments::noSpark, TinyExperiments.BLOBS, "experiment.seed=6"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("holds another search")
        .hasMessageContaining("--new")
        .hasMessageContaining("seed: 5 before, 6 now");
  }

  @Test
  void tablesThatCannotBeWrittenLoseNothingAndTheNextCallWritesThem() throws IOException {
    RunResult whole = run(TinyExperiments.BLOBS);
    tiny.interruptAfter("trial-finished", 2);
    TinyExperiments.delete(tiny.run(1).resolve("tables"));
    Files.writeString(tiny.run(1).resolve("tables"), "in the way");
    System.setProperty("espalier.storage.patience-seconds", "0");
    try {
      assertThatThrownBy(() -> run(TinyExperiments.BLOBS))
          .isInstanceOf(UnwritableException.class)
          .hasMessageStartingWith(tiny.run(1) + "/tables cannot be written: ")
          .hasMessageEndingWith(
              "what is recorded is kept, and the same command goes on from there");
    } finally {
      System.clearProperty("espalier.storage.patience-seconds");
    }
    int models = Journal.history(tiny.run(1).toString(), new Configuration()).retrained().size();

    Files.delete(tiny.run(1).resolve("tables"));
    assertThat(run(TinyExperiments.BLOBS).digest()).isEqualTo(whole.digest());
    assertThat(tiny.run(1).resolve("tables/trials/part-00001.parquet")).isNotEmptyFile();
    assertThat(events()).last().isInstanceOf(Event.RunFinished.class);
    assertThat(events()).filteredOn(Event.Retrained.class::isInstance).hasSize(models);
  }

  @Test
  void otherDataAreRefused() throws IOException {
    Path file = folder.resolve("points.csv");
    Files.writeString(file, "x,y\n" + "1,a\n2,b\n".repeat(20));
    String text =
        TinyExperiments.BLOBS.replaceFirst(
            "data \\{.*\\}",
            "data { source = csv, path = \"" + file + "\", label = y, test = 0.2 }");
    run(text);
    Files.writeString(file, "x,y\n" + "1,a\n3,b\n".repeat(20));
    assertThatThrownBy(() -> tiny.run(TinyExperiments::noSpark, text))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("was run on other data");
  }

  @Test
  void aFreshRunStandsBesideTheFirstAndHasTheSameDigest() {
    RunResult first = run(TinyExperiments.BLOBS);
    RunResult second = tiny.another(() -> spark, TinyExperiments.BLOBS);
    assertThat(second.run()).isEqualTo(2);
    assertThat(second.digest()).isEqualTo(first.digest());
    assertThat(tiny.run(1)).isDirectory();
  }

  @Test
  void aRunOfWhichNothingCanBeTrainedIsFinishedWithItsReasons() {
    String diverging = "training.updater.learning-rate={grid=[1e34,1e35]}";
    assertThatThrownBy(() -> run(TinyExperiments.MIXED, diverging))
        .isInstanceOf(NothingTrainedException.class)
        .hasMessageStartingWith("none of 4 trials could be trained:\n  2 × ")
        .hasMessageContaining("INVALID: layer 1 (conv): a window of 40x40 does not fit")
        .hasMessageContaining("DIVERGED: training loss became");
    assertThat(tiny.run(1).resolve("tables/trials/part-00001.parquet")).isNotEmptyFile();
    assertThatThrownBy(() -> tiny.run(TinyExperiments::noSpark, TinyExperiments.MIXED, diverging))
        .isInstanceOf(NothingTrainedException.class)
        .hasMessageStartingWith("none of 4 trials could be trained:");
  }

  @Test
  void missingTablesOfAFinishedRunAreWrittenAgain() throws IOException {
    run(TinyExperiments.BLOBS);
    TinyExperiments.delete(tiny.run(1).resolve("tables/epochs"));
    tiny.run(TinyExperiments::noSpark, TinyExperiments.BLOBS);
    assertThat(tiny.run(1).resolve("tables/epochs/part-00001.parquet")).isNotEmptyFile();
    assertThat(tiny.notices()).last().asString().contains("written again");
  }

  @Test
  void aChangedRetrainPartIsNotedAndLeavesAFinishedRunAlone() {
    RunResult first = run(TinyExperiments.BLOBS);
    RunResult again = tiny.run(TinyExperiments::noSpark, TinyExperiments.BLOBS, "retrain.epochs=7");
    assertThat(again).isEqualTo(first);
    assertThat(tiny.notices()).anyMatch(line -> line.contains("retrain part has changed"));
  }

  @Test
  void anObjectiveOnAnEmptyValidationPartIsRefused() {
    assertThatThrownBy(
            () ->
                tiny.run(
                    TinyExperiments::noSpark,
                    TinyExperiments.BLOBS,
                    "data.validation=0",
                    "search.objective.metric=validation-loss"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("validation");
    assertThat(tiny.output()).doesNotExist();
  }

  private RunResult run(String text, String... overrides) {
    return tiny.run(() -> spark, text, overrides);
  }

  private List<Event> events() {
    return Journal.read(tiny.run(1).toString(), new Configuration());
  }
}
