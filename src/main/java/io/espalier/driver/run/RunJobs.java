package io.espalier.driver.run;

import io.espalier.Cancellation;
import io.espalier.engine.models.HadoopSettings;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;

/**
 * The jobs of a run, which this thread submits while this is open: they are one group, see the
 * run's Hadoop settings, and are cancelled when somebody cancels the run or it ends in any way: by
 * a tag, as Spark 4 warns of a group that has no jobs left to cancel.
 */
final class RunJobs implements AutoCloseable {
  private static final List<String> PROPERTIES =
      List.of(
          "spark.jobGroup.id",
          "spark.job.description",
          "spark.job.interruptOnCancel",
          "spark.job.tags");

  private static final long AGAIN_MILLIS = 20;

  private final CountDownLatch closed = new CountDownLatch(1);
  private final SparkContext spark;
  private final String group = "espalier-" + UUID.randomUUID();
  private final List<Map.Entry<String, String>> former = new ArrayList<>();
  private final String formerSettings;
  private final Cancellation.Registration cancelled;

  /**
   * @param name of the experiment
   * @param hadoop the settings by which executors find files
   */
  RunJobs(SparkContext spark, String name, Configuration hadoop, Cancellation cancellation) {
    this.spark = spark;
    for (String property : PROPERTIES) {
      former.add(new SimpleImmutableEntry<>(property, spark.getLocalProperty(property)));
    }
    spark.setJobGroup(group, "espalier " + name, false);
    spark.addJobTag(group);
    formerSettings = HadoopSettings.hand(spark, hadoop);
    cancelled = cancellation.whenAsked(this::cancelAll);
  }

  /** Until this is closed: between two jobs of a training there may be none to cancel. */
  private void cancelAll() {
    Thread canceller =
        new Thread(
            () -> {
              try {
                do {
                  cancel();
                } while (!closed.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS));
              } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
              }
            },
            "espalier-cancellation");
    canceller.setDaemon(true);
    canceller.start();
  }

  private void cancel() {
    if (!spark.isStopped()) {
      spark.cancelJobsWithTag(group);
    }
  }

  @Override
  public void close() {
    cancelled.close();
    closed.countDown();
    cancel();
    HadoopSettings.restore(spark, formerSettings);
    former.forEach(property -> spark.setLocalProperty(property.getKey(), property.getValue()));
  }
}
