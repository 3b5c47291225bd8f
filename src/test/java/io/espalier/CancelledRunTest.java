package io.espalier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.driver.journal.Journal;
import io.espalier.search.history.Event;
import io.espalier.search.history.TrialStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that its program cancels or interrupts. */
class CancelledRunTest {
  private static SparkSession spark;

  /** Of a run that nobody ends. */
  private static String digest;

  @TempDir private Path folder;

  @BeforeAll
  static void start(@TempDir Path other) {
    spark = TinyProgram.session();
    digest = Espalier.run(spark, lengthy(other).build()).digest();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void aCancelledRunEndsItsJobsAndGoesOnLater() throws InterruptedException {
    Cancellation cancellation = new Cancellation();
    RunOptions options =
        RunOptions.standard()
            .cancelled(cancellation)
            .listener(atFirstFinished(cancellation::cancel));
    assertThatThrownBy(() -> Espalier.run(spark, lengthy(folder).build(), options))
        .isInstanceOf(CancelledException.class)
        .hasMessage("the run was cancelled; the same call goes on from here");
    waitForNoJobs();
    requireInterruptedAndEqual();
  }

  @Test
  void anInterruptOfTheCallerEndsTheRunAndGoesOnLater() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>(new AssertionError("nothing"));
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread caller =
        new Thread(
            () -> {
              Thread self = Thread.currentThread();
              RunOptions options = RunOptions.standard().listener(atFirstFinished(self::interrupt));
              try {
                Espalier.run(spark, lengthy(folder).build(), options);
              } catch (RuntimeException failure) {
                thrown.set(failure);
                if (self.isInterrupted()) {
                  interrupted.countDown();
                }
              }
            });
    caller.start();
    caller.join(120_000);
    assertThat(thrown.get()).isInstanceOf(CancelledException.class);
    assertThat(interrupted.getCount()).as("the thread stays interrupted").isZero();
    waitForNoJobs();
    requireInterruptedAndEqual();
  }

  private void requireInterruptedAndEqual() {
    String run = folder.resolve("out/tiny/001").toString();
    assertThat(Journal.history(run, new Configuration()).finish()).isEmpty();
    assertThat(Journal.history(run, new Configuration()).count(TrialStatus.FAILED)).isZero();
    Run resumed = Espalier.run(spark, lengthy(folder).build());
    assertThat(resumed.folder()).isEqualTo(run);
    assertThat(resumed.digest()).isEqualTo(digest);
  }

  /** Some seconds of work for two slots. */
  private static ExperimentBuilder lengthy(Path folder) {
    return TinyProgram.search(folder, 400).grid("copy", 1, 2, 3, 4);
  }

  private static RunListener atFirstFinished(Runnable action) {
    return new RunListener() {
      private boolean done;

      @Override
      public void recorded(List<Event> events) {
        if (!done && events.stream().anyMatch(Event.TrialFinished.class::isInstance)) {
          done = true;
          action.run();
        }
      }
    };
  }

  private static void waitForNoJobs() throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (spark.sparkContext().statusTracker().getActiveJobIds().length > 0) {
      assertThat(System.nanoTime()).as("jobs run on").isLessThan(until);
      Thread.sleep(20);
    }
  }
}
