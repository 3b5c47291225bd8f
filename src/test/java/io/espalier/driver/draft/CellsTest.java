package io.espalier.driver.draft;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CellsTest {
  @Test
  void numbersOfOtherConventionsAreRecognised() {
    assertThat(Cells.numbers(List.of("4,682.50", "12", "1,000"), false))
        .contains("thousands = \",\"");
    assertThat(Cells.numbers(List.of("1,896", "-2,157", "0,026"), false))
        .contains("decimal = \",\"");
    assertThat(Cells.numbers(List.of("1,896", "2,157"), false)).contains("thousands = \",\"");
    assertThat(Cells.numbers(List.of("1,896", "2,157"), true)).contains("decimal = \",\"");
    assertThat(Cells.numbers(List.of("1.234,5", "12,25"), false))
        .contains("decimal = \",\", thousands = \".\"");
    assertThat(Cells.numbers(List.of("1 234,5", "12"), false))
        .contains("decimal = \",\", thousands = \" \"");
    assertThat(Cells.numbers(List.of("17%", "5 %"), false)).contains("symbols = [\"%\"]");
    assertThat(Cells.numbers(List.of("$6", "$1,250"), false))
        .contains("thousands = \",\", symbols = [\"$\"]");
  }

  @Test
  void wordsAreNoNumbers() {
    assertThat(Cells.numbers(List.of("elm", "oak"), false)).isEmpty();
    assertThat(Cells.numbers(List.of("12 High Street", "3 Low Road"), false)).isEmpty();
    assertThat(Cells.numbers(List.of(), false)).isEmpty();
  }

  @Test
  void datesAreRecognised() {
    assertThat(Cells.dates(List.of("2019-09-17", "2021-04-04"))).contains("yyyy-MM-dd");
    assertThat(Cells.dates(List.of("17.09.2019", "04.04.2021"))).contains("dd.MM.yyyy");
    assertThat(Cells.dates(List.of("17/09/2019", "04/04/2021"))).contains("dd/MM/yyyy");
    assertThat(Cells.dates(List.of("09/17/2019", "04/04/2021"))).contains("MM/dd/yyyy");
    assertThat(Cells.dates(List.of("2021-04-04 12:30:00"))).contains("yyyy-MM-dd HH:mm:ss");
    assertThat(Cells.dates(List.of("elm", "oak"))).isEmpty();
  }
}
