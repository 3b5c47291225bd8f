package io.espalier.engine.trial;

import io.espalier.engine.models.HadoopSettings;
import io.espalier.engine.models.WholeFiles;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.FunctionSpec;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Place;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Outcome.Timing;
import io.espalier.wire.Segment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskKilledException;

/**
 * Evaluates a segment's function, epoch by epoch, in the seconds that it is to take. Its state is
 * the number of epochs, which is what a checkpoint holds.
 */
final class FunctionSegment {
  /** So often it looks whether its task was killed. */
  private static final long LOOK_MILLIS = 50;

  private final Segment segment;
  private final FunctionSpec function;
  private final TrainingWatcher watcher;
  private final List<Measurement> measurements = new ArrayList<>();
  private Optional<String> stop = Optional.empty();

  private FunctionSegment(Segment segment, TrainingWatcher watcher) {
    this.segment = segment;
    this.function = segment.model().function().get(0);
    this.watcher = watcher;
  }

  /**
   * Evaluates a segment of a model that is a function.
   *
   * @throws EnvironmentException if the checkpoint cannot be written
   * @throws TaskKilledException if Spark ends the task
   */
  static Outcome run(Segment segment, Place place, TrainingWatcher watcher) {
    return new FunctionSegment(segment, watcher).run(place);
  }

  private Outcome run(Place place) {
    long startedAtMillis = System.currentTimeMillis();
    int epoch = segment.fromEpoch();
    while (epoch < segment.toEpoch() && stop.isEmpty()) {
      epoch++;
      evaluate(epoch);
      if (seconds() >= segment.mostSeconds()) {
        stop = Optional.of(Segment.timeIsUp(epoch));
      }
    }
    boolean more = segment.pauses() || epoch < segment.toEpoch();
    boolean stopped = more && stop.isPresent();
    return new Outcome(
        segment.trial(),
        stopped ? Status.STOPPED : segment.pauses() ? Status.PAUSED : Status.COMPLETED,
        stopped ? stop.get() : "",
        "",
        measurements,
        List.of(),
        0,
        stopped ? List.of() : saved(),
        new Timing(0, seconds(), 0, startedAtMillis, System.currentTimeMillis()),
        place);
  }

  private double seconds() {
    return measurements.stream().mapToDouble(Measurement::trainSeconds).sum();
  }

  private void evaluate(int epoch) {
    long startNanos = System.nanoTime();
    spend(function.seconds() / segment.training().epochsOn(1));
    Measurement measurement = function.measurement(epoch, (System.nanoTime() - startNanos) / 1e9);
    measurements.add(measurement);
    stop = watcher.measured(measurement);
  }

  private void spend(double seconds) {
    long endNanos = System.nanoTime() + (long) (seconds * 1e9);
    watcher.beforeStep();
    for (long left = millisTo(endNanos); left > 0; left = millisTo(endNanos)) {
      try {
        Thread.sleep(Math.min(left, LOOK_MILLIS));
      } catch (InterruptedException ended) {
        Thread.currentThread().interrupt();
        throw new TaskKilledException("the task was interrupted while it evaluated a function");
      }
      watcher.beforeStep();
    }
  }

  private static long millisTo(long nanos) {
    return (nanos - System.nanoTime()) / 1_000_000;
  }

  private List<Checkpoint> saved() {
    if (!segment.save().exists()) {
      return List.of();
    }
    byte[] epochs = Integer.toString(segment.toEpoch()).getBytes(StandardCharsets.UTF_8);
    try {
      WholeFiles.write(
          new Path(segment.save().uri()), HadoopSettings.here(), out -> out.write(epochs));
    } catch (IOException failure) {
      throw new EnvironmentException(failure);
    }
    return List.of(new Checkpoint(segment.toEpoch(), Double.NaN, segment.save()));
  }
}
