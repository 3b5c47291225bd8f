package io.espalier.driver.run;

import io.espalier.driver.cluster.ClusterException;
import io.espalier.driver.cluster.ScalaCollections;
import io.espalier.driver.cluster.Slots;
import io.espalier.driver.run.TaskFailures.Loss;
import io.espalier.engine.AssignmentRdd;
import io.espalier.wire.Assignment;
import io.espalier.wire.TaskResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.FutureAction;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.ExecutionContext$;
import scala.runtime.BoxedUnit;

/**
 * Sends assignments to Spark, each as an asynchronous job of one task, and collects what comes
 * back. No thread waits for a job: Spark's own calls put a {@link Completion} into a queue.
 */
final class TaskDispatcher implements AutoCloseable {
  private static final ExecutionContext SAME_THREAD =
      ExecutionContext$.MODULE$.fromExecutor(Runnable::run);

  private static final Seq<Object> ONE_PARTITION = ScalaCollections.list(List.<Object>of(0));

  private static final String STOPPED = "Spark has stopped; the same command goes on from here";

  private final JavaSparkContext spark;
  private final Function<Assignment, TaskResult> task;
  private final BlockingQueue<Completion> completions = new LinkedBlockingQueue<>();
  private final Map<Integer, Sent> jobs = new ConcurrentHashMap<>();
  private final Map<Integer, Loss> losses = new ConcurrentHashMap<>();
  private final TaskFailures failures = new TaskFailures(this::lost, this::cancel);
  private final Slots slots;
  private int running;

  /**
   * @param task what an executor does with an assignment; safe to run twice
   */
  TaskDispatcher(JavaSparkContext spark, Function<Assignment, TaskResult> task) {
    this.spark = spark;
    this.task = task;
    this.slots = Slots.of(spark.sc());
    spark.sc().addSparkListener(failures);
  }

  /** What became of an assignment: a result, or the reason why Spark gave up on it. */
  sealed interface Completion {
    /** The assignment that was sent. */
    Sent sent();

    /** Its task came to an end. */
    record Done(Sent sent, TaskResult result) implements Completion {}

    /** Spark lost it for good. */
    record Lost(Sent sent, Loss loss) implements Completion {}
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
      spark.sc().setJobDescription(description);
      submit(spark.sc(), sent);
    } catch (RuntimeException failure) {
      if (ending()) {
        throw new ClusterException(STOPPED, failure);
      }
      throw failure;
    }
    running++;
  }

  private void submit(SparkContext context, Sent sent) {
    AtomicReference<TaskResult> result = new AtomicReference<>(TaskResult.of(List.of()));
    FutureAction<TaskResult> action =
        context.submitJob(
            new AssignmentRdd(context, task, sent.assignment()),
            new AssignmentRdd.Element(),
            ONE_PARTITION,
            (partition, ended) -> {
              result.set(ended);
              return BoxedUnit.UNIT;
            },
            result::get);
    int job = (Integer) action.jobIds().head();
    action.onComplete(
        ended -> {
          if (ended.isSuccess()) {
            completions.add(new Completion.Done(sent, ended.get()));
          } else {
            jobs.put(job, sent);
            match(job);
          }
          return BoxedUnit.UNIT;
        },
        SAME_THREAD);
  }

  /** Called when a job shall not be tried again. */
  private void cancel(int job) {
    spark.sc().cancelJob(job, "its executors ended, one after the other");
  }

  /** Called when Spark has told all of a job that it gave up on. */
  private void lost(int job, Loss loss) {
    losses.put(job, loss);
    match(job);
  }

  /** A lost job is complete once it has ended and its reason is known, whichever comes first. */
  private synchronized void match(int job) {
    Sent sent = jobs.get(job);
    Loss loss = losses.get(job);
    if (sent != null && loss != null) {
      jobs.remove(job);
      losses.remove(job);
      completions.add(new Completion.Lost(sent, loss));
    }
  }

  /**
   * Takes all completions that are there, those with a result first, or waits for the next one.
   *
   * @param millis the longest to wait; then there may be nothing to take
   * @throws ClusterException if Spark or this program is ending, so that lost assignments say
   *     nothing about their trials
   */
  List<Completion> take(long millis) {
    List<Completion> taken = new ArrayList<>();
    try {
      Completion first = completions.poll(millis, TimeUnit.MILLISECONDS);
      if (first != null) {
        taken.add(first);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted; the same command goes on from here", interrupted);
    }
    completions.drainTo(taken);
    running -= taken.size();
    if (ending()) {
      taken.removeIf(Completion.Lost.class::isInstance);
      if (taken.isEmpty()) {
        throw new ClusterException(STOPPED);
      }
    }
    taken.sort(
        (a, b) -> Boolean.compare(a instanceof Completion.Lost, b instanceof Completion.Lost));
    return taken;
  }

  private boolean ending() {
    return spark.sc().isStopped() || ShutdownHookManager.get().isShutdownInProgress();
  }

  /** Hears no more of Spark; what still runs is ended with the run's jobs ({@link RunJobs}). */
  @Override
  public void close() {
    spark.sc().removeSparkListener(failures);
  }
}
