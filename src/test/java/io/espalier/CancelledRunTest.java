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

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark = TinyProgram.session();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  @Test
  void aCancelledRunEndsItsJobsAndGoesOnLater() throws InterruptedException {
    Run whole = Espalier.run(spark, lengthy().build());
    Cancellation cancellation = new Cancellation();
    RunOptions options =
        RunOptions.standard()
            .asNewRun()
            .cancelled(cancellation)
            .listener(atFirstFinished(cancellation::cancel));
    assertThatThrownBy(() -> Espalier.run(spark, lengthy().build(), options))
        .isInstanceOf(CancelledException.class)
        .hasMessage("the run was cancelled; the same call goes on from here");
    waitForNoJobs();
    requireInterruptedAndEqual(whole);
  }

  @Test
  void anInterruptOfTheCallerEndsTheRunAndGoesOnLater() throws InterruptedException {
    Run whole = Espalier.run(spark, lengthy().build());
    AtomicReference<Throwable> thrown = new AtomicReference<>(new AssertionError("nothing"));
    CountDownLatch interrupted = new CountDownLatch(1);
    Thread caller =
        new Thread(
            () -> {
              Thread self = Thread.currentThread();
              RunOptions options =
                  RunOptions.standard().asNewRun().listener(atFirstFinished(self::interrupt));
              try {
                Espalier.run(spark, lengthy().build(), options);
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
    requireInterruptedAndEqual(whole);
  }

  private void requireInterruptedAndEqual(Run whole) {
    String second = folder.resolve("out/tiny/002").toString();
    assertThat(Journal.history(second, new Configuration()).finish()).isEmpty();
    assertThat(Journal.history(second, new Configuration()).count(TrialStatus.FAILED)).isZero();
    Run resumed = Espalier.run(spark, lengthy().build());
    assertThat(resumed.folder()).isEqualTo(second);
    assertThat(resumed.digest()).isEqualTo(whole.digest());
  }

  /** Some seconds of work for two slots. */
  private ExperimentBuilder lengthy() {
    return TinyProgram.search(folder, 400).grid("copy", 1, 2, 3, 4, 5, 6, 7, 8);
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
