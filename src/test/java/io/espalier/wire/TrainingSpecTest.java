package io.espalier.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.wire.TrainingSpec.Budget;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingSpecTest {
  private static final LearningRateSchedule CONSTANT = new LearningRateSchedule.Constant();

  private static TrainingSpec of(int batchSize, int epochs, Budget budget) {
    return new TrainingSpec(new Updater.Sgd(0.1), CONSTANT, batchSize, epochs, budget, 0, 0);
  }

  @Test
  void withoutStepsTheEpochsCount() {
    assertThat(of(10, 7, Budget.EPOCHS).epochsOn(95)).isEqualTo(7);
  }

  @Test
  void stepsNeedAsManyEpochsAsHoldThem() {
    assertThat(of(10, 7, new Budget(20, 0)).epochsOn(95)).isEqualTo(2);
    assertThat(of(10, 7, new Budget(21, 0)).epochsOn(95)).isEqualTo(3);
    assertThat(of(10, 7, new Budget(1, 0)).epochsOn(95)).isEqualTo(1);
  }

  @Test
  void theWholePartIsOneStep() {
    TrainingSpec whole = of(TrainingSpec.WHOLE_PART, 1, new Budget(30, 0));
    assertThat(whole.stepsPerEpoch(1)).isEqualTo(1);
    assertThat(whole.stepsPerEpoch(Integer.MAX_VALUE)).isEqualTo(1);
    assertThat(whole.epochsOn(1_000)).isEqualTo(30);
  }

  @Test
  void anotherNumberOfEpochsReplacesTheStepsAndKeepsTheTolerance() {
    TrainingSpec longer = of(10, 1, new Budget(20, 0.5)).withEpochs(9);
    assertThat(longer.epochsOn(95)).isEqualTo(9);
    assertThat(longer.budget().tolerance()).isEqualTo(0.5);
  }

  @Test
  void aBudgetIsNotNegative() {
    assertThatThrownBy(() -> new Budget(-1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps");
    assertThatThrownBy(() -> new Budget(0, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tolerance");
  }

  @Test
  void theRateRisesInALineToWhatTheScheduleSays() {
    LearningRateSchedule schedule =
        new LearningRateSchedule.WarmUp(3, new LearningRateSchedule.Decay(0.5));
    assertThat(IntStream.range(0, 5).mapToDouble(epoch -> schedule.rate(8, epoch)))
        .containsExactly(2.0, 2.0, 1.5, 1.0, 0.5);
  }

  @Test
  void aCosineOverAllEpochsStretchesWithThemAlsoAfterAWarmUp() {
    LearningRateSchedule schedule =
        new LearningRateSchedule.WarmUp(2, new LearningRateSchedule.Cosine(10, 0));
    assertThat(schedule.stretched(10, 30))
        .isEqualTo(new LearningRateSchedule.WarmUp(2, new LearningRateSchedule.Cosine(30, 0)));
    assertThat(schedule.stretched(12, 30)).isEqualTo(schedule);
  }
}
