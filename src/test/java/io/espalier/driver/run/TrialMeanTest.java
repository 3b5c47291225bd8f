package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Objective;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Loss;
import io.espalier.wire.Measurement;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrialMeanTest {
  private static final Objective LOSS =
      new Objective("validation_loss", Objective.Goal.MINIMIZE, Objective.At.LAST);
  private static final Segment TRIAL =
      new Segment(
          3,
          0,
          new ModelSpec(
              ModelSpec.Kind.LINEAR,
              List.of(),
              Loss.CROSS_ENTROPY,
              WeightInit.of(WeightInit.Scheme.PYTORCH)),
          new TrainingSpec(new Updater.Sgd(0.1), new LearningRateSchedule.Constant(), 32, 2, 0, 0),
          99,
          Checkpoint.NEW,
          2,
          false,
          Part.TRAIN,
          true,
          false,
          CheckpointRef.NONE);

  /** The outcomes of new folds, as many as there are. */
  private static Outcome merge(List<Outcome> outcomes) {
    List<Segment> segments =
        IntStream.rangeClosed(1, outcomes.size())
            .mapToObj(fold -> TRIAL.onFold(fold, fold))
            .toList();
    return new TrialMean(outcomes.size(), 1, List.of(LOSS), segments, List.of()).merge(outcomes);
  }

  @Test
  void aTrialIsStoppedAsSoonAsOneOfItsTrainingsIs() {
    Outcome stopped = with(completed(1.0), Status.STOPPED);
    for (List<Outcome> each :
        List.of(List.of(completed(1.0, 0.5), stopped), List.of(stopped, completed(1.0, 0.5)))) {
      Outcome merged = merge(each);
      assertThat(merged.status()).isEqualTo(Status.STOPPED);
      assertThat(merged.reason()).isEqualTo("its time is up");
      assertThat(merged.measurements()).as("of the epochs that both have").hasSize(1);
    }
  }

  private static Outcome with(Outcome outcome, Status status) {
    return new Outcome(
        outcome.trial(),
        status,
        "its time is up",
        "",
        outcome.measurements(),
        List.of(),
        outcome.parameters(),
        List.of(),
        outcome.timing(),
        outcome.place());
  }

  @Test
  void measurementsAreMeansWithTheirSpreads() {
    Outcome merged =
        merge(List.of(completed(1.0, 0.5), completed(2.0, 0.25), completed(6.0, 0.75)));
    assertThat(merged.trial()).isEqualTo(3);
    assertThat(merged.status()).isEqualTo(Status.COMPLETED);
    assertThat(merged.reason()).isEmpty();
    assertThat(merged.measurements())
        .extracting(m -> m.epoch() + " " + m.metrics() + " " + m.spreads())
        .containsExactly(
            "1 {validation_loss=3.0} {validation_loss=%s}".formatted(Math.sqrt(14.0 / 2)),
            "2 {validation_loss=0.5} {validation_loss=0.25}");
    assertThat(merged.measurements().get(0).learningRate()).isEqualTo(0.1);
  }

  @Test
  void secondsAreSummedAndTheTimeRunsFromTheFirstFoldToTheLast() {
    Outcome merged = merge(List.of(completed(1.0), completed(2.0)));
    assertThat(merged.timing()).isEqualTo(new Outcome.Timing(2, 4, 6, 100, 201));
    assertThat(merged.measurements().get(0).trainSeconds()).isEqualTo(0.5);
    assertThat(merged.measurements().get(0).evaluateSeconds()).isEqualTo(0.25);
    assertThat(merged.parameters()).isEqualTo(7);
    assertThat(merged.test()).isEmpty();
    assertThat(merged.saved()).isEmpty();
  }

  @Test
  void theFirstFoldThatDoesNotCompleteDecides() {
    Outcome merged =
        merge(
            List.of(
                completed(1.0, 0.5),
                completed(2.0, 0.25),
                outcome(3, Status.DIVERGED, "loss is NaN", 6.0)));
    assertThat(merged.status()).isEqualTo(Status.DIVERGED);
    assertThat(merged.reason()).isEqualTo("fold 3: loss is NaN");
    assertThat(merged.error()).isEqualTo("trace of loss is NaN");
    assertThat(merged.measurements()).as("epochs that all folds reached").hasSize(1);
    assertThat(merged.measurements().get(0).metric("validation_loss")).isEqualTo(3.0);
  }

  @Test
  void aFoldThatNeverTrainedLeavesNoMeasurement() {
    Outcome merged = merge(List.of(completed(1.0), outcome(2, Status.FAILED, "out of memory")));
    assertThat(merged.status()).isEqualTo(Status.FAILED);
    assertThat(merged.measurements()).isEmpty();
    assertThat(merged.parameters()).isEqualTo(7);
  }

  @Test
  void ofASingleFoldThereIsNoSpread() {
    Outcome merged = merge(List.of(outcome(1, Status.DIVERGED, "loss is NaN", 1.0)));
    assertThat(merged.reason()).isEqualTo("fold 1: loss is NaN");
    assertThat(merged.measurements().get(0).metrics()).containsEntry("validation_loss", 1.0);
    assertThat(merged.measurements().get(0).spreads()).isEmpty();
  }

  @Test
  void repeatsAreNamedAndAnExpressionHasTheSpreadOfItsValues() {
    Objective squared =
        new Objective("validation_loss * validation_loss", Objective.Goal.MINIMIZE, LOSS.at());
    List<Segment> segments = List.of(repeat(2, 1), repeat(2, 2), repeat(3, 1), repeat(3, 2));
    TrialMean mean = new TrialMean(2, 2, List.of(squared), segments, List.of());
    Outcome merged =
        mean.merge(List.of(completed(1.0), completed(1.0), completed(3.0), completed(3.0)));
    assertThat(merged.measurements().get(0).metric("validation_loss")).isEqualTo(2);
    assertThat(squared.of(merged.measurements(), 7)).as("of the means").isEqualTo(4);
    assertThat(squared.spread(merged.measurements(), 7)).isEqualTo(Math.sqrt(64.0 / 3));
    Outcome failed =
        mean.merge(
            List.of(
                completed(1.0), completed(1.0), completed(3.0), outcome(1, Status.FAILED, "no")));
    assertThat(failed.reason())
        .as("of the confirmation with repeats 2 and 3")
        .isEqualTo("repeat 2, fold 2: no");
  }

  private static Segment repeat(int repeat, int fold) {
    return new Segment(
        3,
        fold,
        repeat,
        TRIAL.model(),
        TRIAL.training(),
        1,
        Checkpoint.NEW,
        2,
        false,
        Part.TRAIN,
        true,
        false,
        CheckpointRef.NONE,
        Segment.UNLIMITED);
  }

  private static Outcome completed(double... losses) {
    return outcome(1, Status.COMPLETED, "", losses);
  }

  private static Outcome outcome(int fold, Status status, String reason, double... losses) {
    List<Measurement> measurements = new ArrayList<>();
    for (double loss : losses) {
      measurements.add(
          new Measurement(
              measurements.size() + 1,
              new TreeMap<>(Map.of("validation_loss", loss)),
              0.1,
              0.25,
              0.125));
    }
    return new Outcome(
        3,
        status,
        reason,
        reason.isEmpty() ? "" : "trace of " + reason,
        measurements,
        List.of(),
        status == Status.FAILED ? 0 : 7,
        List.of(),
        new Outcome.Timing(1, 2, 3, 100L * fold, 100L * fold + 101),
        new Outcome.Place("host-" + fold, "cpu", 0));
  }
}
