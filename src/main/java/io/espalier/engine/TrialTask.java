package io.espalier.engine;

import io.espalier.data.PreparedData;
import io.espalier.engine.devices.Device;
import io.espalier.engine.devices.Host;
import io.espalier.engine.devices.NoDeviceException;
import io.espalier.engine.devices.TaskDevice;
import io.espalier.engine.trial.EnvironmentException;
import io.espalier.engine.trial.FailureText;
import io.espalier.engine.trial.LostCheckpointException;
import io.espalier.engine.trial.SegmentRunner;
import io.espalier.engine.trial.TrainingWatcher;
import io.espalier.wire.Assignment;
import io.espalier.wire.LiveChannel;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Place;
import io.espalier.wire.Safekeeping;
import io.espalier.wire.Segment;
import io.espalier.wire.TaskResult;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.Trouble;
import io.espalier.wire.Trouble.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * The Spark function that trains an assignment's segments one after another, those of one shape
 * side by side ({@link Companions}). Safe to run twice: the same assignment gives the same
 * outcomes, and a saved network replaces its twin. A segment that fails or diverges is an outcome
 * and the last one of its trial: further segments of the same trial (folds of a cross-validation)
 * have no outcome, whether or not they were trained beside it, those of other trials have. So it is
 * with a trial whose checkpoint is lost, which is told instead. Nor have trials an outcome that had
 * not begun when the assignment's time was up. Trouble that is not the model's ends the task and
 * travels back beside the outcomes, as data: Spark would hand on its text only.
 */
public final class TrialTask implements Function<Assignment, TaskResult> {
  private static final long serialVersionUID = 1L;

  private final Broadcast<TrainingPlan> plan;
  private final Broadcast<PreparedData> data;
  private final LiveChannel channel;
  private final Safekeeping safekeeping;

  /** A task over a broadcast plan and broadcast data, of which nobody hears until it has ended. */
  public TrialTask(Broadcast<TrainingPlan> plan, Broadcast<PreparedData> data) {
    this(plan, data, LiveChannel.NONE, Safekeeping.NONE);
  }

  /**
   * A task over a broadcast plan and broadcast data.
   *
   * @param channel where it tells what it measures, on executors that have the plugin
   * @param safekeeping where long segments leave their state, for whoever is given them next
   */
  public TrialTask(
      Broadcast<TrainingPlan> plan,
      Broadcast<PreparedData> data,
      LiveChannel channel,
      Safekeeping safekeeping) {
    this.plan = plan;
    this.data = data;
    this.channel = channel;
    this.safekeeping = safekeeping;
  }

  @Override
  public TaskResult call(Assignment assignment) {
    SegmentOutcomes outcomes = new SegmentOutcomes(assignment.segments());
    try {
      NativeCache.deleteInTheEnd();
      train(assignment, place(TaskDevice.take()), outcomes);
      return new TaskResult(outcomes.all(), outcomes.lost(), List.of());
    } catch (Exception | LinkageError failure) { // Spark throws checked exceptions undeclared
      if (failure instanceof TaskKilledException killed) {
        throw killed;
      }
      requireNotKilled();
      return new TaskResult(outcomes.whole(), outcomes.lost(), List.of(trouble(failure)));
    }
  }

  private void train(Assignment assignment, Place place, SegmentOutcomes outcomes) {
    List<Segment> segments = assignment.segments();
    Set<Integer> begun = new TreeSet<>();
    long startedNanos = System.nanoTime();
    for (List<Integer> companions : Companions.of(segments, plan.value(), data.value())) {
      boolean late = millisSince(startedNanos) >= assignment.handBackMillis() && !begun.isEmpty();
      List<Integer> wanted =
          companions.stream()
              .filter(outcomes::wanted)
              .filter(index -> !late || begun.contains(segments.get(index).trial()))
              .toList();
      wanted.forEach(index -> begun.add(segments.get(index).trial()));
      train(segments, wanted, place, outcomes);
    }
  }

  /** Side by side, or where that is not to be one after another. */
  private void train(
      List<Segment> segments, List<Integer> companions, Place place, SegmentOutcomes outcomes) {
    Optional<List<Outcome>> together =
        companions.size() > 1
            ? together(companions.stream().map(segments::get).toList(), place)
            : Optional.empty();
    for (int i = 0; i < companions.size(); i++) {
      int index = companions.get(i);
      try {
        if (together.isPresent()) {
          outcomes.add(index, together.get().get(i));
        } else if (outcomes.wanted(index)) {
          outcomes.add(index, train(segments.get(index), place));
        }
      } catch (LostCheckpointException checkpoint) {
        outcomes.lost(index, String.valueOf(checkpoint.getMessage()));
      }
    }
  }

  private Optional<List<Outcome>> together(List<Segment> segments, Place place) {
    List<TaskWatcher> watchers = new ArrayList<>();
    try {
      for (Segment segment : segments) {
        watchers.add(new TaskWatcher(segment, report(segment), HangWatch.begin(segment.trial())));
      }
      return SegmentRunner.together(
          plan.value(), data.value(), segments, place, watchers, safekeeping);
    } finally {
      watchers.forEach(watcher -> watcher.training().close());
    }
  }

  private Outcome train(Segment segment, Place place) {
    try (HangWatch.Training training = HangWatch.begin(segment.trial())) {
      TaskWatcher watcher = new TaskWatcher(segment, report(segment), training);
      return SegmentRunner.run(plan.value(), data.value(), segment, place, watcher, safekeeping);
    }
  }

  private Optional<SegmentReport> report(Segment segment) {
    return LivePlugin.connection()
        .filter(driver -> channel.exists())
        .map(driver -> new SegmentReport(driver, channel, segment.trial(), System::nanoTime));
  }

  private static Trouble trouble(Throwable failure) {
    boolean said = failure instanceof NoDeviceException || failure instanceof EnvironmentException;
    Kind kind = Kind.PROGRAM;
    String line = FailureText.line(failure);
    if (said || EnvironmentException.caused(failure)) {
      kind = Kind.ENVIRONMENT;
      line = said ? String.valueOf(failure.getMessage()) : EnvironmentException.line(failure);
    }
    return new Trouble(kind, Host.name(), line, FailureText.trace(failure));
  }

  /** What fails in a task that Spark is ending says nothing. */
  private static void requireNotKilled() {
    TaskContext task = TaskContext.get();
    if (task != null && task.isInterrupted()) {
      throw new TaskKilledException("the task was killed while it trained");
    }
  }

  private static long millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1_000_000;
  }

  /** Where this runs; attempt 0 and the machine's name outside Spark. */
  private static Place place(Device device) {
    TaskContext task = TaskContext.get();
    return new Place(Host.name(), device.label(), task == null ? 0 : task.attemptNumber());
  }

  /**
   * Ends the training when Spark kills the task, as native code does not heed interrupts, or when
   * the driver says so. The last epoch comes back with the outcome.
   */
  private record TaskWatcher(
      Segment segment, Optional<SegmentReport> report, HangWatch.Training training)
      implements TrainingWatcher {
    @Override
    public void beforeStep() {
      training.goesOn();
      requireNotKilled();
    }

    @Override
    public Optional<String> measured(Measurement measurement) {
      return measurement.epoch() == segment.toEpoch()
          ? Optional.empty()
          : report.flatMap(driver -> driver.measured(measurement));
    }
  }
}
