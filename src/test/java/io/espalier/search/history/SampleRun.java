package io.espalier.search.history;

import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Configuration;
import io.espalier.wire.Evaluation;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Events of an invented run, for tests. */
public final class SampleRun {
  public static final Objective LOSS =
      new Objective("validation_loss", Objective.Goal.MINIMIZE, Objective.At.LAST);
  public static final List<Column> COLUMNS =
      List.of(
          new Column("units", Column.Kind.WHOLE),
          new Column("rate", Column.Kind.REAL),
          new Column("activation", Column.Kind.TEXT),
          new Column("bias", Column.Kind.FLAG));

  private SampleRun() {}

  public static Event.RunOpened opened() {
    return opened(1, COLUMNS);
  }

  public static Event.RunOpened opened(int run, List<Column> columns) {
    return opened(run, columns, 0);
  }

  public static Event.RunOpened opened(int run, List<Column> columns, int folds) {
    return opened(run, 42, columns, folds);
  }

  public static Event.RunOpened opened(int run, long seed, List<Column> columns) {
    return opened(run, seed, columns, 0);
  }

  private static Event.RunOpened opened(int run, long seed, List<Column> columns, int folds) {
    return new Event.RunOpened(
        "sample",
        run,
        seed,
        "search { \"x\" }",
        "retrain {}",
        "c0ffee",
        LOSS,
        columns,
        List.of("cat", "dog"),
        folds,
        new TreeMap<>(Map.of("java", "17", "espalier", "0.1")),
        1_000);
  }

  /** A run whose trials are judged so, on so many validation examples. */
  public static Event.RunOpened opened(
      Objective objective, Judgement judgement, int folds, int validationExamples) {
    Event.RunOpened usual = opened();
    return new Event.RunOpened(
        usual.experiment(),
        usual.run(),
        usual.seed(),
        usual.searchText(),
        usual.retrainText(),
        usual.dataFingerprint(),
        objective,
        judgement,
        COLUMNS,
        usual.classes(),
        folds,
        validationExamples,
        List.of(),
        List.of(),
        usual.versions(),
        usual.atMillis());
  }

  /** A run whose trials are compared at these epochs. */
  public static Event.RunOpened comparedAt(Integer... rungs) {
    return known(opened(), List.of(), List.of(rungs));
  }

  /** A run that knows from the beginning what earlier ones gave. */
  public static Event.RunOpened startedFrom(
      List<Observation> observations, long seed, List<Column> columns) {
    return known(opened(1, seed, columns), observations, List.of());
  }

  private static Event.RunOpened known(
      Event.RunOpened usual, List<Observation> observations, List<Integer> rungs) {
    return new Event.RunOpened(
        usual.experiment(),
        usual.run(),
        usual.seed(),
        usual.searchText(),
        usual.retrainText(),
        usual.dataFingerprint(),
        usual.objective(),
        usual.judgement(),
        usual.columns(),
        usual.classes(),
        0,
        0,
        observations,
        rungs,
        usual.versions(),
        usual.atMillis());
  }

  /** A trial of one epoch of two seconds with these metrics. */
  public static Event.TrialFinished measured(
      int trial, Map<String, Double> metrics, long parameters) {
    return new Event.TrialFinished(trial, measurement(trial, metrics, parameters), 0.25, 3_000);
  }

  /** What came of it. */
  public static Outcome measurement(int trial, Map<String, Double> metrics, long parameters) {
    Outcome once = outcome(trial, Outcome.Status.COMPLETED, List.of());
    return new Outcome(
        trial,
        once.status(),
        "",
        "",
        List.of(new Measurement(1, new TreeMap<>(metrics), 0.001, 1.5, 0.5)),
        List.of(),
        parameters,
        once.saved(),
        once.timing(),
        once.place());
  }

  public static Configuration configuration(int units) {
    return Configuration.of(
        Map.of(
            "units", new Value.Whole(units),
            "rate", new Value.Real(0.1 * units),
            "activation", new Value.Text("re\"lu\nü"),
            "bias", new Value.Flag(true)));
  }

