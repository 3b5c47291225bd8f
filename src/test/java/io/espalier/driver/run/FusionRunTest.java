package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.TrialStatus;
import java.util.List;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.Test;

/** Runs whose trials train side by side. */
class FusionRunTest extends SparkForTests {
  private static final String RATES =
      TinyExperiments.BLOBS.replace(
          "grid = [0.01, 0.1]",
          "grid = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1e35]");

  @Test
  void howManyTrainSideBySideChangesNoTable() {
    RunResult all = tiny.run(() -> spark, RATES, "search.fusion=auto");
    RunResult three = tiny.another(() -> spark, RATES, "search.fusion=3");
    assertThat(three.folder()).isNotEqualTo(all.folder());
    assertThat(three.digest()).isEqualTo(all.digest());
    assertThat(three.counts()).isEqualTo(all.counts());
    assertThat(fusedWith(all)).anyMatch(others -> others > 0);
    assertThat(fusedWith(three)).anyMatch(others -> others > 0).allMatch(others -> others <= 2);
  }

  private static final String FOLDED =
      RATES.replace("validation = 0.25", "folds = 4") + "search.repeats = 2\n";

  /** Between the runs lie a kill, other groups and other slots; one rate diverges. */
  @Test
  void foldsAndRepeatsChangeNoTableEither() throws Exception {
    String[] early = {"training.early-stopping={patience=1}", "training.epochs=6"};
    RunResult all = tiny.run(() -> spark, FOLDED, early);
    assertThat(all.counts()).containsEntry(TrialStatus.DIVERGED, 2);
    assertThat(fusedWith(all)).allMatch(others -> others >= 7);
    tiny.interruptAfter("trial-finished", 3);
    RunResult resumed = tiny.run(() -> spark, FOLDED, early);
    assertThat(resumed.folder()).isEqualTo(all.folder());
    assertThat(resumed.digest()).isEqualTo(all.digest());
    RunResult alone = tiny.another(() -> spark, FOLDED + "search.fusion = 3\n", early);
    assertThat(alone.digest()).isEqualTo(all.digest());
    assertThat(fusedWith(alone)).allMatch(others -> others <= 2);
    RunResult oneSlot = onOneSlot(() -> tiny.another(() -> spark, FOLDED, early));
    assertThat(oneSlot.digest()).isEqualTo(all.digest());
  }

  /** Half of the trials' folds pause at a rung and go on from checkpoints. */
  @Test
  void foldsThatPauseGoOnSideBySide() {
    String halving =
        "search { scheduler { kind = halving, rungs = [1], reduction = 3, bracket = 3 } }\n";
    RunResult all = tiny.run(() -> spark, FOLDED + halving);
    RunResult two = tiny.another(() -> spark, FOLDED + halving, "search.fusion=3");
    assertThat(two.digest()).isEqualTo(all.digest());
    assertThat(fusedWith(all)).anyMatch(others -> others >= 7);
  }

  private List<Integer> fusedWith(RunResult run) {
    return spark
        .read()
        .parquet(run.folder() + "/tables/trials")
        .select("fused_with")
        .as(Encoders.INT())
        .collectAsList();
  }

  @Test
  void aKilledRunGoesOnToTheSameTable() throws Exception {
    RunResult whole = tiny.run(() -> spark, RATES, "search.fusion=auto");
    tiny.interruptAfter("trial-finished", 3);
    RunResult resumed = tiny.run(() -> spark, RATES, "search.fusion=4");
    assertThat(resumed.folder()).isEqualTo(whole.folder());
    assertThat(resumed.digest()).isEqualTo(whole.digest());
  }
}
