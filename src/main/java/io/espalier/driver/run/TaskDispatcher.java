package io.espalier.driver.run;

import io.espalier.executor.TrialTask;
import io.espalier.wire.Assignment;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.FutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.rdd.AsyncRDDActions;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.ExecutionContext$;
import scala.reflect.ClassTag$;
import scala.runtime.BoxedUnit;
import scala.util.Try;

/**
 * Sends assignments to Spark, each as an asynchronous job of one task, and collects what comes
 * back. No thread waits for a job: Spark's own calls put a {@link Completion} into a queue.
 */
final class TaskDispatcher {
  private static final ExecutionContext SAME_THREAD =
      ExecutionContext$.MODULE$.fromExecutor(Runnable::run);

  private static final String STOPPED = "Spark has stopped; the same command goes on from here";

  private final JavaSparkContext spark;
  private final TrialTask task;
  private final BlockingQueue<Completion> completions = new LinkedBlockingQueue<>();
  private final Slots slots;
  private int running;

  TaskDispatcher(JavaSparkContext spark, TrialTask task) {
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
    Assignment assignment = sent.assignment();
    spark.sc().setJobDescription(description);
    JavaRDD<List<Outcome>> job = spark.parallelize(List.of(assignment), 1).map(task);
    FutureAction<Seq<List<Outcome>>> action =
        new AsyncRDDActions<List<Outcome>>(job.rdd(), ClassTag$.MODULE$.apply(List.class))
            .collectAsync();
    action.onComplete(
        result -> {
          completions.add(completion(sent, result));
          return BoxedUnit.UNIT;
        },
        SAME_THREAD);
  }

  private static Completion completion(Sent sent, Try<Seq<List<Outcome>>> result) {
    if (result.isFailure()) {
      return new Completion.Lost(sent, result.failed().get());
    }
    List<Outcome> outcomes = new ArrayList<>();
    JavaConverters.seqAsJavaList(result.get()).forEach(outcomes::addAll);
    return new Completion.Done(sent, outcomes);
  }

  /**
   * Waits for the next completion and takes all that are there.
   *
   * @throws ClusterException if Spark or this program is ending, so that failed and lost
   *     assignments say nothing about their trials
   */
  List<Completion> take() {
    List<Completion> taken = new ArrayList<>();
    try {
      taken.add(completions.take());
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
      if (completion instanceof Completion.Lost lost && stopped(lost.cause())) {
        throw new ClusterException(STOPPED, lost.cause());
      }
    }
    return taken;
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
