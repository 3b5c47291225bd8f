package io.espalier;

import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import io.espalier.wire.Updater;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** A program with a session of its own, and a small search in it. */
public final class TinyProgram {
  private TinyProgram() {}

  public static SparkSession session() {
    return SparkSession.builder()
        .master("local[2]")
        .appName("a program of its own")
        .config("spark.ui.enabled", false)
        .getOrCreate();
  }

  /** Four trials of so many epochs, into a folder. */
  public static ExperimentBuilder search(Path folder, int epochs) {
    return ExperimentBuilder.named("tiny")
        .seed(5)
        .data(DataSpec.of(new DataSource.Blobs(120, 4, 3, 1)))
        .grid("units", 3, 4)
        .grid("learning_rate", 0.01, 0.1)
        .plan(
            row ->
                new TrialPlan(
                    ModelSpec.mlp(row.whole("units")),
                    TrainingSpec.of(new Updater.Adam(row.real("learning_rate")), epochs)))
        .report(ReportSpec.NONE)
        .output(folder.resolve("out").toString());
  }

  /** A listener that keeps what a user is told. */
  static RunListener into(List<String> notices) {
    return new RunListener() {
      @Override
      public void notice(String line) {
        notices.add(line);
      }
    };
  }
}
