package io.espalier.driver.cluster;

import io.espalier.data.session.SessionLender;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/** Starts Spark with the settings that trials depend on, whatever the cluster's defaults are. */
public final class SparkSessions {
  /** The master of a process that was given none. */
  static final String ALL_CORES = "local[*]";

  private SparkSessions() {}

  /** A session that trains nothing. */
  public static SparkSession open(String name) {
    return open(name, MemoryNeed.NONE, unsaid -> {});
  }

  /**
   * A session for a run; {@code spark.master} comes from spark-submit or system properties, else
   * all cores of this machine.
   *
   * @param need what an executor must have room for
   * @param notices told in one line how large executors are, if there are any
   * @throws ClusterException if Spark does not start, or could not do the work
   */
  public static SparkSession open(String name, MemoryNeed need, Consumer<String> notices) {
    ClusterVersions.here().require();
    SparkConf conf = new SparkConf(true);
    conf.setAppName("espalier " + name);
    conf.setIfMissing("spark.master", ALL_CORES);
    ClusterSettings.complete(conf, need);
    conf.set("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.sql.shuffle.partitions", "4");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    conf.setIfMissing("spark.sql.debug.maxToStringFields", "200");
    SparkSession session = start(conf);
    session.sparkContext().setLogLevel("WARN");
    ClusterSettings.executorsInWords(conf, need).ifPresent(notices);
    return session;
  }

  /** Lends small sessions of this process, in which tables are read before a run's Spark starts. */
  public static SessionLender reading() {
    return new ReadingSession();
  }

  /** The Hadoop settings that the command line, or Spark's own files, give. */
  public static Configuration hadoop() {
    return SparkHadoopUtil.get().newConfiguration(new SparkConf());
  }

  static SparkSession start(SparkConf conf) {
    try {
      return SparkSession.builder().config(conf).getOrCreate();
    } catch (Exception | LinkageError failure) { // Scala throws checked exceptions undeclared
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
