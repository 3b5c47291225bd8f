package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import io.espalier.engine.models.DamagedModelException;
import io.espalier.engine.models.Release;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measurement;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Place;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Outcome.Timing;
import io.espalier.wire.Part;
import io.espalier.wire.Safekeeping;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.spark.TaskKilledException;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a segment, or evaluates its function. Whatever happens to the model is the outcome's
 * status; a killed task, lost workers, a lost checkpoint ({@link LostCheckpointException}), trouble
 * of the environment ({@link EnvironmentException}) and an error of the virtual machine itself are
 * thrown.
 */
public final class SegmentRunner {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentRunner.class);

  private final TrainingPlan plan;
  private final PreparedData data;
  private final Segment segment;
  private final TrainingWatcher watcher;
  private final TraineeMaker maker;
  private final SegmentKeeper keeper;
  private final List<Measurement> measurements = new ArrayList<>();
  private final List<Evaluation> test = new ArrayList<>();
  private final long startedAtMillis = System.currentTimeMillis();
  private Optional<Checkpoint> saved = Optional.empty();
  private Optional<String> stop = Optional.empty();
  private long parameters;
  private double dataSeconds;
  private double testSeconds;

  private SegmentRunner(
      TrainingPlan plan,
      PreparedData data,
      Segment segment,
      TrainingWatcher watcher,
      Safekeeping safekeeping,
      TraineeMaker maker) {
    this.plan = plan;
    this.data = data.fold(segment.fold());
    this.segment = segment;
    this.watcher = watcher;
    this.maker = maker;
    keeper = new SegmentKeeper(safekeeping, segment, System::nanoTime);
  }

  /** Makes what is to be trained. */
  private interface TraineeMaker {
    Trainee make(TrainingPlan plan, PreparedData data, Segment segment) throws IOException;
  }

  /** Trains a segment unwatched. */
  public static Outcome run(TrainingPlan plan, PreparedData data, Segment segment, Place place) {
    return run(plan, data, segment, place, TrainingWatcher.NONE);
  }

  /** Trains a segment. The same arguments give the same numbers, times excepted. */
  public static Outcome run(
      TrainingPlan plan, PreparedData data, Segment segment, Place place, TrainingWatcher watcher) {
    return run(plan, data, segment, place, watcher, Safekeeping.NONE);
  }

  /**
   * The same, going on where a former attempt at it ended; the numbers are those of training
   * through. A function, whose state is its epochs, begins anew.
   *
   * @param safekeeping where attempts leave their state
   */
  public static Outcome run(
      TrainingPlan plan,
      PreparedData data,
      Segment segment,
      Place place,
      TrainingWatcher watcher,
      Safekeeping safekeeping) {
    return segment.model().kind() == ModelSpec.Kind.FUNCTION
        ? FunctionSegment.run(segment, place, watcher)
        : new SegmentRunner(plan, data, segment, watcher, safekeeping, Trainee::of).run(place);
  }

  /**
   * Trains a segment of a network of layers, each step shared among workers. What is measured and
   * what ends the training is as if it trained here.
   *
   * @throws WorkersLostException if Spark gave up on the workers
   */
  public static Outcome run(
      TrainingPlan plan, PreparedData data, Segment segment, Place place, Workers workers) {
    TraineeMaker maker =
        (thePlan, theData, theSegment) -> ClusterTrainee.of(thePlan, theData, theSegment, workers);
    return new SegmentRunner(plan, data, segment, TrainingWatcher.NONE, Safekeeping.NONE, maker)
        .run(place);
  }

  private Outcome run(Place place) {
    try {
      train();
      Optional<String> cut = cutOff();
      if (cut.isPresent()) {
        return outcome(Status.STOPPED, cut.get(), "", place);
      }
      boolean pauses = segment.pauses() && !settled();
      return outcome(pauses ? Status.PAUSED : Status.COMPLETED, "", "", place);
    } catch (DivergedException diverged) {
      return outcome(Status.DIVERGED, diverged.reason(), "", place);
    } catch (TaskKilledException | WorkersLostException | LostCheckpointException elsewhere) {
      throw elsewhere;
    } catch (Exception | OutOfMemoryError | LinkageError failure) {
      if (EnvironmentException.caused(failure)) {
        throw new EnvironmentException(failure);
      }
      return outcome(Status.FAILED, FailureText.line(failure), FailureText.trace(failure), place);
    } finally {
      release();
    }
  }

  /** Where the libraries are missing there is nothing to free, and the first failure counts. */
  private static void release() {
    try {
      Release.workspaces();
    } catch (LinkageError missing) {
      LOG.debug("nothing to free", missing);
    }
  }

  private void train() throws IOException {
    Nd4j.getMemoryManager().togglePeriodicGc(false);
    try (Trainee trainee = trainee()) {
      parameters = trainee.trainableNumbers();
      EpochTrainer trainer = new EpochTrainer(plan, data, segment, trainee, watcher);
      try {
        while (epochs() < segment.toEpoch() && !ends()) {
          Measurement measurement = trainer.epoch(epochs());
          measurements.add(measurement);
          stop = watcher.measured(measurement);
          if (epochs() < segment.toEpoch() && !ends()) {
            keeper.epochEnded(trainee, measurements);
          }
        }
        if (cutOff().isEmpty()) {
          finish(trainee);
        }
      } finally {
        dataSeconds = trainee.dataSeconds();
      }
    }
  }

  /** New, from the segment's checkpoint, or as a former attempt left it. */
  private Trainee trainee() throws IOException {
    Optional<SegmentKeeper.Progress> former = keeper.find();
    if (former.isPresent()) {
      SegmentKeeper.Progress left = former.get();
      Checkpoint start = new Checkpoint(left.epoch(), Double.NaN, keeper.network(left));
      try {
        Trainee trainee = maker.make(plan, data, segment.between(start, segment.save()));
        for (int i = 0; i < left.measurements().size() && stop.isEmpty(); i++) {
          measurements.add(left.measurements().get(i));
          stop = watcher.measured(left.measurements().get(i));
        }
        return trainee;
      } catch (IOException unreadable) {
        LOG.warn("trial {} trains from its segment's beginning", segment.trial(), unreadable);
      }
    }
    try {
      return maker.make(plan, data, segment);
    } catch (FileNotFoundException | DamagedModelException | ChecksumException lost) {
      if (segment.fromEpoch() > 0) {
        throw new LostCheckpointException(FailureText.firstLine(lost), lost);
      }
      throw lost;
    }
  }

  private boolean ends() {
    return settled() || late() || stop.isPresent();
  }

  /** Whether its time is up. */
  private boolean late() {
    double seconds =
        measurements.stream().mapToDouble(one -> one.trainSeconds() + one.evaluateSeconds()).sum();
    return seconds >= segment.mostSeconds();
  }

  /** Why it ends, although its training is not at its end. */
  private Optional<String> cutOff() {
    boolean more = segment.pauses() || epochs() < segment.toEpoch();
    if (!more || settled()) {
      return Optional.empty();
    }
    return late() ? Optional.of(Segment.timeIsUp(epochs())) : stop;
  }

  /** Epochs trained, those before it included. */
  private int epochs() {
    return segment.fromEpoch() + measurements.size();
  }

  /** Whether the training loss of the last two epochs differs by no more than the tolerance. */
  private boolean settled() {
    double tolerance = segment.training().budget().tolerance();
    int epochs = measurements.size();
    return tolerance > 0
        && epochs > 0
        && Math.abs(trainLoss(epochs) - trainLoss(epochs - 1)) <= tolerance;
  }

  /** The training loss after so many epochs of this segment; NaN before the first of all. */
  private double trainLoss(int epochs) {
    return epochs == 0
        ? segment.start().trainLoss()
        : measurements.get(epochs - 1).metric("train_loss");
  }

  private void finish(Trainee trainee) throws IOException {
    if (segment.finalTest()) {
      long start = System.nanoTime();
      test.add(trainee.evaluate(Part.TEST, plan.ofTest(data.examples(Part.TEST))));
      testSeconds = (System.nanoTime() - start) / 1e9;
    }
    if (segment.save().exists()) {
      trainee.save(segment.save());
      double trainLoss = trainLoss(measurements.size());
      saved = Optional.of(new Checkpoint(epochs(), trainLoss, segment.save()));
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
        saved.stream().toList(),
        timing,
        place);
  }
}
