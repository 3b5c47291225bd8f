package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.wire.LiveChannel;
import io.espalier.wire.Measurement;
import io.espalier.wire.SegmentProgress;
import io.espalier.wire.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** The driver and the clock are the test's. */
class SegmentReportTest {
  private static final long MILLI = 1_000_000;

  private final List<List<Integer>> heard = new ArrayList<>();
  private long now;

  private static Measurement epoch(int epoch) {
    return new Measurement(epoch, new TreeMap<>(), 0.1, 0, 0);
  }

  private SegmentReport report(LiveConnection driver, boolean awaited, long everyMillis) {
    return new SegmentReport(
        driver, new LiveChannel("here", awaited, everyMillis), 7, () -> now * MILLI);
  }

  private LiveConnection driver(LiveConnection.Driver driver) {
    return new LiveConnection(driver, Runnable::run);
  }

  private Verdict hear(SegmentProgress progress) {
    heard.add(progress.measurements().stream().map(Measurement::epoch).toList());
    return Verdict.GO_ON;
  }

  @Test
  void messagesKeepTheirDistanceAndTogetherHaveEveryEpochOnce() {
    SegmentReport report = report(driver(this::hear), false, 100);
    for (int epoch = 1; epoch <= 10; epoch++) {
      now += 40;
      report.measured(epoch(epoch));
    }
    assertThat(heard).containsExactly(List.of(1, 2, 3), List.of(4, 5, 6), List.of(7, 8, 9));
  }

  @Test
  void aShortSegmentTellsNothing() {
    SegmentReport report = report(driver(this::hear), true, 100);
    now = 99;
    report.measured(epoch(1));
    assertThat(heard).isEmpty();
  }

  @Test
  void whatTheDriverDidNotHearIsToldAgain() {
    LiveConnection.Driver deafOnce =
        progress -> {
          hear(progress);
          if (heard.size() == 1) {
            throw new IOException("away");
          }
          return Verdict.GO_ON;
        };
    SegmentReport report = report(driver(deafOnce), true, 0);
    for (int epoch = 1; epoch <= 3; epoch++) {
      assertThat(report.measured(epoch(epoch))).isEmpty();
    }
    assertThat(heard).containsExactly(List.of(1), List.of(1, 2), List.of(3));
  }

  /** Else the trial would count as failed, where its host was given up for another reason. */
  @Test
  void anExecutorThatEndsAsksNoMoreAndItsTrialGoesOn() {
    ExecutorService ended = Executors.newSingleThreadExecutor();
    ended.shutdown();
    SegmentReport report = report(new LiveConnection(this::hear, ended), true, 0);
    for (int epoch = 1; epoch <= 2; epoch++) {
      assertThat(report.measured(epoch(epoch))).isEmpty();
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void theReasonToStopIsHeardAtOnce() {
    SegmentReport report =
        report(
            driver(
                progress ->
                    progress.measurements().get(0).epoch() == 2
                        ? new Verdict("too slow")
                        : Verdict.GO_ON),
            true,
            0);
    assertThat(report.measured(epoch(1))).isEmpty();
    assertThat(report.measured(epoch(2))).contains("too slow");
  }

  @Test
  void noTrainingWaitsTwiceForADriverThatDoesNotAnswer() throws Exception {
    CountDownLatch back = new CountDownLatch(1);
    ExecutorService threads = Executors.newSingleThreadExecutor();
    LiveConnection connection =
        new LiveConnection(
            progress -> {
              heard.add(List.of(progress.trial()));
              back.await();
              return new Verdict("too slow");
            },
            threads);
    SegmentReport report = report(connection, true, 0);
    assertThat(report.measured(epoch(1))).isEmpty();
    assertThat(connection.away()).isTrue();
    assertThat(report.measured(epoch(2))).isEmpty();
    SegmentReport other = report(connection, true, 0);
    assertThat(other.measured(epoch(1))).isEmpty();
    assertThat(heard).as("nobody else has asked").hasSize(1);

    back.countDown();
    threads.submit(() -> {}).get();
    assertThat(connection.away()).isFalse();
    Optional<String> late = report.measured(epoch(3));
    assertThat(late).as("the answer counts when it comes").contains("too slow");
    assertThat(other.measured(epoch(2))).contains("too slow");
    threads.shutdownNow();
  }
}
