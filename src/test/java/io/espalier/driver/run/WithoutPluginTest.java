package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session that somebody else started, without the plugin. */
class WithoutPluginTest {
  private static final String RUNGS =
      TinyExperiments.BLOBS.replace("epochs = 2", "epochs = 6")
          + "search.scheduler { kind = asha, rungs = [2], reduction = 2 }\n"
          + "search.deterministic = true\n";
  private static final String LINE =
      "the Spark session was started without spark.plugins = io.espalier.engine.LivePlugin: what a"
          + " trial measures is told when its segment ends";

  @TempDir Path with;
  @TempDir Path without;

  @Test
  void rungsWorkAsEverAndOneLineSaysWhatDoesNot() throws IOException {
    TinyExperiments heard = new TinyExperiments(with);
    String digest;
    try (SparkSession spark = TinyExperiments.spark()) {
      digest = heard.run(() -> spark, RUNGS).digest();
    }
    assertThat(heard.notices()).noneMatch(line -> line.contains("spark.plugins"));

    TinyExperiments unheard = new TinyExperiments(without);
    try (SparkSession spark = plain()) {
      assertThat(unheard.run(() -> spark, RUNGS).digest()).isEqualTo(digest);
      assertThat(told(unheard)).containsExactly(LINE);
      unheard.run(
          () -> spark,
          RUNGS,
          "experiment.name=median",
          "search.scheduler.kind=median",
          "search.deterministic=false");
    }
    assertThat(told(unheard)).last().isEqualTo(LINE + ", and none stops before");
  }

  private static List<String> told(TinyExperiments tiny) {
    return tiny.notices().stream().filter(line -> line.contains("spark.plugins")).toList();
  }

  private static SparkSession plain() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("somebody else's")
        .config("spark.ui.enabled", false)
        .getOrCreate();
  }
}
