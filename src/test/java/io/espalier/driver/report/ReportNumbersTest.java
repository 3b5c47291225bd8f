package io.espalier.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportNumbersTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "12, 12",
    "-3, -3",
    "0.5, 0.5",
    "0.12345, 0.1235",
    "0.003, 0.003",
    "123.456, 123.5",
    "0.0001, 1e-4",
    "2.5E-7, 2.5e-7",
    "1e34, 1e34",
    "NaN, NaN",
    "Infinity, ∞"
  })
  void numbersHaveTheDigitsThatCount(double number, String text) {
    assertThat(ReportNumbers.text(number)).isEqualTo(text);
  }
}
