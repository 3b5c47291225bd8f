package io.espalier.engine.trial;

import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.data.PreparedData;
import io.espalier.engine.Specs;
import io.espalier.engine.models.ModelFiles;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.EarlyStopping;
import io.espalier.wire.InputShape;
import io.espalier.wire.Measurement;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Monitored;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Part;
import io.espalier.wire.Safekeeping;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingPlan;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrainingSpec.Budget;
import io.espalier.wire.Updater;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.TaskKilledException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The best epoch's weights count, however a training came to its end. */
class EarlyStoppingTest {
  private static final PreparedData DATA = Examples.classes(new InputShape.Flat(6));
  private static final ModelSpec MODEL = mlp(dense(30));
  private static final Monitored LOSS = new Monitored("validation_loss", false);
  private static final int MOST = 60;
  private static final int PATIENCE = 5;

  @TempDir private Path folder;

  private static TrainingSpec training(EarlyStopping rule) {
    return Specs.training(new Updater.Adam(0.03), 8)
        .withEpochs(MOST)
        .withBudget(Budget.EPOCHS.with(rule));
  }

  private Segment segment(TrainingSpec training, int toEpoch, String save) {
    return segment(training, Checkpoint.NEW, toEpoch, save);
  }

  private Segment segment(TrainingSpec training, Checkpoint start, int toEpoch, String save) {
    boolean pauses = toEpoch < MOST;
    return new Segment(
        7, 0, MODEL, training, 99, start, toEpoch, pauses, Part.TRAIN, true, !pauses, at(save));
  }

  private CheckpointRef at(String name) {
    return new CheckpointRef(folder.resolve(name).toUri().toString());
  }

  private static TrainingPlan plan(int together) {
    return Segments.plan(DATA).withMostTogether(together).withMonitored(LOSS);
  }

  private static Outcome run(Segment segment) {
    return SegmentRunner.run(plan(TrainingPlan.ALONE), DATA, segment, Segments.HERE);
  }

  private float[] weights(String name) throws IOException {
    return ModelFiles.load(at(name)).params().dup().data().asFloat();
  }

  private static Improvement measured(EarlyStopping rule, Monitored monitored, double... values) {
    Improvement improvement = new Improvement(rule, monitored, List.of());
    for (int i = 0; i < values.length; i++) {
      TreeMap<String, Double> metrics = new TreeMap<>();
      metrics.put(monitored.metric(), values[i]);
      improvement.measured(new Measurement(i + 1, metrics, 0.1, 1, 1));
    }
    return improvement;
  }

  @Test
  void patienceCountsFromTheLastEpochThatWasBetterByMoreThanTheDelta() {
    EarlyStopping rule = new EarlyStopping(3, 0.1);
    double[] values = {1, 0.8, 0.75, 0.72, 0.71, 0.9};
    assertThat(measured(rule, LOSS, java.util.Arrays.copyOf(values, 4)).over(4)).isFalse();
    Improvement five = measured(rule, LOSS, java.util.Arrays.copyOf(values, 5));
    assertThat(five.over(5)).isTrue();
    assertThat(five.isBest(5)).as("best whatever the delta").isTrue();
    Improvement all = measured(new EarlyStopping(9, 0), LOSS, values);
    assertThat(all.isBest(5)).isTrue();
    assertThat(all.over(6)).isFalse();
    Improvement accuracy =
        measured(new EarlyStopping(2, 0), new Monitored("a", true), 0.5, 0.7, Double.NaN, 0.7);
    assertThat(accuracy.isBest(2)).isTrue();
    assertThat(accuracy.over(4)).isTrue();
    assertThatThrownBy(() -> new Improvement(rule, Monitored.NOTHING, List.of()))
        .hasMessage("early stopping needs an objective to look at");
  }

  @ParameterizedTest
  @ValueSource(ints = {TrainingPlan.ALONE, TrainingPlan.ANY})
  void theBestEpochCountsAndItsWeightsAreKeptAndTested(int together) throws IOException {
    Outcome outcome =
        SegmentRunner.run(
            plan(together),
            DATA,
            segment(training(new EarlyStopping(PATIENCE, 0)), MOST, "early"),
            Segments.HERE);
    int epochs = outcome.measurements().size();
    int best = outcome.bestEpoch().orElseThrow();
    assertThat(outcome.status()).as(outcome.error()).isEqualTo(Status.COMPLETED);
    assertThat(epochs).isEqualTo(best + PATIENCE).isLessThan(MOST);
    assertThat(outcome.reason())
        .isEqualTo(
            "ended early after "
                + epochs
                + " epochs: the best validation_loss is that of epoch "
                + best);
    assertThat(outcome.counted()).containsExactly(outcome.measurements().get(best - 1));
    assertThat(outcome.counting()).hasSize(best);
    TrainingSpec plain = training(EarlyStopping.NONE);
    Outcome through =
        SegmentRunner.run(
            plan(together),
            DATA,
            new Segment(
                7,
                0,
                MODEL,
                plain,
                99,
                Checkpoint.NEW,
                best,
                false,
                Part.TRAIN,
                true,
                true,
                at("through")),
            Segments.HERE);
    assertThat(outcome.test()).isEqualTo(through.test());
    assertThat(weights("early")).isEqualTo(weights("through"));
    assertThat(through.counted()).isEmpty();
  }

