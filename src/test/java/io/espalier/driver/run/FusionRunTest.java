package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

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
