package io.espalier.driver.run;

import io.espalier.driver.cluster.ClusterException;
import io.espalier.driver.cluster.Slots;
import io.espalier.engine.AssignmentRdd;
import io.espalier.engine.devices.NoDeviceException;
import io.espalier.wire.Assignment;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.FutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.ExecutionContext$;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/**
 * Sends assignments to Spark, each as an asynchronous job of one task, and collects what comes
 * back. No thread waits for a job: Spark's own calls put a {@link Completion} into a queue.
 */
final class TaskDispatcher {
  private static final ExecutionContext SAME_THREAD =
      ExecutionContext$.MODULE$.fromExecutor(Runnable::run);

  private static final Seq<Object> ONE_PARTITION =
      JavaConverters.asScalaBuffer(List.<Object>of(0)).toSeq();

  private static final String STOPPED = "Spark has stopped; the same command goes on from here";

  private final JavaSparkContext spark;
  private final Function<Assignment, List<Outcome>> task;
  private final BlockingQueue<Completion> completions = new LinkedBlockingQueue<>();
  private final Slots slots;
  private int running;

  /**
   * @param task what an executor does with an assignment; safe to run twice
   */
  TaskDispatcher(JavaSparkContext spark, Function<Assignment, List<Outcome>> task) {
    this.spark = spark;
    this.task = task;
    this.slots = Slots.of(spark.sc());
  }

  /** What became of an assignment: outcomes, or the reason why Spark gave up on it. */
  sealed interface Completion {
    /** The assignment that was sent. */
    Sent sent();

    /** All its segments came to an end. */
    record Done(Sent sent, List<Outcome> outcomes) implements Completion {}

    /** Spark lost it for good. */
    record Lost(Sent sent, Throwable cause) implements Completion {}
  }

  /** An assignment and when it was handed to Spark, in milliseconds since 1970. */
  record Sent(Assignment assignment, long atMillis) {}

  /** Tasks that may run at the same time, now: executors come and go. */
  int slots() {
    return slots.now();
  }

  /** Assignments sent and not yet taken back. */
  int running() {
    return running;
  }

  /**
   * Hands an assignment to Spark and returns at once.
   *
   * @throws ClusterException if Spark has stopped
   */
  void send(Assignment assignment, String description) {
    Sent sent = new Sent(assignment, System.currentTimeMillis());
    try {
      submit(sent, description);
    } catch (RuntimeException failure) {
      if (ending()) {
        throw new ClusterException(STOPPED, failure);
      }
      throw failure;
    }
    running++;
  }

  private void submit(Sent sent, String description) {
    SparkContext context = spark.sc();
    context.setJobDescription(description);
    AtomicReference<List<Outcome>> outcomes = new AtomicReference<>(List.of());
    FutureAction<List<Outcome>> action =
        context.submitJob(
            new AssignmentRdd(context, task, sent.assignment()),
            new AssignmentRdd.Element(),
            ONE_PARTITION,
            (partition, result) -> {
              outcomes.set(result);
              return BoxedUnit.UNIT;
            },
            outcomes::get);
    action.onComplete(
        result -> {
          completions.add(completion(sent, result));
          return BoxedUnit.UNIT;
        },
        SAME_THREAD);
  }

  private static Completion completion(Sent sent, Try<List<Outcome>> result) {
    return result.isFailure()
        ? new Completion.Lost(sent, result.failed().get())
        : new Completion.Done(sent, result.get());
  }

  /**
   * Takes all completions that are there, or waits for the next one.
   *
   * @param millis the longest to wait; then there may be nothing to take
   * @throws ClusterException if Spark or this program is ending, or an executor has not the device
   *     that was asked for, so that failed and lost assignments say nothing about their trials
   */
  List<Completion> take(long millis) {
    List<Completion> taken = new ArrayList<>();
    try {
      Completion first = completions.poll(millis, TimeUnit.MILLISECONDS);
      if (first == null) {
        return taken;
      }
      taken.add(first);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted; the same command goes on from here", interrupted);
    }
    completions.drainTo(taken);
    running -= taken.size();
    if (ShutdownHookManager.get().isShutdownInProgress()) {
      throw new ClusterException(STOPPED);
    }
    for (Completion completion : taken) {
      if (completion instanceof Completion.Lost lost) {
        requireCluster(lost.cause());
      }
    }
    return taken;
  }

  private void requireCluster(Throwable cause) {
    if (stopped(cause)) {
      throw new ClusterException(STOPPED, cause);
    }
    NoDeviceException.message(cause)
        .ifPresent(
            reason -> {
              throw new ClusterException(reason + "; the same command goes on from here", cause);
            });
  }

  private boolean ending() {
    return spark.sc().isStopped() || ShutdownHookManager.get().isShutdownInProgress();
  }

  private boolean stopped(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    return spark.sc().isStopped()
        || message.contains("cancelled")
        || message.contains("SparkContext was shut down");
  }
}