  @Test
  void whereItTrainsToItsEndTheBestEpochCountsToo() throws IOException {
    Outcome early = run(segment(training(new EarlyStopping(MOST, 0)), MOST, "all"));
    Outcome stopped = run(segment(training(new EarlyStopping(PATIENCE, 0)), MOST, "early"));
    assertThat(early.measurements()).hasSize(MOST);
    assertThat(early.reason()).isEmpty();
    assertThat(early.bestEpoch().orElseThrow()).isLessThan(MOST);
    if (early.bestEpoch().equals(stopped.bestEpoch())) {
      assertThat(weights("all")).isEqualTo(weights("early"));
    }
  }

  /** Between any two epochs, before the best one and after it. */
  @Test
  void aPausedTrainingTakesItsBestWeightsAlong() throws IOException {
    TrainingSpec training = training(new EarlyStopping(PATIENCE, 0));
    Outcome through = run(segment(training, MOST, "through"));
    int best = through.bestEpoch().orElseThrow();
    for (int pause : new int[] {1, best - 1, best, best + 2}) {
      Outcome first = run(segment(training, pause, "first-" + pause));
      assertThat(first.status()).as(first.error()).isEqualTo(Status.PAUSED);
      assertThat(first.counted()).isEmpty();
      Checkpoint state = first.saved().get(0);
      assertThat(state.best().get(0).weights().exists()).isEqualTo(pause > best);
      Outcome second = run(segment(training, state, MOST, "second"));
      assertThat(second.status()).as(second.error()).isEqualTo(Status.COMPLETED);
      assertThat(second.reason()).isEqualTo(through.reason());
      assertThat(second.counted())
          .extracting(Measurement::metrics)
          .isEqualTo(List.of(through.counted().get(0).metrics()));
      assertThat(second.test()).isEqualTo(through.test());
      assertThat(weights("second")).isEqualTo(weights("through"));
    }
    Outcome ended = run(segment(training, MOST - 1, "ended"));
    assertThat(ended.status()).isEqualTo(Status.COMPLETED);
    assertThat(weights("ended")).isEqualTo(weights("through"));
  }

  @Test
  void aKilledTrainingTakesItsBestWeightsUpAgain() throws IOException {
    TrainingSpec training = training(new EarlyStopping(PATIENCE, 0));
    Outcome through = run(segment(training, MOST, "through"));
    int best = through.bestEpoch().orElseThrow();
    for (int kill : new int[] {2, best, best + 1, best + PATIENCE - 1}) {
      Safekeeping keeping = new Safekeeping(folder.resolve("kept-" + kill).toUri().toString(), 0);
      Segment segment = segment(training, MOST, "again");
      assertThatThrownBy(
              () ->
                  SegmentRunner.run(
                      plan(TrainingPlan.ALONE),
                      DATA,
                      segment,
                      Segments.HERE,
                      new KilledAfter(kill),
                      keeping))
          .isInstanceOf(TaskKilledException.class);
      Outcome again =
          SegmentRunner.run(
              plan(TrainingPlan.ALONE),
              DATA,
              segment,
              Segments.HERE,
              TrainingWatcher.NONE,
              keeping);
      assertThat(again.reason()).isEqualTo(through.reason());
      assertThat(again.measurements()).hasSameSizeAs(through.measurements());
      assertThat(again.test()).isEqualTo(through.test());
      assertThat(weights("again")).isEqualTo(weights("through"));
    }
  }

  /** Killed with the first step after so many epochs. */
  private static final class KilledAfter implements TrainingWatcher {
    private final int epochs;
    private int measured;

    KilledAfter(int epochs) {
      this.epochs = epochs;
    }

    @Override
    public void beforeStep() {
      if (measured == epochs) {
        throw new TaskKilledException("killed");
      }
    }

    @Override
    public Optional<String> measured(Measurement measurement) {
      measured++;
      return Optional.empty();
    }
  }

  @Test
  void eachOfThoseSideBySideHasItsOwnPatience() throws IOException {
    List<Segment> group =
        List.of(
            segment(training(new EarlyStopping(2, 0)), MOST, "a"),
            segment(training(EarlyStopping.NONE), MOST, "b"),
            segment(training(new EarlyStopping(9, 0)), MOST, "c"));
    List<Outcome> together =
        SegmentRunner.together(
                plan(TrainingPlan.ANY),
                DATA,
                group,
                Segments.HERE,
                Collections.nCopies(3, TrainingWatcher.NONE),
                Safekeeping.NONE)
            .orElseThrow();
    List<float[]> kept = List.of(weights("a"), weights("b"), weights("c"));
    for (int i = 0; i < 3; i++) {
      Outcome alone = SegmentRunner.run(plan(TrainingPlan.ANY), DATA, group.get(i), Segments.HERE);
      assertThat(together.get(i).reason()).isEqualTo(alone.reason());
      assertThat(together.get(i).test()).isEqualTo(alone.test());
      assertThat(kept.get(i)).isEqualTo(weights(List.of("a", "b", "c").get(i)));
    }
    assertThat(together.get(1).counted()).isEmpty();
  }
}
