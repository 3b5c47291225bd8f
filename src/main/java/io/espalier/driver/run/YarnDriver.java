package io.espalier.driver.run;

import org.apache.spark.SparkException;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.sql.SparkSession;

/**
 * The end of a program whose driver runs on YARN (deploy mode cluster). YARN takes a driver that
 * exits by itself for a failed one, whatever its exit code, and one that never started Spark, too.
 */
public final class YarnDriver {
  private YarnDriver() {}

  /** Whether this process is such a driver. */
  public static boolean here() {
    return System.getProperty("spark.master", "").equals("yarn")
        && System.getProperty("spark.submit.deployMode", "").equals("cluster");
  }

  /**
   * Returns to YARN with the program's exit code.
   *
   * @throws SparkException if it is not 0: so YARN gets to know it
   */
  public static void end(int exitCode) throws SparkException {
    if (exitCode != 0) {
      throw new SparkUserAppException(exitCode);
    }
    if (SparkSession.getDefaultSession().isEmpty()) {
      // The answer was there without Spark: that of a finished run, for example.
      SparkSessions.open("is done");
    }
  }
}
