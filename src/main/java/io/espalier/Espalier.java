package io.espalier;

import io.espalier.driver.conf.ExperimentFile;
import io.espalier.driver.run.SessionRun;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Espalier as a library. An experiment runs on a Spark session that the caller has started and will
 * stop, with that session's Hadoop settings; when a call returns or throws, session and virtual
 * machine are set as they were, and none of its jobs runs on. An interrupt of the calling thread
 * ends a run as a {@link Cancellation} does.
 */
public final class Espalier {
  private Espalier() {}

  /** {@link #run(SparkSession, Experiment, RunOptions)} as usual. */
  public static Run run(SparkSession spark, Experiment experiment) {
    return run(spark, experiment, RunOptions.standard());
  }

  /** {@link #run(SparkSession, Path, RunOptions)} as usual. */
  public static Run run(SparkSession spark, Path file) {
    return run(spark, file, RunOptions.standard());
  }

  /**
   * Runs an experiment to its end, as {@code espalier run} does: the newest run goes on if it is
   * unfinished; of a finished one the result is returned.
   *
   * @param spark a session whose serializer is Java's (Spark's default) and that does not speculate
   * @throws ConfigurationException if the newest run searched something else
   * @throws io.espalier.data.DataException if the data cannot be used
   * @throws CancelledException if it was cancelled, or the calling thread interrupted; the thread
   *     stays interrupted
   */
  public static Run run(SparkSession spark, Experiment experiment, RunOptions options) {
    if (!options.overrides().isEmpty()) {
      throw new ConfigurationException(
          "overrides "
              + options.overrides()
              + " change experiment files; an experiment that a program built is built otherwise");
    }
    return SessionRun.run(spark, experiment, options);
  }

  /**
   * The same with an experiment file, changed by the options' overrides.
   *
   * @throws ConfigurationException if the file is wrong, too; the message lists every mistake
   */
  public static Run run(SparkSession spark, Path file, RunOptions options) {
    Experiment experiment = ExperimentFile.load(file, options.overrides(), System.getenv());
    return SessionRun.run(spark, experiment, options);
  }
}
