package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

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
