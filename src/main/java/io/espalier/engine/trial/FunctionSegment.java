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
    double epochSeconds = function.seconds() / segment.training().epochsOn(1);
    List<Measurement> measurements = new ArrayList<>();
    double seconds = 0;
    int epochs = segment.fromEpoch();
    while (epochs < segment.toEpoch() && seconds < segment.mostSeconds()) {
      epochs++;
      long startNanos = System.nanoTime();
      spend(epochSeconds);
      Measurement measurement =
          function.measurement(epochs, (System.nanoTime() - startNanos) / 1e9);
      watcher.measured(segment.trial(), measurement);
      measurements.add(measurement);
      seconds += measurement.trainSeconds();
    }
    boolean more = segment.pauses() || epochs < segment.toEpoch();
    boolean cutOff = more && seconds >= segment.mostSeconds();
    return new Outcome(
        segment.trial(),
        cutOff ? Status.STOPPED : segment.pauses() ? Status.PAUSED : Status.COMPLETED,
        cutOff ? Segment.timeIsUp(epochs) : "",
        "",
        measurements,
        List.of(),
        0,
        cutOff ? List.of() : saved(),
        new Timing(0, seconds, 0, startedAtMillis, System.currentTimeMillis()),
        place);
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
