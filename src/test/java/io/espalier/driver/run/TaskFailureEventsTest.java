package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.cluster.ScalaCollections;
import io.espalier.driver.run.TaskFailures.ExecutorLoss;
import io.espalier.driver.run.TaskFailures.Loss;
import io.espalier.wire.Trouble;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.spark.ExceptionFailure;
import org.apache.spark.ExecutorLostFailure;
import org.apache.spark.FetchFailed;
import org.apache.spark.Success$;
import org.apache.spark.TaskEndReason;
import org.apache.spark.TaskKilled;
import org.apache.spark.executor.ExecutorMetrics;
import org.apache.spark.executor.TaskMetrics;
import org.apache.spark.scheduler.JobFailed;
import org.apache.spark.scheduler.JobResult;
import org.apache.spark.scheduler.JobSucceeded$;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.scheduler.SparkListenerTaskStart;
import org.apache.spark.scheduler.StageInfo;
import org.apache.spark.scheduler.TaskInfo;
import org.apache.spark.scheduler.TaskLocality;
import org.apache.spark.storage.BlockManagerId;
import org.junit.jupiter.api.Test;
import scala.Option;
import scala.collection.immutable.Seq;

/** Told what Spark tells, in events of Spark's own classes. */
class TaskFailureEventsTest {
  private static final int JOB = 7;
  private static final int STAGE = 11;

  private final Map<Integer, Loss> told = new TreeMap<>();
  private final List<Integer> cancelled = new ArrayList<>();
  private final TaskFailures failures = new TaskFailures(told::put, cancelled::add);

  @Test
  void executorsThatTheJobEndedAreToldWithTheirEvidence() {
    begins(JOB, STAGE);
    ends(STAGE, "a", lost("1", true, "exited with 137\nmore"));
    assertThat(cancelled).isEmpty();
    ends(STAGE, "b", lost("2", true, "exited with 134"));
    assertThat(cancelled).as("Spark would try it again").containsExactly(JOB);
    fails(JOB);

    Loss.ExecutorsLost loss = (Loss.ExecutorsLost) told(JOB);
    assertThat(loss.executors())
        .extracting(ExecutorLoss::text)
        .containsExactly("executor 1 on a: exited with 137", "executor 2 on b: exited with 134");
    assertThat(loss.executors()).allMatch(ExecutorLoss::alone);
    assertThat(loss.executors().get(0).evidence())
        .startsWith("a: ExecutorLostFailure")
        .contains("exited with 137");
  }

  @Test
  void anExecutorThatEndedItselfBecauseATrainingHungSaysSo() {
    begins(JOB, STAGE);
    ends(STAGE, "a", lost("1", true, "Command exited with code 86"));
    fails(JOB);
    assertThat(((Loss.ExecutorsLost) told(JOB)).executors())
        .extracting(ExecutorLoss::text)
        .containsExactly(
            "executor 1 on a: Command exited with code 86, since a training made no step for"
                + " spark.espalier.hang.minutes");
  }

  @Test
  void whoSharesAnExecutorWithAnotherIsNotAloneWhicheverIsToldFirst() {
    begins(JOB, STAGE);
    begins(JOB + 1, STAGE + 1);
    starts(STAGE, 1, "1");
    starts(STAGE + 1, 2, "1");
    starts(STAGE + 1, 3, "2");
    ends(STAGE, 1, "a", lost("1", true, "exited"));
    ends(STAGE + 1, 2, "a", lost("1", true, "exited"));
    ends(STAGE + 1, 3, "b", lost("2", true, "exited"));
    fails(JOB);
    fails(JOB + 1);
    assertThat(alone(JOB)).containsExactly(false);
    assertThat(alone(JOB + 1)).containsExactly(false, true);
    assertThat(failures.remembered()).isZero();
  }

  private List<Boolean> alone(int job) {
    return ((Loss.ExecutorsLost) told(job)).executors().stream().map(ExecutorLoss::alone).toList();
  }

  @Test
  void anExecutorThatEndedOtherwiseIsNotTheJobsFault() {
    begins(JOB, STAGE);
    ends(STAGE, "a", lost("1", false, "given back"));
    fails(JOB);
    assertThat(told).containsExactly(Map.entry(JOB, new Loss.Cancelled()));
  }

  @Test
  void aKilledTaskIsNoFailure() {
    begins(JOB, STAGE);
    ends(STAGE, "a", new TaskKilled("by hand", none(), none(), none()));
    fails(JOB);
    assertThat(told).containsExactly(Map.entry(JOB, new Loss.Cancelled()));
  }

  @Test
  void filesAndLibrariesAreTheHosts() {
    for (Throwable failure :
        List.of(
            new FileNotFoundException("gone\nmore"),
            new UncheckedIOException(new FileNotFoundException("gone")),
            new NoClassDefFoundError("gone"))) {
      Trouble trouble = troubleOf(new ExceptionFailure(failure, none()));
      assertThat(trouble.kind()).as(failure.toString()).isEqualTo(Trouble.Kind.ENVIRONMENT);
      assertThat(trouble.host()).isEqualTo("a");
      assertThat(trouble.reason())
          .startsWith(failure.getClass().getName() + ": ")
          .endsWith("gone")
          .hasLineCount(1);
      assertThat(trouble.error()).contains("TaskFailureEventsTest");
    }
  }

