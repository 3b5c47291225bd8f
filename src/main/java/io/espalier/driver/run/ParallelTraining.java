package io.espalier.driver.run;

import io.espalier.RetrainSpec.DataParallel;
import io.espalier.RunListener;
import io.espalier.driver.cluster.ClusterException;
import io.espalier.driver.cluster.HostHealth;
import io.espalier.driver.run.TaskDispatcher.Completion;
import io.espalier.driver.run.TaskDispatcher.Sent;
import io.espalier.driver.run.TaskFailures.Loss;
import io.espalier.engine.ParallelRetrain;
import io.espalier.engine.trial.EnvironmentException;
import io.espalier.engine.trial.FailureText;
import io.espalier.engine.trial.WorkersLostException;
import io.espalier.wire.Assignment;
import io.espalier.wire.TaskResult;
import io.espalier.wire.Trouble;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.api.java.JavaSparkContext;

/** Trains assignments one after another, each on the whole cluster. */
final class ParallelTraining {
  private final JavaSparkContext spark;
  private final ParallelRetrain retrain;

  ParallelTraining(JavaSparkContext spark, ParallelRetrain retrain) {
    this.spark = spark;
    this.retrain = retrain;
  }

  /**
   * Trains an assignment of one segment to its end.
   *
   * @param slots of the cluster, now
   * @throws ClusterException if Spark or this program is ending, so that nothing is known about the
   *     model
   */
  Completion train(Assignment assignment, DataParallel mode, int slots, RunListener observer) {
    int workers = mode.workers() == 0 ? slots : mode.workers();
    if (workers > slots) {
      observer.notice(
          String.format(
              Locale.ROOT,
              "retrain.workers = %d, but the cluster has %d %s now: workers take turns",
              workers,
              slots,
              slots == 1 ? "slot" : "slots"));
    }
    Sent sent = new Sent(assignment, System.currentTimeMillis());
    try {
      var outcome = retrain.train(assignment.segments().get(0), workers, mode.averagingFrequency());
      requireSpark();
      return new Completion.Done(sent, TaskResult.of(List.of(outcome)));
    } catch (WorkersLostException lost) {
      requireSpark();
      return new Completion.Lost(sent, new Loss.WorkersLost(String.valueOf(lost.getMessage())));
    } catch (EnvironmentException here) {
      Trouble trouble =
          new Trouble(
              Trouble.Kind.ENVIRONMENT,
              HostHealth.DRIVER,
              String.valueOf(here.getMessage()),
              FailureText.trace(here));
      return new Completion.Done(sent, new TaskResult(List.of(), List.of(), List.of(trouble)));
    }
  }

  private void requireSpark() {
    if (spark.sc().isStopped() || ShutdownHookManager.get().isShutdownInProgress()) {
      throw new ClusterException("Spark has stopped; the same command goes on from here");
    }
  }
}
