package io.espalier.driver.run;

import io.espalier.Cancellation;
import io.espalier.Experiment;
import io.espalier.Run;
import io.espalier.RunOptions;
import io.espalier.driver.cluster.RunSessions;
import io.espalier.driver.tables.RunTables;
import io.espalier.engine.MachineSettings;
import io.espalier.search.history.Event;
import io.espalier.search.history.Trial;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A run in a session that a program owns. All work is done by a thread of its own: what Spark keeps
 * per thread stays as the caller has it, and an interrupt of the caller, which would tear files
 * that are being written, becomes a cancellation.
 */
public final class SessionRun implements Run {
  private final SparkSession spark;
  private final Experiment experiment;
  private final RunOptions options;
  private final RunResult result;

  private SessionRun(
      SparkSession spark, Experiment experiment, RunOptions options, RunResult result) {
    this.spark = spark;
    this.experiment = experiment;
    this.options = options;
    this.result = result;
  }

  /** Runs an experiment to its end, as {@link ExperimentRun#run} does. */
  public static Run run(SparkSession spark, Experiment experiment, RunOptions options) {
    RunResult result =
        apart(
            options,
            own -> ExperimentRun.run(experiment, own, hadoop(spark), RunSessions.of(spark)));
    return new SessionRun(spark, experiment, options, result);
  }

  private static Configuration hadoop(SparkSession spark) {
    return spark.sessionState().newHadoopConf();
  }

  /** Has work done by another thread and waits for it, however it is told to end. */
  @SuppressWarnings("try") // what is held needs no other call
  private static <R> R apart(RunOptions options, Function<RunOptions, R> work) {
    Cancellation own = new Cancellation();
    FutureTask<R> task =
        new FutureTask<>(
            () -> {
              try (MachineSettings held = MachineSettings.hold()) {
                return work.apply(options.cancelled(own));
              }
            });
    try (Cancellation.Registration asked = options.cancellation().whenAsked(own::cancel)) {
      Thread thread = new Thread(task, "espalier-run");
      thread.setDaemon(true);
      thread.start();
      return result(task, own);
    }
  }

  private static <R> R result(FutureTask<R> task, Cancellation own) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException ending) {
          interrupted = true;
          own.cancel();
        }
      }
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      if (failure.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(failure.getCause());
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public String folder() {
    return result.folder();
  }

  @Override
  public Optional<Trial> best() {
    return result.best();
  }

  @Override
  public Dataset<Row> trials() {
    return spark.read().parquet(RunTables.literal(result.folder() + "/tables/trials"));
  }

  @Override
  public List<Event.Retrained> retrained() {
    return result.retrained();
  }

  @Override
  public String digest() {
    return result.digest();
  }

  @Override
  public List<Event.Retrained> retrain(int trial) {
    return apart(
        options,
        own ->
            TrialRetrain.run(
                folder(), trial, experiment, own, hadoop(spark), RunSessions.of(spark)));
  }
}
