package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.espalier.driver.run.TaskFailures.Loss;
import io.espalier.wire.Trouble;
import java.io.IOException;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkException;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.VoidFunction;
import org.junit.jupiter.api.Test;

/** What Spark really reports of tasks that end in one way or another, in local mode. */
class TaskFailuresTest {
  @Test
  void exceptionsAreToldApartByTheirClass() {
    assertThat(loss(one -> fail(new IOException("no space")))).isEqualTo(Trouble.Kind.ENVIRONMENT);
    assertThat(loss(one -> fail(new IllegalStateException("no state"))))
        .isEqualTo(Trouble.Kind.PROGRAM);
  }

  @Test
  void aJobWhoseTasksWereKilledWasCancelled() {
    List<Loss> told = run(one -> cancel());
    assertThat(told).singleElement().isInstanceOf(Loss.Cancelled.class);
  }

  @Test
  void aJobThatEndsWellIsNotSpokenOf() {
    assertThat(run(one -> assertThat(TaskContext.get()).isNotNull())).isEmpty();
  }

  private static void fail(Exception failure) throws Exception {
    throw failure;
  }

  private static void cancel() {
    org.apache.spark.SparkContext.getOrCreate().cancelStage(TaskContext.get().stageId());
    while (!TaskContext.get().isInterrupted()) {
      Thread.onSpinWait();
    }
    throw new TaskKilledException("ended");
  }

  private static Trouble.Kind loss(VoidFunction<Integer> task) {
    List<Loss> told = run(task);
    assertThat(told).singleElement().isInstanceOf(Loss.Failed.class);
    Trouble trouble = ((Loss.Failed) told.get(0)).trouble();
    assertThat(trouble.reason()).contains("no s").doesNotContain("\n");
    assertThat(trouble.host()).isNotEmpty();
    return trouble.kind();
  }

  /** What is told of a job of one task. Spark has told all before its context has stopped. */
  private static List<Loss> run(VoidFunction<Integer> task) {
    List<Loss> told = new java.util.concurrent.CopyOnWriteArrayList<>();
    SparkConf conf =
        new SparkConf()
            .setMaster("local[1]")
            .setAppName("task-failures")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "localhost")
            .set("spark.driver.bindAddress", "127.0.0.1");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      spark.sc().addSparkListener(new TaskFailures((job, loss) -> told.add(loss), job -> {}));
      Throwable ended = catchThrowable(() -> spark.parallelize(List.of(1), 1).foreach(task));
      assertThat(ended == null || ended instanceof SparkException).as("%s", ended).isTrue();
    }
    return told;
  }
}
