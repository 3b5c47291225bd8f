package io.espalier.search.space;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SamplerTest {
  private static final int DRAWS = 10_000;

  private static List<Configuration> draws(Parameter... parameters) {
    Sampler sampler = new Sampler(new SearchSpace(List.of(parameters), List.of()));
    return LongStream.range(0, DRAWS).mapToObj(sampler::draw).flatMap(Optional::stream).toList();
  }

  /** The share of draws of one parameter for which a condition on its number holds. */
  private static double share(Domain domain, double below) {
    ToDoubleFunction<Value> number =
        value -> value instanceof Value.Whole whole ? whole.value() : ((Value.Real) value).value();
    return draws(Parameter.of("x", domain)).stream()
            .filter(one -> number.applyAsDouble(one.value("x").orElseThrow()) < below)
            .count()
        / (double) DRAWS;
  }

  private static final org.assertj.core.data.Offset<Double> NEAR =
      org.assertj.core.data.Offset.offset(0.02);

  @Test
  void numbersSpreadEvenlyOnTheirScale() {
    Spacing none = new Spacing.Unspaced();
    assertThat(share(new RealRange(-2, 2, Scale.LINEAR, none), 1)).isCloseTo(0.75, NEAR);
    assertThat(share(new RealRange(1e-4, 1e-1, Scale.LOG, none), 1e-3)).isCloseTo(1 / 3.0, NEAR);
    assertThat(share(new WholeRange(1, 4, Scale.LINEAR, none), 2)).isCloseTo(0.25, NEAR);
    assertThat(share(new WholeRange(1, 7, Scale.LOG, none), 2)).isCloseTo(1 / 3.0, NEAR);
    assertThat(share(new RealRange(0, 1, Scale.LINEAR, new Spacing.Step(0.25)), 0.25))
        .isCloseTo(0.2, NEAR);
    assertThat(share(new WholeRange(1, 100, Scale.LOG, new Spacing.Points(3)), 10))
        .isCloseTo(1 / 3.0, NEAR);
    assertThat(share(new Domain.Grid(List.of(new Value.Real(1), new Value.Real(5))), 5))
        .isCloseTo(0.5, NEAR);
  }

  @Test
  void noNumberLiesOutsideItsRange() {
    RealRange real = new RealRange(1e-7, 3e-7, Scale.LOG, new Spacing.Unspaced());
    WholeRange whole = new WholeRange(3, 5, Scale.LOG, new Spacing.Unspaced());
    for (double share : new double[] {0, 0.5, Math.nextDown(1.0)}) {
      assertThat(((Value.Real) real.at(share)).value()).isBetween(1e-7, 3e-7);
      assertThat(((Value.Whole) whole.at(share)).value()).isBetween(3L, 5L);
    }
    assertThat(whole.at(Math.nextDown(1.0))).isEqualTo(new Value.Whole(5));
  }

  @Test
  void aParameterOfABranchIsThereOnlyInsideIt() {
    List<Configuration> drawn =
        draws(
            Parameter.of(
                "kind", new Domain.Choice(List.of(new Value.Text("a"), new Value.Text("b")))),
            Parameter.inside(
                "kind", "b", "depth", new WholeRange(1, 9, Scale.LINEAR, new Spacing.Unspaced())));
    assertThat(drawn)
        .allSatisfy(
            one ->
                assertThat(one.value("depth").isPresent())
                    .isEqualTo(one.value("kind").orElseThrow().equals(new Value.Text("b"))));
    assertThat(drawn.stream().filter(one -> one.value("depth").isPresent()).count())
        .isBetween(4_800L, 5_200L);
  }

  @Test
  void whatOneParameterGetsDoesNotHangOnWhetherAnotherApplies() {
    Parameter units =
        Parameter.of("units", new WholeRange(1, 1000, Scale.LINEAR, new Spacing.Unspaced()));
    Parameter kind =
        Parameter.of("kind", new Domain.Choice(List.of(new Value.Text("a"), new Value.Text("b"))));
    Parameter rate =
        Parameter.inside(
            "kind", "b", "rate", new RealRange(0, 1, Scale.LINEAR, new Spacing.Unspaced()));
    Parameter always = Parameter.of("rate", rate.domain());
    assertThat(draws(kind, rate, units).stream().map(one -> one.value("units")))
        .isEqualTo(draws(kind, always, units).stream().map(one -> one.value("units")).toList());
  }

  @Test
  void theShareThatConstraintsKeepIsMeasured() {
    Parameter x = Parameter.of("x", new RealRange(0, 1, Scale.LINEAR, new Spacing.Unspaced()));
    Constraint rare = Constraint.compile("x < 0.1", List.of("x"));
    assertThat(new Sampler(new SearchSpace(List.of(x), List.of(rare))).kept())
        .isBetween(0.07, 0.13);
    assertThat(new Sampler(new SearchSpace(List.of(x), List.of())).kept()).isEqualTo(1);
  }
}