  public static Event.TrialStarted started(int trial) {
    return new Event.TrialStarted(
        trial, configuration(trial), 7L * trial, 2, "row " + trial, 2_000);
  }

  public static Event.TrialRejected rejected(int trial) {
    return new Event.TrialRejected(trial, configuration(trial), "pool larger than input", 2_500);
  }

  public static Event.TrialFinished finished(int trial, double loss) {
    return new Event.TrialFinished(trial, outcome(trial, loss), 0.25, 3_000);
  }

  /** A segment that ended at an epoch, with the same loss in all of them, and left a checkpoint. */
  public static Event.TrialPaused paused(int trial, int epoch, double loss) {
    return new Event.TrialPaused(
        trial, segment(trial, Outcome.Status.PAUSED, 1, epoch, loss), 0.25, 3_000);
  }

  /** What came of a segment of epochs with the same loss in all of them. */
  public static Outcome segment(int trial, Outcome.Status status, int from, int to, double loss) {
    Outcome outcome = outcome(trial, status, Collections.nCopies(to, loss));
    Checkpoint left = new Checkpoint(to, loss / 3, new CheckpointRef("trial-" + trial + ".zip"));
    return new Outcome(
        trial,
        status,
        outcome.reason(),
        outcome.error(),
        outcome.measurements().subList(from - 1, to),
        List.of(),
        outcome.parameters(),
        status == Outcome.Status.PAUSED ? List.of(left) : List.of(),
        outcome.timing(),
        outcome.place());
  }

  public static Event.Retrained retrained(int trial) {
    return new Event.Retrained(trial, 0, 7L * trial, outcome(trial, 0.5), "best", 4_000);
  }

  /** A trial of one epoch, whose loss is a mean over folds with this spread. */
  public static Event.TrialFinished crossValidated(int trial, double loss, double spread) {
    Outcome once = outcome(trial, Outcome.Status.COMPLETED, List.of());
    Measurement measurement =
        new Measurement(
            1,
            new TreeMap<>(Map.of("validation_loss", loss)),
            new TreeMap<>(Map.of("validation_loss", spread)),
            0.001,
            1.5,
            0.5);
    Outcome outcome =
        new Outcome(
            trial,
            once.status(),
            "",
            "",
            List.of(measurement),
            List.of(),
            once.parameters(),
            once.saved(),
            once.timing(),
            once.place());
    return new Event.TrialFinished(trial, outcome, 0.25, 3_000);
  }

  /** A completed outcome of two epochs; the first has twice the loss. */
  public static Outcome outcome(int trial, double loss) {
    return outcome(trial, Outcome.Status.COMPLETED, List.of(2 * loss, loss));
  }

  public static Outcome outcome(int trial, Outcome.Status status, List<Double> losses) {
    List<Measurement> measurements = new ArrayList<>();
    for (double loss : losses) {
      SortedMap<String, Double> metrics = new TreeMap<>();
      metrics.put("train_loss", loss / 3);
      metrics.put("validation_loss", loss);
      metrics.put("validation_f1", 1 / loss);
      measurements.add(new Measurement(measurements.size() + 1, metrics, 0.001, 1.5, 0.5));
    }
    boolean completed = status.trained();
    return new Outcome(
        trial,
        status,
        completed ? "" : "loss is NaN",
        status == Outcome.Status.FAILED ? "at a.b.C" : "",
        measurements,
        List.of(
            new Evaluation(
                Part.TEST,
                4,
                new TreeMap<>(Map.of("loss", 0.5, "accuracy", 0.75, "f1", 0.7)),
                List.of(List.of(1, 1), List.of(0, 2)))),
        1_234,
        List.of(),
        new Outcome.Timing(0.1, 0.2, 0.3, 1_700_000_000_123L, 1_700_000_001_456L),
        new Outcome.Place("host-1", "cpu", 0));
  }
}
