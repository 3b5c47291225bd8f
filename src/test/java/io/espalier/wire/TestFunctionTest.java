package io.espalier.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestFunctionTest {
  @Test
  void braninIsLeastAtItsThreePublishedPlaces() {
    for (List<Double> at :
        List.of(List.of(-Math.PI, 12.275), List.of(Math.PI, 2.275), List.of(3 * Math.PI, 2.475))) {
      assertThat(TestFunction.BRANIN.value(at)).isCloseTo(0.39788735772973816, within(1e-9));
    }
  }

  @Test
  void hartmannIsLeastAtItsPublishedPlace() {
    List<Double> at = List.of(0.20169, 0.150011, 0.476874, 0.275332, 0.311652, 0.6573);
    assertThat(TestFunction.HARTMANN_6.value(at)).isCloseTo(-3.322368011391339, within(1e-6));
    assertThat(TestFunction.HARTMANN_6.value(Collections.nCopies(6, 0.5))).isGreaterThan(-1);
  }

  @Test
  void functionsOfAnyDimensionAreZeroAtTheirMinimum() {
    assertThat(TestFunction.SPHERE.value(List.of(0.0, 0.0, 0.0))).isZero();
    assertThat(TestFunction.RASTRIGIN.value(List.of(0.0, 0.0))).isZero();
    assertThat(TestFunction.ROSENBROCK.value(List.of(1.0, 1.0, 1.0))).isZero();
    assertThat(TestFunction.SPHERE.value(List.of(3.0, 4.0))).isEqualTo(25);
    assertThat(TestFunction.ROSENBROCK.value(List.of(0.0, 2.0))).isEqualTo(401);
    assertThat(TestFunction.RASTRIGIN.value(List.of(0.5))).isCloseTo(20.25, within(1e-12));
  }

  @Test
  void anotherNumberOfNumbersIsRefused() {
    assertThatThrownBy(() -> TestFunction.BRANIN.value(List.of(1.0)))
        .hasMessage("branin is a function of 2 numbers, not of 1");
    assertThatThrownBy(() -> TestFunction.ROSENBROCK.value(List.of(1.0)))
        .hasMessage("rosenbrock is a function of at least 2 numbers, not of 1");
  }

  @Test
  void aCurveComesDownToTheFunction() {
    FunctionSpec spec =
        new FunctionSpec(TestFunction.SPHERE, List.of(2.0), new FunctionSpec.Curve(8, 2), 0);
    assertThat(spec.after(1)).isEqualTo(12);
    assertThat(spec.after(2)).isEqualTo(6);
    assertThat(spec.after(4)).isEqualTo(4.5);
  }

  @Test
  void aValueThatIsNoNumberIsRefused() {
    assertThatThrownBy(
            () -> new FunctionSpec(TestFunction.SPHERE, List.of(1e200), FunctionSpec.Curve.FLAT, 0))
        .hasMessageContaining("is no finite number: Infinity");
  }
}
