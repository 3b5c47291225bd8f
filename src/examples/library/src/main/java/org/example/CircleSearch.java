package org.example;

import io.espalier.Espalier;
import io.espalier.Experiment;
import io.espalier.ExperimentBuilder;
import io.espalier.Run;
import io.espalier.data.TableSpec;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import io.espalier.wire.Updater;
import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Which of two small networks tells best whether a point lies in a circle. */
public final class CircleSearch {
  private CircleSearch() {}

  /** Takes one argument: the folder that runs are written to. */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark =
        SparkSession.builder().master("local[2]").appName("circle").getOrCreate()) {
      Dataset<Row> points =
          spark.sql(
              "select x, y, if(x * x + y * y < 25, 'inside', 'outside') as place"
                  + " from (select id % 20 / 2 - 5 as x, floor(id / 20) / 2 - 5 as y"
                  + " from range(400))");
      Experiment experiment =
          ExperimentBuilder.named("circle")
              .data(points, TableSpec.of("place"))
              .grid("units", 4, 16)
              .plan(
                  row ->
                      new TrialPlan(
                          ModelSpec.mlp(row.whole("units")),
                          TrainingSpec.of(new Updater.Adam(0.01), 20)))
              .output(arguments[0])
              .build();
      Run run = Espalier.run(spark, experiment);
      run.trials().orderBy("objective").select("hp", "objective").show();
      System.out.println("retrained " + run.retrained().size());
    }
  }
}
