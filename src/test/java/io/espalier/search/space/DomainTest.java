package io.espalier.search.space;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.wire.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

class DomainTest {
  private static final Spacing NONE = new Spacing.Unspaced();

  @Test
  void aListKeepsItsOrder() {
    Domain grid = new Domain.Grid(List.of(new Value.Whole(3), new Value.Whole(2)));
    assertThat(texts(grid)).containsExactly("3", "2");
    assertThat(grid.type()).isEqualTo(ValueType.WHOLE);
    assertThat(grid.gridSize()).isEqualTo(2);
  }

  @Test
  void aListNeedsDifferentValuesOfOneType() {
    assertThatThrownBy(() -> new Domain.Grid(List.of()))
        .hasMessage("a grid needs at least one value");
    assertThatThrownBy(() -> new Domain.Choice(List.of(new Value.Text("a"), new Value.Text("a"))))
        .hasMessage("the value a comes twice");
    assertThatThrownBy(() -> new Domain.Choice(List.of(new Value.Text("a"), new Value.Whole(1))))
        .hasMessage("the values of a choice must be of one type");
  }

  @Test
  void wholeNumbersGoByStepsPointsOrAll() {
    assertThat(texts(whole(1, 4, Scale.LINEAR, new Spacing.Unspaced())))
        .containsExactly("1", "2", "3", "4");
    assertThat(texts(whole(1, 8, Scale.LINEAR, new Spacing.Step(3))))
        .containsExactly("1", "4", "7");
    assertThat(texts(whole(0, 10, Scale.LINEAR, new Spacing.Points(3))))
        .containsExactly("0", "5", "10");
    assertThat(texts(whole(16, 128, Scale.LOG, new Spacing.Step(2))))
        .containsExactly("16", "32", "64", "128");
    assertThat(texts(whole(1, 4, Scale.LOG, new Spacing.Points(10))))
        .containsExactly("1", "2", "3", "4");
    assertThat(whole(1, 4, Scale.LOG, new Spacing.Points(10)).gridSize()).isEqualTo(4);
  }

  @Test
  void realNumbersAreTidy() {
    assertThat(texts(real(1e-4, 1e-1, Scale.LOG, new Spacing.Points(4))))
        .containsExactly("1.0E-4", "0.001", "0.01", "0.1");
    assertThat(texts(real(1e-4, 1e-1, Scale.LOG, new Spacing.Step(10))))
        .containsExactly("1.0E-4", "0.001", "0.01", "0.1");
    assertThat(texts(real(0, 0.3, Scale.LINEAR, new Spacing.Step(0.1))))
        .containsExactly("0.0", "0.1", "0.2", "0.3");
    assertThat(texts(real(-0.5, 0.5, Scale.LINEAR, new Spacing.Points(5))))
        .containsExactly("-0.5", "-0.25", "0.0", "0.25", "0.5");
  }

  @Test
  void aRangeWithoutStepOrPointsHasNoGrid() {
    Domain continuous = real(0, 1, Scale.LINEAR, new Spacing.Unspaced());
    assertThat(continuous.hasGrid()).isFalse();
    assertThatThrownBy(continuous::gridValues)
        .hasMessage("a range without step or points has no grid");
    assertThat(whole(1, 9, Scale.LOG, new Spacing.Unspaced()).hasGrid()).isFalse();
  }

