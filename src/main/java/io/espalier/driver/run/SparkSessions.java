package io.espalier.driver.run;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.sql.SparkSession;

/** Starts Spark with the settings that trials depend on, whatever the cluster's defaults are. */
public final class SparkSessions {
  private SparkSessions() {}

  /**
   * A session for a run; {@code spark.master} comes from spark-submit or system properties, else
   * all cores of this machine.
   *
   * @throws ClusterException if Spark does not start
   */
  public static SparkSession open(String name) {
    SparkConf conf = new SparkConf(true);
    conf.setAppName("espalier " + name);
    conf.setIfMissing("spark.master", "local[*]");
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      conf.setIfMissing("spark.ui.enabled", "false");
    }
    conf.setIfMissing("spark.task.cpus", "1");
    conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", conf.get("spark.task.cpus"));
    conf.setIfMissing("spark.executorEnv.OPENBLAS_NUM_THREADS", conf.get("spark.task.cpus"));
    // A second copy of a trial wastes a slot; waiting for locality leaves one idle.
    conf.set("spark.speculation", "false");
    conf.set("spark.locality.wait", "0");
    // Records do not survive Kryo.
    conf.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    conf.set("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.sql.shuffle.partitions", "4");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    conf.setIfMissing("spark.sql.debug.maxToStringFields", "200");
    try {
      SparkSession session = SparkSession.builder().config(conf).getOrCreate();
      session.sparkContext().setLogLevel("WARN");
      return session;
    } catch (Exception failure) { // Scala throws checked ones without saying so
      throw new ClusterException(
          "Spark did not start with master " + conf.get("spark.master") + ": " + reason(failure),
          failure);
    }
  }

  /** The first line of the innermost message. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof SparkException)) {
      cause = cause.getCause();
    }
    String message = cause.getMessage();
    return message == null
        ? cause.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
