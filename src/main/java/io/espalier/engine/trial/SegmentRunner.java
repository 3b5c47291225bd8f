package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import io.espalier.engine.models.DamagedModelException;
import io.espalier.engine.models.Release;
import io.espalier.engine.models.WeightsFile;
import io.espalier.wire.BestEpoch;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measures;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Place;
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
 * Trains a segment, or several side by side, or evaluates a function. Whatever happens to the model
 * is the outcome's status; a killed task, lost workers, a lost checkpoint ({@link
 * LostCheckpointException}), trouble of the environment ({@link EnvironmentException}) and an error
 * of the virtual machine itself are thrown.
 */
public final class SegmentRunner {
  private static final Logger LOG = LoggerFactory.getLogger(SegmentRunner.class);

  private final TrainingPlan plan;
  private final FoldedData data;
  private final TraineesMaker maker;
  private List<TrialRun> runs;

  private SegmentRunner(
      TrainingPlan plan, FoldedData data, List<TrialRun> runs, TraineesMaker maker) {
    this.plan = plan;
    this.data = data;
    this.runs = runs;
    this.maker = maker;
  }

  /** Makes what is to be trained. */
  private interface TraineesMaker {
    Trainees make(TrainingPlan plan, FoldedData data, List<Segment> segments) throws IOException;
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
    if (segment.model().kind() == ModelSpec.Kind.FUNCTION) {
      return FunctionSegment.run(segment, place, watcher);
    }
    TrialRun run = new TrialRun(plan, segment, watcher, safekeeping);
    return new SegmentRunner(plan, new FoldedData(data), List.of(run), Trainees::of).alone(place);
  }

  /**
   * Trains segments of one {@code LaneShape} side by side, each to the bits that it would come to
   * alone; they may be of several trials, folds and repeats.
   *
   * @param watchers of each
   * @return in the same order; nothing if one of them met trouble, or goes on where a former
   *     attempt ended: then each has to be trained alone
   */
  public static Optional<List<Outcome>> together(
      TrainingPlan plan,
      PreparedData data,
      List<Segment> segments,
      Place place,
      List<? extends TrainingWatcher> watchers,
      Safekeeping safekeeping) {
    List<TrialRun> runs = new ArrayList<>();
    for (int i = 0; i < segments.size(); i++) {
      runs.add(new TrialRun(plan, segments.get(i), watchers.get(i), safekeeping));
    }
    FoldedData folded = new FoldedData(data);
    if (!DenseTrainees.take(plan, folded.of(segments.get(0)), segments.get(0))
        || runs.stream().anyMatch(run -> run.keeper().find().isPresent())) {
      return Optional.empty();
    }
    try {
      new SegmentRunner(plan, folded, runs, Trainees::of).train();
      Place beside = place.besides(segments.size() - 1);
      return Optional.of(runs.stream().map(run -> run.outcome(beside)).toList());
    } catch (TaskKilledException killed) {
      throw killed;
    } catch (Exception | OutOfMemoryError failure) {
      LOG.warn("{} segments train one after another", segments.size(), failure);
      return Optional.empty();
    } finally {
      release();
    }
  }

  /** Whether a segment trains as those do that may train side by side, alone or not. */
  public static boolean inLanes(TrainingPlan plan, PreparedData data, Segment segment) {
    return DenseTrainees.take(plan, data.fold(segment.fold()), segment);
  }

  /**
   * Trains a segment of a network of layers, each step shared among workers. What is measured and
   * what ends the training is as if it trained here.
   *
   * @throws WorkersLostException if Spark gave up on the workers
   */
  public static Outcome run(
      TrainingPlan plan, PreparedData data, Segment segment, Place place, Workers workers) {
    TraineesMaker maker =
        (thePlan, theData, segments) ->
            new OneTrainee(
                ClusterTrainee.of(thePlan, theData.of(segments.get(0)), segments.get(0), workers));
    TrialRun run = new TrialRun(plan, segment, TrainingWatcher.NONE, Safekeeping.NONE);
    return new SegmentRunner(plan, new FoldedData(data), List.of(run), maker).alone(place);
  }

