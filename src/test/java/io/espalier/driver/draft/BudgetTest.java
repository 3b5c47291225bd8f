package io.espalier.driver.draft;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetTest {
  @ParameterizedTest
  @CsvSource({
    "0.001, 0.01, 5, 5, 2, 600",
    "0.1, 0.02, 50, 1, 2, 600",
    "2, 0.1, 500, 1, 2, 600",
    "8, 0.1, 1500, 1, 2, 600",
    "0.5, 0.1, 500, 1, 4, 120",
    "0.01, 0.3, 1, 1, 2, 120"
  })
  void aBudgetFillsTheTime(
      double epoch, double trial, int steps, int folds, int slots, double seconds) {
    Budget.Cost cost = new Budget.Cost(epoch, trial, 0.5, steps, folds, slots);
    Budget budget = Budget.of(seconds, cost);
    assertThat(cost.seconds(budget)).as(budget.toString()).isBetween(0.7 * seconds, 1.3 * seconds);
    assertThat(budget.epochs()).isBetween(3, 300);
  }

  @Test
  void fewStepsMakeManyEpochs() {
    Budget.Cost few = new Budget.Cost(0.01, 0.01, 0, 4, 1, 2);
    Budget.Cost many = new Budget.Cost(1, 0.01, 0, 1_000, 1, 2);
    assertThat(Budget.of(600, few).epochs()).isGreaterThan(100);
    assertThat(Budget.of(600, many).epochs()).isLessThan(30);
  }

  @Test
  void whereNotManyTrainToTheirEndMostStopAtARung() {
    Budget many = Budget.of(600, new Budget.Cost(0.001, 0.01, 0, 40, 1, 2));
    assertThat(many.rungs()).isEmpty();
    Budget some = Budget.of(600, new Budget.Cost(0.1, 0.1, 0, 120, 1, 2));
    assertThat(some.epochs()).isEqualTo(100);
    assertThat(some.rungs()).containsExactly(11, 33);
    assertThat(some.trials()).isGreaterThan(24);
    Budget few = Budget.of(60, new Budget.Cost(2, 0.1, 0, 120, 1, 2));
    assertThat(few.rungs()).isEmpty();
  }

  @Test
  void withFoldsTheBestAreConfirmedIfThereIsTime() {
    Budget.Cost cheap = new Budget.Cost(0.001, 0.01, 0, 4, 5, 2);
    assertThat(Budget.of(60, cheap).confirmed()).isPositive();
    assertThat(Budget.of(60, cheap).trials()).isGreaterThanOrEqualTo(24);
    assertThat(Budget.of(60, new Budget.Cost(0.1, 0.01, 0, 40, 5, 2)).confirmed()).isZero();
    assertThat(Budget.of(60, new Budget.Cost(0.001, 0.01, 0, 4, 1, 2)).confirmed()).isZero();
  }

  @Test
  void ofTooManyExamplesAShareIsAffordable() {
    Budget.Cost slow = new Budget.Cost(120, 1, 5, 400, 1, 2);
    assertThat(Budget.affordable(60, slow)).isBetween(0.0, 0.1);
    Budget.Cost fast = new Budget.Cost(0.1, 0.01, 0, 50, 1, 2);
    assertThat(Budget.affordable(600, fast)).isEqualTo(1);
  }
}
