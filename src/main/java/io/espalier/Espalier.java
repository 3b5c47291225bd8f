package io.espalier;

import io.espalier.driver.conf.ExperimentFile;
import io.espalier.driver.conf.ExperimentSpec;
import io.espalier.driver.run.ExperimentRun;
import io.espalier.driver.run.RunObserver;
import io.espalier.driver.run.RunResult;
import io.espalier.driver.tables.RunTables;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Espalier as a library: one call from a Spark program. */
public final class Espalier {
  private Espalier() {}

  /**
   * Runs an experiment on a Spark session that the caller has started and will stop, as {@code
   * espalier run} does: the newest run goes on if it is unfinished.
   *
   * @param spark a session whose serializer is Java's (Spark's default) and that does not speculate
   * @param experiment the experiment file
   * @return one row per trial, as the {@code trials} table holds them
   * @throws io.espalier.driver.conf.ConfigurationException if the file is wrong; the message lists
   *     every mistake
   * @throws io.espalier.data.DataException if the data cannot be used
   */
  public static Dataset<Row> run(SparkSession spark, Path experiment) {
    ExperimentSpec spec = ExperimentFile.load(experiment, List.of(), System.getenv());
    RunResult result = ExperimentRun.run(spec, false, () -> spark, RunObserver.NONE);
    return spark.read().parquet(RunTables.literal(result.folder() + "/tables/trials"));
  }
}