  private Outcome alone(Place place) {
    TrialRun run = runs.get(0);
    try {
      train();
      return run.outcome(place);
    } catch (TaskKilledException | WorkersLostException | LostCheckpointException elsewhere) {
      throw elsewhere;
    } catch (Exception | OutOfMemoryError | LinkageError failure) {
      if (EnvironmentException.caused(failure)) {
        throw new EnvironmentException(failure);
      }
      return run.failed(failure, place);
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
    Trainees trainees = trainees();
    try {
      for (TrialRun run : runs) {
        run.counts(trainees.trainableNumbers());
      }
      List<TrialRun> going = runs;
      double dataSeconds = 0;
      while (!going.isEmpty()) {
        List<TrialRun> trained = going;
        if (!trained.get(0).over()) {
          new EpochTrainer(plan, data, trainees, runs).epoch(trained.get(0).epochs());
          keepBest(trainees, trained);
        }
        finish(trainees, trained.stream().filter(TrialRun::over).toList());
        double share = (trainees.dataSeconds() - dataSeconds) / trained.size();
        dataSeconds = trainees.dataSeconds();
        trained.forEach(run -> run.data(share));
        going = trained.stream().filter(run -> !run.over()).toList();
        keep(trainees, going);
        trainees = withoutEnded(trainees, going);
      }
    } finally {
      trainees.close();
    }
  }

  private void keep(Trainees trainees, List<TrialRun> going) {
    for (TrialRun run : going) {
      int index = runs.indexOf(run);
      run.keeper()
          .epochEnded(target -> trainees.save(index, target), run.measurements(), run.bestBefore());
    }
  }

  private Trainees withoutEnded(Trainees trainees, List<TrialRun> going) {
    if (going.isEmpty() || going.size() == runs.size()) {
      return trainees;
    }
    Trainees fewer = trainees.only(going.stream().map(runs::indexOf).toList());
    runs = fewer == trainees ? runs : going;
    return fewer;
  }

  /** New, from their checkpoints, or as a former attempt left the one there is. */
  private Trainees trainees() throws IOException {
    List<Segment> segments = runs.stream().map(run -> weighted(run.segment())).toList();
    Optional<Trainees> former = runs.size() == 1 ? former(runs.get(0)) : Optional.empty();
    if (former.isPresent()) {
      return former.get();
    }
    try {
      Trainees trainees = maker.make(plan, data, segments);
      for (int i = 0; i < segments.size(); i++) {
        restoreBest(trainees, i);
      }
      return trainees;
    } catch (FileNotFoundException | DamagedModelException | ChecksumException lost) {
      if (segments.get(0).fromEpoch() > 0) {
        throw new LostCheckpointException(FailureText.firstLine(lost), lost);
      }
      throw lost;
    }
  }

  private void keepBest(Trainees trainees, List<TrialRun> trained) {
    for (TrialRun run : trained) {
      if (run.isBest() && !run.hasDiverged()) {
        run.best(trainees.weights(runs.indexOf(run)));
      }
    }
  }

  /** The best epoch before the segment may be the one that counts in the end. */
  private void restoreBest(Trainees trainees, int index) throws IOException {
    for (BestEpoch best : runs.get(index).segment().start().best()) {
      float[] last = trainees.weights(index);
      CheckpointRef kept = best.weights();
      runs.get(index).best(kept.exists() ? WeightsFile.read(kept, last.length) : last);
    }
  }

  private Segment weighted(Segment segment) {
    return segment.training(data.of(segment).weighted(segment.training(), segment.trainOn()));
  }

  private Optional<Trainees> former(TrialRun run) {
    Optional<SegmentKeeper.Progress> former = run.keeper().find();
    if (former.isEmpty()) {
      return Optional.empty();
    }
    SegmentKeeper.Progress left = former.get();
    Segment segment = weighted(run.segment());
    Checkpoint start = new Checkpoint(left.epoch(), Double.NaN, run.keeper().network(left));
    try {
      Trainees trainees = maker.make(plan, data, List.of(segment.between(start, segment.save())));
      Improvement known = TrialRun.improvement(plan, run.segment());
      left.measurements().forEach(known::measured);
      if (known.best().isPresent()) {
        float[] last = trainees.weights(0);
        boolean isLast = known.isBest(left.epoch());
        run.best(isLast ? last : run.keeper().best(left, last.length));
      }
      for (int i = 0; i < left.measurements().size() && !run.stopped(); i++) {
        run.measured(left.measurements().get(i));
      }
      return Optional.of(trainees);
    } catch (IOException unreadable) {
      LOG.warn("trial {} trains from its segment's beginning", segment.trial(), unreadable);
      return Optional.empty();
    }
  }

  /** Tests and saves those that have come to their end, and were not cut off. */
  private void finish(Trainees trainees, List<TrialRun> over) throws IOException {
    List<TrialRun> whole =
        over.stream().filter(run -> !run.hasDiverged() && run.cutOff().isEmpty()).toList();
    List<TrialRun> tested = whole.stream().filter(run -> run.segment().finalTest()).toList();
    for (TrialRun run : whole) {
      if (run.completes()) {
        run.bestBefore().ifPresent(best -> trainees.weights(runs.indexOf(run), best));
      }
    }
    if (!tested.isEmpty()) {
      long start = System.nanoTime();
      int examples = data.of(tested.get(0).segment()).examples(Part.TEST);
      List<Evaluation> test =
          trainees.evaluate(Part.TEST, new Measures(plan.ofTest(examples), plan.own()));
      double share = (System.nanoTime() - start) / 1e9 / tested.size();
      tested.forEach(run -> run.tested(test.get(runs.indexOf(run)), share));
    }
    for (TrialRun run : whole) {
      if (run.segment().save().exists()) {
        trainees.save(runs.indexOf(run), run.segment().save());
        run.saved(run.completes() ? CheckpointRef.NONE : keepBest(run));
      }
    }
  }

  /** Leaves the weights of a paused trial's best epoch beside its network, unless it has them. */
  private static CheckpointRef keepBest(TrialRun run) throws IOException {
    Optional<float[]> best = run.bestBefore();
    if (best.isEmpty()) {
      return CheckpointRef.NONE;
    }
    CheckpointRef place = new CheckpointRef(run.segment().save().uri() + ".best");
    WeightsFile.write(place, best.get());
    return place;
  }
}
