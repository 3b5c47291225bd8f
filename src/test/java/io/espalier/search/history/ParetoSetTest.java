package io.espalier.search.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.wire.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ParetoSetTest {
  private static final Objective ACCURACY = objective("validation_accuracy", true);
  private static final Objective PARAMETERS = objective("parameters", false);
  private static final Objective LOSS = objective("validation_loss", false);

  /** By hand, from (0.5, 400): one step of 0.25 × 200, then another of 0.25 × 100 on top. */
  @Test
  void whatNoOtherTrialIsBetterThanIsInTheSetAndTheVolumeGrowsWithIt() {
    History history = judged(List.of(ACCURACY, PARAMETERS), List.of());
    finish(history, 0.5, 0.1, 400);
    finish(history, 0.75, 0.1, 200);
    finish(history, 0.625, 0.1, 300);
    finish(history, 1.0, 0.1, 300);
    finish(history, 0.75, 0.1, 200);
    ParetoSet set = ParetoSet.of(history).orElseThrow();
    assertThat(set.trials()).as("equals are in it both").containsExactly(2, 4, 5);
    assertThat(set.reference()).containsExactly(0.5, 400.0);
    assertThat(set.volumes()).isEqualTo(Map.of(1, 0.0, 2, 50.0, 3, 50.0, 4, 75.0, 5, 75.0));
    assertThat(history.best(1)).extracting(Trial::number).containsExactly(4);
  }

  @Test
  void trialsThatBreakALimitAreNeitherInTheSetNorItsReference() {
    History history =
        judged(List.of(ACCURACY, PARAMETERS), List.of("parameters < 1e3", "seconds <= 2"));
    finish(history, 0.5, 0.1, 400);
    finish(history, 1.0, 0.1, 1_000);
    finish(history, 0.75, 0.1, 999);
    ParetoSet set = ParetoSet.of(history).orElseThrow();
    assertThat(set.trials()).containsExactly(1, 3);
    assertThat(set.reference()).containsExactly(0.5, 999.0);
    assertThat(history.best(9)).extracting(Trial::number).containsExactly(3, 1);
    assertThat(history.ranking().infeasible()).isOne();
  }

  @Test
  void aTrialWithoutAValueOfOneOfThemIsNotInTheSet() {
    History history = judged(List.of(ACCURACY, LOSS), List.of());
    finish(history, 0.5, Double.NaN, 1);
    assertThat(ParetoSet.of(history)).isEmpty();
    finish(history, 0.25, 0.5, 1);
    assertThat(ParetoSet.of(history).orElseThrow().trials()).containsExactly(2);
  }

  @Test
  void oneObjectiveHasNoSet() {
    History history = judged(List.of(ACCURACY), List.of());
    finish(history, 0.5, 0.5, 1);
    assertThat(ParetoSet.of(history)).isEmpty();
  }

  /** Against counting the cells of a lattice, on which all coordinates lie. */
  @Test
  void theVolumeOfThreeObjectivesIsThatOfAllThatIsDominated() {
    History history = judged(List.of(ACCURACY, PARAMETERS, LOSS), List.of());
    SplittableRandom random = new SplittableRandom(Seeds.seed(1, Seeds.Purpose.DATA));
    List<int[]> points = new ArrayList<>();
    for (int trial = 0; trial < 40; trial++) {
      int[] point = {random.nextInt(12), random.nextInt(12), random.nextInt(12)};
      points.add(point);
      finish(history, -point[0], point[2], point[1]);
    }
    int[] worst = new int[3];
    points.forEach(
        point -> {
          for (int i = 0; i < 3; i++) {
            worst[i] = Math.max(worst[i], point[i]);
          }
        });
    long cells = 0;
    for (int x = 0; x < worst[0]; x++) {
      for (int y = 0; y < worst[1]; y++) {
        for (int z = 0; z < worst[2]; z++) {
          int[] cell = {x, y, z};
          cells += points.stream().anyMatch(p -> below(p, cell)) ? 1 : 0;
        }
      }
    }
    ParetoSet set = ParetoSet.of(history).orElseThrow();
    assertThat(set.volumes().lastEntry().getValue()).isCloseTo((double) cells, within(1e-9));
    assertThat(List.copyOf(set.volumes().values())).isSorted();
  }

  private static boolean below(int[] point, int[] cell) {
    return point[0] <= cell[0] && point[1] <= cell[1] && point[2] <= cell[2];
  }

  private static Objective objective(String metric, boolean largest) {
    return new Objective(
        metric, largest ? Objective.Goal.MAXIMIZE : Objective.Goal.MINIMIZE, Objective.At.LAST);
  }

  private static History judged(List<Objective> objectives, List<String> limits) {
    Judgement judgement = new Judgement(objectives.subList(1, objectives.size()), limits, 1);
    History history = new History();
    history.append(SampleRun.opened(objectives.get(0), judgement, 0, 0));
    return history;
  }

  private static void finish(History history, double accuracy, double loss, long parameters) {
    int trial = history.nextTrial();
    history.append(SampleRun.started(trial));
    history.append(
        SampleRun.measured(
            trial, Map.of("validation_accuracy", accuracy, "validation_loss", loss), parameters));
  }
}
