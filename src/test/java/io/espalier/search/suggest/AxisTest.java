package io.espalier.search.suggest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.espalier.search.space.Domain;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.Spacing;
import io.espalier.search.space.WholeRange;
import io.espalier.wire.Value;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AxisTest {
  private static final Spacing NONE = new Spacing.Unspaced();

  @Test
  void fewValuesAreLevelsWhoseStretchesFillTheAxis() {
    Axis units = new Axis(new WholeRange(1, 4, Scale.LOG, NONE));
    assertThat(units.levels()).isEqualTo(4);
    assertThat(units.unordered()).isFalse();
    assertThat(units.coordinate(new Value.Whole(3))).hasValue(2);
    assertThat(units.value(2)).isEqualTo(new Value.Whole(3));
    assertThat(units.edge(0)).isZero();
    assertThat(units.edge(1)).isCloseTo(Math.log(2) / Math.log(5), within(1e-12));
    assertThat(units.edge(4)).isEqualTo(1);
    assertThat(units.coordinate(0.0)).isZero();
    assertThat(units.coordinate(units.edge(1))).isEqualTo(1);
    assertThat(units.coordinate(Math.nextDown(1.0))).isEqualTo(3);
  }

  @Test
  void manyValuesAreShares() {
    Axis rate = new Axis(new RealRange(1e-4, 1, Scale.LOG, NONE));
    assertThat(rate.levels()).isZero();
    assertThat(rate.coordinate(new Value.Real(1e-2)).orElseThrow()).isCloseTo(0.5, within(1e-12));
    assertThat(((Value.Real) rate.value(0.25)).value()).isCloseTo(1e-3, within(1e-12));
    Axis units = new Axis(new WholeRange(0, 99, Scale.LINEAR, NONE));
    assertThat(units.levels()).isZero();
    assertThat(units.coordinate(new Value.Whole(49)).orElseThrow()).isCloseTo(0.495, within(1e-12));
    assertThat(units.value(0.495)).isEqualTo(new Value.Whole(49));
  }

  @Test
  void aChoiceHasNoOrderHoweverManyItOffers() {
    List<Value> words =
        IntStream.range(0, 100).mapToObj(i -> (Value) new Value.Text("word" + i)).toList();
    Axis axis = new Axis(new Domain.Choice(words));
    assertThat(axis.unordered()).isTrue();
    assertThat(axis.levels()).isEqualTo(100);
    assertThat(axis.coordinate(words.get(57))).hasValue(57);
    assertThat(axis.value(57)).isEqualTo(words.get(57));
  }

  @Test
  void whatTheDomainDoesNotHaveHasNoCoordinate() {
    Axis even = new Axis(new WholeRange(2, 8, Scale.LINEAR, new Spacing.Step(2)));
    assertThat(even.coordinate(new Value.Whole(5))).isEqualTo(OptionalDouble.empty());
    assertThat(even.coordinate(new Value.Whole(10))).isEqualTo(OptionalDouble.empty());
    assertThat(even.coordinate(new Value.Text("2"))).isEqualTo(OptionalDouble.empty());
    assertThat(even.coordinate(new Value.Whole(8))).hasValue(3);
  }
}
