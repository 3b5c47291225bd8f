package io.espalier.search.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.wire.Seeds;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Beside what as many trials again really gained, in simulated searches. */
class ExpectedGainTest {
  private static final int SEARCHES = 2_000;

  /** The value of a trial, the lower the better, from an even draw and the trial's number. */
  private interface Kind {
    double value(double drawn, int trial);
  }

  private static final Map<String, Kind> KINDS =
      new TreeMap<>(
          Map.of(
              "two numbers near their best", (u, trial) -> u,
              "four numbers near their best", (u, trial) -> Math.sqrt(u),
              "one number near a flat best", (u, trial) -> u * u * u,
              "heavy towards the worse", (u, trial) -> u * u / (1.01 - u),
              "no best at all", (u, trial) -> Math.log(u),
              "a searcher that learns", (u, trial) -> u / (20 + trial),
              "a searcher that learns of four", (u, trial) -> Math.sqrt(u) / (20 + trial)));

  private static double drawn(long search, int trial) {
    return ((Seeds.seed(search, Seeds.Purpose.DATA, trial) >>> 11) + 0.5) * 0x1.0p-53;
  }

  /** Means over many searches of what was expected and what came. */
  private static double[] means(Kind kind, int trials) {
    double expected = 0;
    double came = 0;
    for (int search = 0; search < SEARCHES; search++) {
      ExpectedGain gain = new ExpectedGain();
      double best = Double.POSITIVE_INFINITY;
      for (int trial = 1; trial <= trials; trial++) {
        double value = kind.value(drawn(search, trial), trial);
        best = Math.min(best, value);
        gain.counted();
        gain.valued(trial, value);
      }
      double later = best;
      for (int trial = trials + 1; trial <= 2 * trials; trial++) {
        later = Math.min(later, kind.value(drawn(search, trial), trial));
      }
      expected += gain.next() / SEARCHES;
      came += (best - later) / SEARCHES;
    }
    return new double[] {expected, came};
  }

  @Test
  void onAverageNoLessIsExpectedThanComesAndNotFourTimesMore() {
    KINDS.forEach(
        (name, kind) -> {
          for (int trials : new int[] {20, 40, 100}) {
            double[] means = means(kind, trials);
            assertThat(means[0] / means[1]).as("%s, %d", name, trials).isBetween(1.0, 4.0);
          }
        });
  }

  @Test
  void aSearchThatStillGetsBetterIsExpectedToGoOn() {
    ExpectedGain gain = new ExpectedGain();
    for (int trial = 1; trial <= 40; trial++) {
      gain.counted();
      gain.valued(trial, 1 - 0.01 * trial);
    }
    assertThat(gain.next()).isGreaterThanOrEqualTo(0.1);
  }

  @Test
  void aSearchWhoseTrialsAllGiveTheSameIsExpectedToGainNothing() {
    ExpectedGain gain = new ExpectedGain();
    for (int trial = 1; trial <= 20; trial++) {
      gain.counted();
      gain.valued(trial, 0.25);
    }
    assertThat(gain.next()).isZero();
  }
}
