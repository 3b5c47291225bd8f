package io.espalier.engine.trial;

import static io.espalier.engine.Specs.dense;
import static io.espalier.engine.Specs.mlp;
import static io.espalier.engine.trial.Segments.HERE;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.PreparedData;
import io.espalier.wire.InputShape;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrainingSpec.Budget;
import io.espalier.wire.Updater;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BudgetTest {
  private static final int BATCH = 8;
  private static final PreparedData DATA = Examples.classes(new InputShape.Flat(6));
  private static final int EXAMPLES = DATA.examples(Part.TRAIN);

  /** Counts steps. */
  private static final class Steps implements TrainingWatcher {
    private int count;

    @Override
    public void beforeStep() {
      count++;
    }

    @Override
    public Optional<String> measured(Measurement measurement) {
      return Optional.empty();
    }
  }

  private static TrainingSpec training(int batchSize, Budget budget) {
    return new TrainingSpec(
        new Updater.Sgd(0.1), new LearningRateSchedule.Constant(), batchSize, 1, budget, 0, 0);
  }

  private static List<Measurement> train(TrainingSpec training, int epochs) {
    return Segments.run(DATA, Segments.segment(mlp(dense(5)), training, epochs)).measurements();
  }

  private static double loss(List<Measurement> measurements, int index) {
    return measurements.get(index).metric("train_loss");
  }

  @Test
  void stepsCutTheLastEpochShort() {
    TrainingSpec whole = training(BATCH, Budget.EPOCHS);
    TrainingSpec cut = training(BATCH, new Budget(whole.stepsPerEpoch(EXAMPLES) + 1, 0));

    Steps counted = new Steps();
    Segment segment = Segments.segment(mlp(dense(5)), cut, cut.epochsOn(EXAMPLES));
    Outcome outcome = SegmentRunner.run(Segments.plan(DATA), DATA, segment, HERE, counted);
    assertThat(counted.count).isEqualTo(cut.budget().steps());
    assertThat(outcome.measurements()).hasSize(2);
    assertThat(outcome.measurements().get(0).metrics()).isEqualTo(train(whole, 2).get(0).metrics());
  }

  @Test
  void aTrainingWhoseTimeIsUpEndsWithItsEpochAndKeepsWhatItMeasured() {
    Segment segment = Segments.segment(mlp(dense(5)), training(BATCH, Budget.EPOCHS), 3);
    Outcome whole = Segments.run(DATA, segment);
    Outcome late = Segments.run(DATA, segment.within(1e-9));
    assertThat(late.status()).isEqualTo(Outcome.Status.STOPPED);
    assertThat(late.reason()).isEqualTo("stopped at epoch 1: its search.trial-minutes are over");
    assertThat(late.measurements()).hasSize(1);
    assertThat(late.measurements().get(0).metrics())
        .isEqualTo(whole.measurements().get(0).metrics());
    assertThat(Segments.run(DATA, segment.within(3_600)).status())
        .isEqualTo(Outcome.Status.COMPLETED);
  }

  @Test
  void aTrainingWhoseTimeIsUpWithItsLastEpochIsComplete() {
    Segment segment = Segments.segment(mlp(dense(5)), training(BATCH, Budget.EPOCHS), 1);
    assertThat(Segments.run(DATA, segment.within(1e-9)).status())
        .isEqualTo(Outcome.Status.COMPLETED);
  }

  @Test
  void stepsThatFillTheirEpochsAreThoseEpochs() {
    TrainingSpec whole = training(BATCH, Budget.EPOCHS);
    TrainingSpec exact = training(BATCH, new Budget(2 * whole.stepsPerEpoch(EXAMPLES), 0));
    assertThat(train(exact, exact.epochsOn(EXAMPLES)))
        .extracting(Measurement::metrics)
        .isEqualTo(train(whole, 2).stream().map(Measurement::metrics).toList());
  }

  @Test
  void theWholePartIsOneStepAnEpoch() {
    TrainingSpec all = training(TrainingSpec.WHOLE_PART, new Budget(3, 0));
    assertThat(train(all, all.epochsOn(EXAMPLES)))
        .extracting(Measurement::metrics)
        .isEqualTo(
            train(training(EXAMPLES, Budget.EPOCHS), 3).stream()
                .map(Measurement::metrics)
                .toList());
  }

  @Test
  void aTrainingEndsWhenItsLossHasSettled() {
    int epochs = 60;
    List<Measurement> all = train(training(TrainingSpec.WHOLE_PART, Budget.EPOCHS), epochs);
    double tolerance = Math.abs(loss(all, 30) - loss(all, 29));

    List<Measurement> settled =
        train(training(TrainingSpec.WHOLE_PART, new Budget(0, tolerance)), epochs);
    int last = settled.size() - 1;
    assertThat(last).isBetween(1, 30);
    assertThat(Math.abs(loss(settled, last) - loss(settled, last - 1)))
        .isLessThanOrEqualTo(tolerance);
    for (int i = 1; i < last; i++) {
      assertThat(Math.abs(loss(settled, i) - loss(settled, i - 1))).isGreaterThan(tolerance);
    }
  }
}
