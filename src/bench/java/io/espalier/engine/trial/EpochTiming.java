package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import io.espalier.engine.Clock;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Measurement;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.TrainingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Times epochs as a search trains them: shuffling, batches, steps, training metrics, checks and
 * reports, from the report of one epoch to that of a later one. Nothing is evaluated.
 */
final class EpochTiming {
  private static final Outcome.Place HERE = new Outcome.Place("localhost", "cpu", 0);

  private final PreparedData data;
  private final ModelSpec model;
  private final TrainingSpec training;
  private double estimate;

  EpochTiming(PreparedData data, ModelSpec model, TrainingSpec training) {
    this.data = data;
    this.model = model;
    this.training = training;
    estimate = microseconds(2, 0);
  }

  /** Microseconds per epoch, over at least so long and at least one epoch, after a warm-up. */
  double microseconds(double seconds) {
    int measured = (int) Math.ceil(seconds * 1e6 / estimate);
    int warm = (int) Math.ceil(measured / 4.0);
    estimate = microseconds(warm + measured, warm - 1);
    return estimate;
  }

  /** From the report of the epoch {@code first}, counted from 0, to the last one. */
  private double microseconds(int epochs, int first) {
    Reports reports = new Reports();
    Outcome outcome = SegmentRunner.run(plan(), data, segment(epochs), HERE, reports);
    if (outcome.status() != Outcome.Status.COMPLETED) {
      throw new IllegalStateException(outcome.reason() + "\n" + outcome.error());
    }
    long from = reports.nanos.get(first);
    long to = reports.nanos.get(epochs - 1);
    return (to - from) / 1e3 / (epochs - 1 - first);
  }

  private TrainingPlan plan() {
    return new TrainingPlan(
        "benchmark",
        1,
        Task.CLASSIFICATION,
        data.dataset().shape(),
        data.dataset().targets().outputs(),
        TrainMeasure.STEPS);
  }

  private Segment segment(int epochs) {
    return new Segment(
        1,
        0,
        model,
        training,
        1,
        Checkpoint.NEW,
        epochs,
        false,
        Part.TRAIN,
        false,
        false,
        CheckpointRef.NONE);
  }

  /** When each epoch was reported. */
  private static final class Reports implements TrainingWatcher {
    private final List<Long> nanos = new ArrayList<>();

    @Override
    public void beforeStep() {}

    @Override
    public Optional<String> measured(Measurement measurement) {
      nanos.add(Clock.nanos());
      return Optional.empty();
    }
  }
}
