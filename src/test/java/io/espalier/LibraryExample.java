package io.espalier;

import io.espalier.data.DataSource;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import io.espalier.wire.Updater;
import org.apache.spark.sql.SparkSession;

/** The program of the guide to the library, compiled and run as it stands there. */
final class LibraryExample {
  private LibraryExample() {}

  static Run search(SparkSession spark) {
    // guide
    Experiment experiment =
        ExperimentBuilder.named("flowers")
            .data(new DataSource.Iris())
            .grid("units", 4, 8, 16)
            .grid("rate", 0.01, 0.1)
            .plan(
                row ->
                    new TrialPlan(
                        ModelSpec.mlp(row.whole("units")),
                        TrainingSpec.of(new Updater.Adam(row.real("rate")), 20)))
            .build();
    Run run = Espalier.run(spark, experiment);
    run.trials().orderBy("objective").select("hp", "objective").show();
    run.retrained().forEach(model -> System.out.println(model.outcome().test()));
    // end
    return run;
  }
}
