package io.espalier.engine;

import io.espalier.wire.LiveChannel;
import io.espalier.wire.Measurement;
import io.espalier.wire.SegmentProgress;
import io.espalier.wire.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Tells the driver what a segment measures, as often as its channel allows and with one question
 * open at a time, and hears whether the trial is to stop. What the driver did not hear is told
 * again with what comes next.
 */
final class SegmentReport {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final LiveConnection driver;
  private final LiveChannel channel;
  private final int trial;
  private final LongSupplier nanos;
  private final List<Measurement> untold = new ArrayList<>();
  private Optional<Question> open = Optional.empty();
  private long lastNanos;

  /** A question to the driver, with so many of the measurements. */
  private record Question(CompletableFuture<Verdict> answer, int told) {}

  /** Begins now: the first message comes an interval later. */
  SegmentReport(LiveConnection driver, LiveChannel channel, int trial, LongSupplier nanos) {
    this.driver = driver;
    this.channel = channel;
    this.trial = trial;
    this.nanos = nanos;
    lastNanos = nanos.getAsLong();
  }

  /**
   * An epoch was measured.
   *
   * @return why the trial is to stop, if the driver has said so
   */
  Optional<String> measured(Measurement measurement) {
    untold.add(measurement);
    Optional<String> stop = heard();
    if (stop.isEmpty() && isDue()) {
      ask();
      stop = heard();
    }
    return stop;
  }

  private boolean isDue() {
    long passed = nanos.getAsLong() - lastNanos;
    return open.isEmpty() && !driver.away() && passed >= channel.everyMillis() * NANOS_PER_MILLI;
  }

  private void ask() {
    lastNanos = nanos.getAsLong();
    CompletableFuture<Verdict> answer =
        driver.ask(new SegmentProgress(channel.name(), trial, untold));
    open = Optional.of(new Question(answer, untold.size()));
    if (channel.awaited()) {
      driver.await(answer);
    }
  }

  /** What the open question brought, if its answer is there. */
  private Optional<String> heard() {
    Optional<Question> answered = open.filter(question -> question.answer().isDone());
    if (answered.isEmpty()) {
      return Optional.empty();
    }
    open = Optional.empty();
    Question question = answered.get();
    if (question.answer().isCompletedExceptionally()) {
      return Optional.empty();
    }
    untold.subList(0, question.told()).clear();
    return question.answer().join().stop();
  }
}
