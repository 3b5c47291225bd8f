package io.espalier.driver.cluster;

import io.espalier.data.session.SessionLender;
import java.util.List;
import java.util.function.Function;
import org.apache.logging.log4j.LogManager;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * A session for reading tables before Spark starts to train: what executors need room for follows
 * from the data. It runs on two threads of the driver, with the catalogs, file systems and SQL
 * settings of spark-submit, and is stopped when the tables are read. Where a session is running
 * already, that one is lent.
 */
final class ReadingSession implements SessionLender {
  private static final String MASTER = "local[2]";

  /** What is said of executors, and what a session on a cluster leaves in the world. */
  private static final List<String> OF_THE_RUN =
      List.of(
          "spark.task.",
          "spark.executor.",
          "spark.driver.resource",
          "spark.dynamicAllocation.",
          "spark.plugins",
          "spark.jars",
          "spark.eventLog.",
          "spark.ui.");

  @Override
  public <R> R lend(Function<SparkSession, R> reading) {
    scala.Option<SparkSession> running = SparkSession.getDefaultSession();
    if (running.isDefined() && !running.get().sparkContext().isStopped()) {
      return reading.apply(running.get());
    }
    ClusterVersions.here().require();
    SparkSession session = SparkSessions.start(settings(new SparkConf(true)));
    String level = LogManager.getRootLogger().getLevel().name();
    try {
      // What fails is told in one line; Spark would log the trace of each task.
      session.sparkContext().setLogLevel("OFF");
      return reading.apply(session);
    } finally {
      session.sparkContext().setLogLevel(level);
      session.stop();
      SparkSession.clearActiveSession();
      SparkSession.clearDefaultSession();
    }
  }

  /** Settings for reading out of those of a run. */
  static SparkConf settings(SparkConf given) {
    SparkConf conf = new SparkConf(false);
    for (Tuple2<String, String> setting : given.getAll()) {
      if (OF_THE_RUN.stream().noneMatch(setting._1()::startsWith)) {
        conf.set(setting._1(), setting._2());
      }
    }
    conf.setAppName("espalier reads a table");
    conf.setMaster(MASTER);
    ClusterSettings.complete(conf, MemoryNeed.NONE);
    conf.set("spark.ui.enabled", "false");
    conf.set("spark.ui.showConsoleProgress", "false");
    conf.setIfMissing("spark.driver.maxResultSize", "0");
    conf.setIfMissing("spark.sql.shuffle.partitions", "4");
    conf.setIfMissing("spark.sql.session.timeZone", "UTC");
    return conf;
  }
}
