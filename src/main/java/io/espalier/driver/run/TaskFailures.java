package io.espalier.driver.run;

import io.espalier.driver.cluster.ScalaCollections;
import io.espalier.wire.Trouble;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.FetchFailed;
import org.apache.spark.TaskFailedReason;
import org.apache.spark.scheduler.JobFailed;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Why Spark gave up on a job, by what it reports of the job's tasks: reports are typed, whereas the
 * exception that a job ends with is text. Called by a thread of Spark's own.
 */
final class TaskFailures extends SparkListener {
  private final Map<Integer, Integer> jobs = new ConcurrentHashMap<>();
  private final Map<Integer, List<Report>> reports = new ConcurrentHashMap<>();
  private final BiConsumer<Integer, Loss> told;

  /**
   * @param told the number of a job that Spark gave up on, and why
   */
  TaskFailures(BiConsumer<Integer, Loss> told) {
    this.told = told;
  }

  /** Why a job was lost. */
  sealed interface Loss {
    /**
     * Its executors ended while they worked on it.
     *
     * @param executors how many
     * @param evidence what Spark said of each
     */
    record ExecutorsLost(int executors, String evidence) implements Loss {}

    /** Somebody or something ended the job; nothing is wrong with it. */
    record Cancelled() implements Loss {}

    /** Its task failed with something that it did not hand back as trouble. */
    record Failed(Trouble trouble) implements Loss {}
  }

  private record Report(String host, TaskFailedReason reason) {}

  @Override
  public void onJobStart(SparkListenerJobStart start) {
    ScalaCollections.copied(start.stageInfos())
        .forEach(stage -> jobs.put(stage.stageId(), start.jobId()));
  }

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    Integer job = jobs.get(end.stageId());
    if (job != null && end.reason() instanceof TaskFailedReason reason) {
      reports
          .computeIfAbsent(job, any -> new ArrayList<>())
          .add(new Report(end.taskInfo().host(), reason));
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

  /** Stages and jobs that are remembered because they have not ended. */
  int remembered() {
    return jobs.size() + reports.size();
  }

  private static Loss loss(List<Report> reports) {
    List<String> lost = new ArrayList<>();
    Optional<Report> failed = Optional.empty();
    for (Report report : reports) {
      if (report.reason() instanceof ExecutorLostFailure executor && executor.exitCausedByApp()) {
        lost.add(report.host() + ": " + executor.toErrorString());
      } else if (report.reason() instanceof ExceptionFailure
          || report.reason() instanceof FetchFailed) {
        failed = Optional.of(report);
      }
    }
    if (!lost.isEmpty()) {
      return new Loss.ExecutorsLost(lost.size(), String.join("\n", lost));
    }
    return failed
        .<Loss>map(report -> new Loss.Failed(trouble(report)))
        .orElseGet(Loss.Cancelled::new);
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
