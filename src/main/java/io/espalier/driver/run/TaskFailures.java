package io.espalier.driver.run;

import io.espalier.driver.cluster.ScalaCollections;
import io.espalier.engine.HangWatch;
import io.espalier.wire.Outcome;
import io.espalier.wire.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.FetchFailed;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.JobFailed;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.TaskInfo;

/**
 * Why Spark gave up on a job, by what it reports of the job's tasks: reports are typed, whereas the
 * exception that a job ends with is text. Called by a thread of Spark's own.
 */
final class TaskFailures extends SparkListener {
  private final Map<Integer, Integer> jobs = new ConcurrentHashMap<>();
  private final Map<Integer, List<Report>> reports = new ConcurrentHashMap<>();
  private final ExecutorTasks tasks = new ExecutorTasks();
  private final BiConsumer<Integer, Loss> told;
  private final IntConsumer cancel;

  /**
   * @param told the number of a job that Spark gave up on, and why
   * @param cancel ends a job that has ended {@value Quarantine#LOSSES} executors: Spark would try
   *     it again
   */
  TaskFailures(BiConsumer<Integer, Loss> told, IntConsumer cancel) {
    this.told = told;
    this.cancel = cancel;
  }

  /** Why a job was lost. */
  sealed interface Loss {
    /**
     * Its executors ended while they worked on it.
     *
     * @param executors at least one, in the order in which they ended
     */
    record ExecutorsLost(List<ExecutorLoss> executors) implements Loss {
      public ExecutorsLost {
        executors = List.copyOf(executors);
      }
    }

    /**
     * Spark gave up on the workers of a training on the whole cluster.
     *
     * @param evidence what it said
     */
    record WorkersLost(String evidence) implements Loss {
      /** What is recorded of the training. */
      Outcome outcome(TaskDispatcher.Sent sent) {
        String reason = evidence.lines().findFirst().orElse("no reason given");
        return Quarantine.failed(sent, "its workers were lost: " + reason, evidence, "");
      }
    }

    /** Somebody or something ended the job; nothing is wrong with it. */
    record Cancelled() implements Loss {}

    /** Its task failed with something that it did not hand back as trouble. */
    record Failed(Trouble trouble) implements Loss {}
  }

  /**
   * An executor that ended.
   *
   * @param alone whether no other task ran there
   * @param evidence what Spark said of it
   */
  record ExecutorLoss(String executor, String host, boolean alone, String reason, String evidence) {
    private static final Pattern HUNG = Pattern.compile("\\bcode " + HangWatch.EXIT_CODE + "\\b");

    /** In one line. */
    String text() {
      String hung =
          HUNG.matcher(reason).find()
              ? ", since a training made no step for " + HangWatch.MINUTES
              : "";
      return "executor " + executor + " on " + host + ": " + reason + hung;
    }
  }

  private record Report(String host, boolean alone, TaskFailedReason reason) {
    boolean executorEnded() {
      return reason instanceof ExecutorLostFailure lost && lost.exitCausedByApp();
    }
  }

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    ScalaCollections.copied(start.stageInfos())
        .forEach(stage -> jobs.put(stage.stageId(), start.jobId()));
  }

  @Override
  public void onTaskStart(SparkListenerTaskStart start) {
    tasks.started(start.taskInfo().executorId(), start.taskInfo().taskId());
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    TaskInfo task = end.taskInfo();
    boolean lost = end.reason() instanceof ExecutorLostFailure;
    boolean alone = tasks.ended(task.executorId(), task.taskId(), lost);
    Integer job = jobs.get(end.stageId());
    if (job != null && end.reason() instanceof TaskFailedReason reason) {
      List<Report> all = reports.computeIfAbsent(job, any -> new ArrayList<>());
      all.add(new Report(task.host(), alone, reason));
      if (lost && all.stream().filter(Report::executorEnded).count() == Quarantine.LOSSES) {
        cancel.accept(job);
      }
    }
  }

  @Override
  public void onJobEnd(SparkListenerJobEnd end) {
    List<Report> all = Optional.ofNullable(reports.remove(end.jobId())).orElseGet(List::of);
    jobs.values().removeIf(job -> job == end.jobId());
    if (end.jobResult() instanceof JobFailed) {
      told.accept(end.jobId(), loss(all));
    }
  }

  /** Stages, jobs and executors that are remembered because they have not ended. */
  int remembered() {
    return jobs.size() + reports.size() + tasks.executors();
  }

  private static Loss loss(List<Report> reports) {
    List<ExecutorLoss> lost = new ArrayList<>();
    Optional<Report> failed = Optional.empty();
    for (Report report : reports) {
      if (report.executorEnded() && report.reason() instanceof ExecutorLostFailure executor) {
        lost.add(loss(report, executor));
      } else if (report.reason() instanceof ExceptionFailure
          || report.reason() instanceof FetchFailed) {
        failed = Optional.of(report);
      }
    }
    if (!lost.isEmpty()) {
      return new Loss.ExecutorsLost(lost);
    }
    return failed
        .<Loss>map(report -> new Loss.Failed(trouble(report)))
        .orElseGet(Loss.Cancelled::new);
  }

  private static ExecutorLoss loss(Report report, ExecutorLostFailure executor) {
    String reason = executor.reason().isDefined() ? executor.reason().get() : "no reason given";
    return new ExecutorLoss(
        executor.execId(),
        report.host(),
        report.alone(),
        reason.strip().lines().findFirst().orElse("no reason given"),
        report.host() + ": " + executor.toErrorString());
  }

  private static Trouble trouble(Report report) {
    Trouble.Kind kind = Trouble.Kind.ENVIRONMENT;
    String line = report.reason().toErrorString().lines().findFirst().orElse("");
    if (report.reason() instanceof ExceptionFailure failure) {
      line = failure.className() + ": " + failure.description().lines().findFirst().orElse("");
      kind = environment(failure) ? Trouble.Kind.ENVIRONMENT : Trouble.Kind.PROGRAM;
    }
    return new Trouble(kind, report.host(), line, report.reason().toErrorString());
  }

  /** Files and libraries are the host's; by class, since the exception may not have travelled. */
  private static boolean environment(ExceptionFailure failure) {
    try {
      ClassLoader loader = TaskFailures.class.getClassLoader();
      Class<?> type = Class.forName(failure.className(), false, loader);
      return IOException.class.isAssignableFrom(type)
          || UncheckedIOException.class.isAssignableFrom(type)
          || LinkageError.class.isAssignableFrom(type);
    } catch (ClassNotFoundException foreign) {
      return false;
    }
  }
}
