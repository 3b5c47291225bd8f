package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Metric;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Place;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.TrainingSpec;
import java.util.List;

/** Segments over {@link Examples}. */
public final class Segments {
  public static final Place HERE = new Place("here", "cpu", 0);

  private Segments() {}

  public static TrainingPlan plan(PreparedData data) {
    return plan(data, TrainMeasure.STEPS);
  }

  public static TrainingPlan plan(PreparedData data, TrainMeasure measure) {
    return new TrainingPlan(
        "test",
        11,
        data.dataset().targets().task(),
        data.dataset().shape(),
        data.dataset().targets().outputs(),
        measure);
  }

  /** A plan that measures more after each epoch than usual. */
  public static TrainingPlan plan(PreparedData data, Metric... asked) {
    TrainingPlan plan = plan(data);
    return new TrainingPlan(
        plan.experiment(),
        plan.seed(),
        plan.task(),
        plan.input(),
        plan.outputs(),
        plan.trainMeasure(),
        List.of(asked));
  }

  public static Segment segment(ModelSpec model, TrainingSpec training, int epochs) {
    return segment(model, training, 0, epochs, CheckpointRef.NONE, CheckpointRef.NONE);
  }

  public static Segment segment(
      ModelSpec model,
      TrainingSpec training,
      int from,
      int to,
      CheckpointRef start,
      CheckpointRef save) {
    Checkpoint state = new Checkpoint(from, Double.NaN, start);
    return new Segment(7, 0, model, training, 99, state, to, false, Part.TRAIN, true, true, save);
  }

  public static Outcome run(PreparedData data, Segment segment) {
    return SegmentRunner.run(plan(data), data, segment, HERE);
  }
}
