package io.espalier.search.importance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PedAnovaTest {
  private static final int TRIALS = 600;

  @Test
  void whatTheFunctionIgnoresHasWhatChanceGives() {
    List<Importance> found = of(3, TRIALS, x -> Math.pow(x[0] - 0.3, 2));
    assertThat(found.get(0).share()).isGreaterThan(0.9).isGreaterThan(10 * found.get(0).chance());
    for (Importance ignored : found.subList(1, 3)) {
      assertThat(ignored.share()).isLessThan(4 * ignored.chance()).isLessThan(0.1);
    }
  }

  @Test
  void importanceFollowsTheWeightsOfASumOfSquares() {
    List<Importance> found =
        of(3, TRIALS, x -> 9 * sq(x[0] - 0.5) + 3 * sq(x[1] - 0.5) + 0.01 * sq(x[2] - 0.5));
    assertThat(found).isSortedAccordingTo(Comparator.comparing(Importance::share).reversed());
    assertThat(found.get(1).share()).isGreaterThan(2 * found.get(2).share());
    assertThat(found.stream().mapToDouble(Importance::share).sum()).isCloseTo(1, within(1e-12));
  }

  @Test
  void equalPartsOfTheFunctionShareEvenlyWithinTheirSpread() {
    List<Importance> found = of(2, 2_000, x -> sq(x[0] - 0.5) + sq(x[1] - 0.5));
    double share = found.get(0).share();
    assertThat(share).isCloseTo(0.5, within(3 * found.get(0).spread())).isBetween(0.35, 0.65);
  }

  @Test
  void moreTrialsMakeItSurer() {
    ToDoubleFunction<double[]> function = x -> 3 * sq(x[0] - 0.5) + sq(x[1] - 0.5);
    assertThat(of(2, 4_000, function).get(0).spread())
        .isLessThan(0.6 * of(2, 200, function).get(0).spread());
  }

  /** The best half have the first value, all have either: Σ ½·(2 − 1)² + ½·(0 − 1)² = 1. */
  @Test
  void valuesWithoutOrderAreCountedOneByOne() {
    double[] deciding = IntStream.range(0, 16).mapToDouble(i -> i < 8 ? 0 : 1).toArray();
    double[] neutral = IntStream.range(0, 16).mapToDouble(i -> i % 2).toArray();
    List<Importance> found =
        PedAnova.of(
            List.of(
                new PedAnova.Coordinates("optimizer", true, deciding),
                new PedAnova.Coordinates("bias", true, neutral)),
            1);
    assertThat(found).extracting(Importance::parameter).containsExactly("optimizer", "bias");
    assertThat(found).extracting(Importance::share).containsExactly(1.0, 0.0);
  }

  @Test
  void aParameterOfOneBranchIsJudgedByTheTrialsThatHaveIt() {
    double[] branch = IntStream.range(0, 400).mapToDouble(i -> i % 2).toArray();
    double[] inside =
        IntStream.range(0, 400).mapToDouble(i -> i % 2 == 0 ? Double.NaN : i / 400.0).toArray();
    List<Importance> found =
        PedAnova.of(
            List.of(
                new PedAnova.Coordinates("branch", true, branch),
                new PedAnova.Coordinates("inside", false, inside)),
            1);
    assertThat(found.get(1).share()).isGreaterThan(0.95);
  }

  @Test
  void ofFewTrialsOrOneValueNothingIsTold() {
    assertThat(of(2, PedAnova.FEWEST_TRIALS - 1, x -> x[0])).isEmpty();
    assertThat(PedAnova.of(List.of(), 1)).isEmpty();
    assertThat(PedAnova.of(List.of(new PedAnova.Coordinates("one", false, new double[50])), 1))
        .isEmpty();
  }

  @Test
  void theSameSeedTellsTheSame() {
    assertThat(of(2, 50, x -> x[0])).isEqualTo(of(2, 50, x -> x[0]));
  }

  private static double sq(double x) {
    return x * x;
  }

  private static List<Importance> of(
      int parameters, int trials, ToDoubleFunction<double[]> function) {
    SplittableRandom random = new SplittableRandom(7);
    double[][] ranked =
        Stream.generate(() -> random.doubles(parameters).toArray())
            .limit(trials)
            .sorted(Comparator.comparingDouble(function))
            .toArray(double[][]::new);
    return PedAnova.of(
        IntStream.range(0, parameters)
            .mapToObj(
                i ->
                    new PedAnova.Coordinates(
                        "x" + i, false, Arrays.stream(ranked).mapToDouble(x -> x[i]).toArray()))
            .toList(),
        42);
  }
}
