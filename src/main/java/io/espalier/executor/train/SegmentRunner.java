package io.espalier.executor.train;

import io.espalier.data.PreparedData;
import io.espalier.executor.models.Release;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Place;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Outcome.Timing;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.TaskKilledException;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains a segment. Whatever happens to the model is the outcome's status; only a killed task and
 * an error of the virtual machine itself are thrown.
 */
public final class SegmentRunner {
  private final TrainingPlan plan;
  private final PreparedData data;
  private final Segment segment;
  private final TrainingWatcher watcher;
  private final List<Measurement> measurements = new ArrayList<>();
  private final List<Evaluation> test = new ArrayList<>();
  private final long startedAtMillis = System.currentTimeMillis();
  private CheckpointRef saved = CheckpointRef.NONE;
  private long parameters;
  private double dataSeconds;
  private double testSeconds;

  private SegmentRunner(
      TrainingPlan plan, PreparedData data, Segment segment, TrainingWatcher watcher) {
    this.plan = plan;
    this.data = data.fold(segment.fold());
    this.segment = segment;
    this.watcher = watcher;
  }

  /** Trains a segment unwatched. */
  public static Outcome run(TrainingPlan plan, PreparedData data, Segment segment, Place place) {
    return run(plan, data, segment, place, TrainingWatcher.NONE);
  }

  /** Trains a segment. The same arguments give the same numbers, times excepted. */
  public static Outcome run(
      TrainingPlan plan, PreparedData data, Segment segment, Place place, TrainingWatcher watcher) {
    return new SegmentRunner(plan, data, segment, watcher).run(place);
  }

  private Outcome run(Place place) {
    try {
      train();
      return outcome(Status.COMPLETED, "", "", place);
    } catch (DivergedException diverged) {
      return outcome(Status.DIVERGED, diverged.reason(), "", place);
    } catch (TaskKilledException killed) {
      throw killed;
    } catch (Exception | OutOfMemoryError | LinkageError failure) {
      return outcome(Status.FAILED, Failures.line(failure), stackTrace(failure), place);
    } finally {
      Release.workspaces();
    }
  }

  private void train() throws IOException {
    Nd4j.getMemoryManager().togglePeriodicGc(false);
    try (Trainee trainee = Trainee.of(plan, data, segment)) {
      parameters = trainee.trainableNumbers();
      EpochTrainer trainer = new EpochTrainer(plan, data, segment, trainee, watcher);
      try {
        for (int epoch = segment.fromEpoch(); epoch < segment.toEpoch(); epoch++) {
          measurements.add(trainer.epoch(epoch));
        }
        finish(trainee);
      } finally {
        dataSeconds = trainee.dataSeconds();
      }
    }
  }

  private void finish(Trainee trainee) throws IOException {
    if (segment.finalTest()) {
      long start = System.nanoTime();
      test.add(trainee.evaluate(Part.TEST));
      testSeconds = (System.nanoTime() - start) / 1e9;
    }
    if (segment.save().exists()) {
      trainee.save(segment.save());
      saved = segment.save();
    }
  }

  private Outcome outcome(Status status, String reason, String error, Place place) {
    double train = measurements.stream().mapToDouble(Measurement::trainSeconds).sum();
    double evaluate = measurements.stream().mapToDouble(Measurement::evaluateSeconds).sum();
    Timing timing =
        new Timing(
            dataSeconds,
            train,
            evaluate + testSeconds,
            startedAtMillis,
            System.currentTimeMillis());
    return new Outcome(
        segment.trial(),
        status,
        reason,
        error,
        measurements,
        test,
        parameters,
        saved,
        timing,
        place);
  }

  private static String stackTrace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