  @Test
  void aHugeRangeIsCountedButNotListed() {
    Domain huge = whole(0, 1L << 40, Scale.LINEAR, new Spacing.Unspaced());
    assertThat(huge.gridSize()).isEqualTo((1L << 40) + 1);
    assertThatThrownBy(huge::gridValues).hasMessageContaining("1099511627777 values");
    assertThat(real(0, 1e300, Scale.LINEAR, new Spacing.Step(1e-9)).gridSize())
        .isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aRangeChecksItsBounds() {
    assertThatThrownBy(() -> whole(4, 4, Scale.LINEAR, new Spacing.Unspaced()))
        .hasMessage("the minimum must be below the maximum, not 4 and 4");
    assertThatThrownBy(() -> real(0, 1, Scale.LOG, new Spacing.Points(3)))
        .hasMessage("scale = log needs a minimum above 0, not 0");
    assertThatThrownBy(() -> real(1, 2, Scale.LOG, new Spacing.Step(1)))
        .hasMessage("with scale = log the step is a ratio and must be above 1");
    assertThatThrownBy(() -> whole(1, 9, Scale.LINEAR, new Spacing.Step(1.5)))
        .hasMessage("the step between whole numbers must be a whole number");
    assertThatThrownBy(() -> new Spacing.Points(1))
        .hasMessage("points must lie in 2 to 1000000, not 1");
    assertThatThrownBy(() -> new Spacing.Step(0))
        .hasMessage("step must be a finite number above 0, not 0.0");
    assertThatThrownBy(() -> whole(Long.MIN_VALUE, 4, Scale.LINEAR, new Spacing.Unspaced()))
        .hasMessageStartingWith("whole numbers must lie within");
  }

  @Test
  void aValueLiesWhereItsSharesAre() {
    assertThat(new Domain.Grid(List.of(new Value.Whole(3), new Value.Whole(2))))
        .satisfies(grid -> assertStretch(grid, new Value.Whole(2), 0.5, 1));
    assertStretch(whole(1, 4, Scale.LINEAR, NONE), new Value.Whole(2), 0.25, 0.5);
    assertStretch(whole(1, 7, Scale.LOG, NONE), new Value.Whole(1), 0, 1 / 3.0);
    assertStretch(whole(1, 4, Scale.LOG, new Spacing.Points(10)), new Value.Whole(1), 0, 0.3);
    assertStretch(real(0, 10, Scale.LINEAR, NONE), new Value.Real(2.5), 0.25, 0.25);
    assertStretch(real(1e-4, 1, Scale.LOG, NONE), new Value.Real(1e-3), 0.25, 0.25);
    assertStretch(
        real(1e-4, 1e-1, Scale.LOG, new Spacing.Points(4)), new Value.Real(1e-3), 0.25, 0.5);
  }

  @Test
  void theMiddleOfAStretchGivesTheValueAgain() {
    for (Domain domain :
        List.of(
            whole(3, 77, Scale.LINEAR, NONE),
            whole(3, 77, Scale.LOG, NONE),
            whole(3, 77, Scale.LOG, new Spacing.Step(1.3)),
            whole(3, 77, Scale.LINEAR, new Spacing.Points(50)),
            real(-3, 7, Scale.LINEAR, new Spacing.Step(0.1)),
            real(0.1, 7, Scale.LOG, new Spacing.Points(33)))) {
      for (int i = 0; i < 1000; i++) {
        Value value = domain.at(i / 1000.0);
        assertThat(domain.at(domain.stretch(value).orElseThrow().middle())).isEqualTo(value);
      }
    }
  }

  @Test
  void whatADomainDoesNotHaveLiesNowhere() {
    assertThat(whole(1, 7, Scale.LINEAR, new Spacing.Step(3)).stretch(new Value.Whole(5)))
        .isEmpty();
    assertThat(whole(1, 7, Scale.LINEAR, NONE).stretch(new Value.Whole(8))).isEmpty();
    assertThat(whole(1, 7, Scale.LINEAR, NONE).stretch(new Value.Real(3))).isEmpty();
    assertThat(real(0, 1, Scale.LINEAR, NONE).stretch(new Value.Real(-0.1))).isEmpty();
    assertThat(real(0, 1, Scale.LINEAR, new Spacing.Points(3)).stretch(new Value.Real(0.3)))
        .isEmpty();
  }

  private static void assertStretch(Domain domain, Value value, double from, double to) {
    Stretch stretch = domain.stretch(value).orElseThrow();
    assertThat(stretch.from()).isCloseTo(from, within(1e-12));
    assertThat(stretch.to()).isCloseTo(to, within(1e-12));
  }

  private static WholeRange whole(long minimum, long maximum, Scale scale, Spacing spacing) {
    return new WholeRange(minimum, maximum, scale, spacing);
  }

  private static RealRange real(double minimum, double maximum, Scale scale, Spacing spacing) {
    return new RealRange(minimum, maximum, scale, spacing);
  }

  private static List<String> texts(Domain domain) {
    return domain.gridValues().stream().map(Value::text).toList();
  }
}
