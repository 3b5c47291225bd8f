package io.espalier.driver.run;

import io.espalier.wire.Assignment;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Segment;
import io.espalier.wire.TaskResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.api.java.function.Function;

/**
 * What an executor does in this benchmark instead of training: sleeps, and reports a loss that
 * depends on the trial's number alone. Local mode only: when slots were busy is noted in this JVM.
 */
record SleepTask(double seconds) implements Function<Assignment, TaskResult> {
  private static final long serialVersionUID = 1L;

  /** When a slot was busy with an assignment, by {@link System#nanoTime}. */
  record Busy(long fromNanos, long toNanos) {}

  private static final Queue<Busy> BUSY = new ConcurrentLinkedQueue<>();

  /** Every assignment's time on its slot. */
  static List<Busy> busy() {
    return List.copyOf(BUSY);
  }

  @Override
  public TaskResult call(Assignment assignment) throws InterruptedException {
    long from = System.nanoTime();
    List<Outcome> outcomes = new ArrayList<>();
    for (Segment segment : assignment.segments()) {
      long millis = (System.nanoTime() - from) / 1_000_000;
      if (millis >= assignment.handBackMillis() && !outcomes.isEmpty()) {
        break;
      }
      outcomes.add(sleep(segment.trial()));
    }
    BUSY.add(new Busy(from, System.nanoTime()));
    return TaskResult.of(outcomes);
  }

  private Outcome sleep(int trial) throws InterruptedException {
    long startedAt = System.currentTimeMillis();
    if (seconds > 0) {
      Thread.sleep(Math.round(seconds * 1_000));
    }
    double loss = trial * 7_919L % 10_007 / 10_007.0;
    Measurement measurement =
        new Measurement(
            1,
            new TreeMap<>(Map.of("train_loss", loss, "validation_loss", loss + 0.1)),
            0.01,
            seconds,
            0);
    return new Outcome(
        trial,
        Outcome.Status.COMPLETED,
        "",
        "",
        List.of(measurement),
        List.of(),
        100,
        List.of(),
        new Outcome.Timing(0, seconds, 0, startedAt, System.currentTimeMillis()),
        new Outcome.Place("localhost", "cpu", 0));
  }
}
