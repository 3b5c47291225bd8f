package io.espalier.search.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormulaTest {
  private static final Map<String, Double> NUMBERS = Map.of("a", 2.0, "b_1", 8.0, "n", Double.NaN);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a|2",
        "1/2*b_1|4",
        "b_1 - a - 1|5",
        "b_1 - (a - 1)|7",
        "b_1 / a / a|2",
        "a + b_1 * 2|18",
        "(a + b_1) * 2|20",
        "-a * -b_1|16",
        "a - -1|3",
        "--a|2",
        "a+1e-1*.5e1|2.5",
        "2e+2 - 1.|199",
        "sqrt(b_1 * a)|4",
        "log(1) + min(a, b_1) * max(a, b_1)|16",
        "a + n|NaN",
        "0 / 0|NaN",
        "log(0)|-Infinity"
      })
  void itHasTheValueOfArithmetic(String text, Double value) {
    assertThat(value(Formula.of(text))).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loss+1e-7*parameters|validation_loss + 1e-7 * parameters",
        "-loss-(-1)|-validation_loss - (-1)",
        "max( loss ,-loss)|max(validation_loss, -validation_loss)",
        "loss|validation_loss"
      })
  void itIsWrittenWithItsNamesInFullAndReadsTheSameAgain(String text, String full) {
    Formula formula = Formula.of(text, name -> name.equals("loss") ? "validation_loss" : name);
    assertThat(formula.text()).isEqualTo(full);
    assertThat(Formula.of(full).text()).isEqualTo(full);
    assertThat(formula.names()).contains("validation_loss");
  }

  @Test
  void aNameAloneIsToldFromAnExpression() {
    assertThat(Formula.of("train_loss").isName()).isTrue();
    assertThat(Formula.of("-train_loss").isName()).isFalse();
    assertThat(Formula.of("1").isName()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "a +", "a b_1", "(a", "a)", "a ** 2", "2a", "a ^ 2", "min(a)", "log()", "a, 1"
      })
  void whatIsNoExpressionIsRefusedInOneLine(String text) {
    assertThatThrownBy(() -> Formula.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("'" + text + "' is no expression, at ")
        .hasMessageEndingWith(Formula.ACCEPTED);
  }

  @Test
  void aFunctionThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> Formula.of("exp(a)"))
        .hasMessage("'exp(a)' uses the unknown function 'exp'; " + Formula.ACCEPTED);
  }

  @Test
  void deepNestingIsReadAndMoreCharactersAreRefused() {
    String deep = "(".repeat(499) + "a" + ")".repeat(499);
    assertThat(value(Formula.of(deep))).isEqualTo(2);
    assertThatThrownBy(() -> Formula.of(deep + "+1"))
        .hasMessage("an expression of more than 1000 characters is not accepted");
  }

  private static double value(Formula formula) {
    return formula.value(name -> NUMBERS.getOrDefault(name, 0.0));
  }
}