  @Test
  void anyOtherExceptionIsAMistakeOfTheProgram() {
    Trouble trouble =
        troubleOf(new ExceptionFailure(new IllegalStateException("no space left"), none()));
    assertThat(trouble.kind()).isEqualTo(Trouble.Kind.PROGRAM);
    assertThat(trouble.reason()).isEqualTo("java.lang.IllegalStateException: no space left");
  }

  @Test
  void anExceptionOfAClassThatIsNotHereIsAMistakeOfTheProgram() {
    StackTraceElement[] trace = new StackTraceElement[0];
    Trouble trouble =
        troubleOf(
            new ExceptionFailure(
                "far.away.Oddity", "odd", trace, "odd", Option.empty(), none(), none(), none()));
    assertThat(trouble.kind()).isEqualTo(Trouble.Kind.PROGRAM);
    assertThat(trouble.reason()).isEqualTo("far.away.Oddity: odd");
  }

  @Test
  void blocksThatCannotBeFetchedAreTheEnvironments() {
    BlockManagerId from = BlockManagerId.apply("2", "b", 4_040, Option.empty());
    Trouble trouble = troubleOf(new FetchFailed(from, 1, 2L, 3, 4, "no route to b"));
    assertThat(trouble.kind()).isEqualTo(Trouble.Kind.ENVIRONMENT);
    assertThat(trouble.host()).isEqualTo("a");
  }

  @Test
  void theLastFailureCountsAndAnExecutorThatWasLostMoreThanAnyException() {
    begins(JOB, STAGE);
    ends(STAGE, "a", new ExceptionFailure(new IllegalStateException("first"), none()));
    ends(STAGE, "b", new ExceptionFailure(new FileNotFoundException("second"), none()));
    fails(JOB);
    assertThat(((Loss.Failed) told(JOB)).trouble().host()).isEqualTo("b");

    begins(JOB + 1, STAGE + 1);
    ends(STAGE + 1, "a", lost("1", true, "exited"));
    ends(STAGE + 1, "b", new ExceptionFailure(new FileNotFoundException("second"), none()));
    fails(JOB + 1);
    assertThat(told(JOB + 1)).isInstanceOf(Loss.ExecutorsLost.class);
  }

  @Test
  void aJobThatSucceedsSaysNothingWhateverItsTasksMet() {
    begins(JOB, STAGE);
    ends(STAGE, "a", lost("1", true, "exited"));
    ends(STAGE, "b", Success$.MODULE$);
    end(JOB, JobSucceeded$.MODULE$);
    assertThat(told).isEmpty();
    assertThat(failures.remembered()).isZero();
  }

  @Test
  void nothingIsKeptOfJobsThatEndedAndJobsDoNotMix() {
    for (int job = 0; job < 1_000; job++) {
      begins(job, 2 * job);
      begins(job + 10_000, 2 * job + 1);
      ends(2 * job, "a", lost("1", true, "exited"));
      ends(2 * job + 1, "b", Success$.MODULE$);
      fails(job);
      fails(job + 10_000);
      ends(2 * job, "a", lost("2", true, "late"));
      assertThat(told(job)).isInstanceOf(Loss.ExecutorsLost.class);
      assertThat(told(job + 10_000)).isEqualTo(new Loss.Cancelled());
    }
    assertThat(failures.remembered()).isZero();
  }

  private Loss told(int job) {
    return Optional.ofNullable(told.get(job)).orElseThrow();
  }

  private Trouble troubleOf(TaskEndReason reason) {
    begins(JOB, STAGE);
    ends(STAGE, "a", reason);
    fails(JOB);
    return ((Loss.Failed) told(JOB)).trouble();
  }

  private void begins(int job, int stage) {
    StageInfo info =
        new StageInfo(
            stage,
            0,
            "stage",
            1,
            none(),
            none(),
            "",
            new TaskMetrics(),
            none(),
            Option.empty(),
            0,
            false,
            0);
    failures.onJobStart(
        new SparkListenerJobStart(job, 0, ScalaCollections.list(List.of(info)), new Properties()));
  }

  private void starts(int stage, long task, String executor) {
    failures.onTaskStart(new SparkListenerTaskStart(stage, 0, task(task, executor, "a")));
  }

  private void ends(int stage, String host, TaskEndReason reason) {
    ends(stage, 1, host, reason);
  }

  private static TaskInfo task(long number, String executor, String host) {
    return new TaskInfo(number, 0, 0, 0, executor, host, TaskLocality.ANY(), false);
  }

  private void ends(int stage, long number, String host, TaskEndReason reason) {
    String executor = reason instanceof ExecutorLostFailure lost ? lost.execId() : "1";
    TaskInfo task = task(number, executor, host);
    failures.onTaskEnd(
        new SparkListenerTaskEnd(
            stage, 0, "ResultTask", reason, task, new ExecutorMetrics(), new TaskMetrics()));
  }

  private void fails(int job) {
    end(job, new JobFailed(new IllegalStateException("given up")));
  }

  private void end(int job, JobResult result) {
    failures.onJobEnd(new SparkListenerJobEnd(job, 0, result));
  }

  private static ExecutorLostFailure lost(String executor, boolean byTheJob, String reason) {
    return new ExecutorLostFailure(executor, byTheJob, Option.apply(reason));
  }

  private static <T> Seq<T> none() {
    return ScalaCollections.list(List.of());
  }
}
