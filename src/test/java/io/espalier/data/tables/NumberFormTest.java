package io.espalier.data.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.CellRules;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberFormTest {
  private final NumberForm form = new NumberForm(CellRules.USUAL);

  @Test
  void numbersAreTheNearestFloats() {
    Random chance = new Random(1);
    for (int i = 0; i < 200_000; i++) {
      double value = chance.nextGaussian() * Math.pow(10, chance.nextInt(12) - 4);
      String text = String.format(Locale.ROOT, "%." + chance.nextInt(10) + "f", value);
      assertThat(form.parse(text)).as(text).isEqualTo(Float.parseFloat(text));
    }
  }

  @Test
  void allThatProgramsWriteIsRead() {
    for (String text :
        List.of(
            "0",
            "-0",
            "+7",
            "7.",
            ".5",
            "-.5",
            "00012",
            "16777216",
            "16777217",
            "1e3",
            "-2.5E-7",
            "0.000000001",
            "123456789",
            "1.17549435E-38",
            "3.4028235e38",
            "1e60",
            "0.1234567890123")) {
      assertThat(form.parse(text)).as(text).isEqualTo(Float.parseFloat(text));
    }
    for (String text :
        List.of("", "-", ".", "1-", "1.2.3", "--1", "1 2", "e5", "0x1p3", "1f", "NaN")) {
      assertThat(form.parse(text)).as(text).isNaN();
    }
  }
}
