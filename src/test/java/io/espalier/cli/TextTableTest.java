package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void wordsStandLeftAndNumbersRight() {
    TextTable table = new TextTable("name", "loss");
    table.row("adam", "0.5");
    table.row("x", "10.25");
    assertThat(table).hasToString("name   loss\nadam    0.5\nx     10.25");
  }

  @Test
  void missingNumbersLeaveAColumnNumeric() {
    TextTable table = new TextTable("loss", "reason");
    table.row("1e-3", "NULL");
    table.row("NaN", "-");
    table.row("NULL", "late");
    assertThat(table.toString().lines()).contains(" NaN  -", "1e-3  NULL", "NULL  late");
  }

  @Test
  void aTableWithoutRowsIsItsHeader() {
    assertThat(new TextTable("a", "b")).hasToString("a  b");
  }

  @Test
  void lineBreaksDoNotBreakRows() {
    TextTable table = new TextTable("error", "n");
    table.row("at a\n\tat b", "1");
    assertThat(table.toString().lines()).hasSize(2).last().isEqualTo("at a ⏎ at b  1");
  }

  @Test
  void charactersOutsideTheBasicPlaneCountAsOne() {
    TextTable table = new TextTable("c", "n");
    table.row("😀", "1");
    assertThat(table).hasToString("c  n\n😀  1");
  }

  @Test
  void aRowOfAnotherWidthIsRefused() {
    assertThatThrownBy(() -> new TextTable("a", "b").row("1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("1 cells do not fit 2 columns");
  }

  @Test
  void manyRowsTakeTimeInProportion() {
    TextTable table = new TextTable("a", "b", "c");
    for (int i = 0; i < 100_000; i++) {
      table.row("word", Integer.toString(i), "1");
    }
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(30), () -> assertThat(table.toString()).endsWith("99999  1"));
  }
}
