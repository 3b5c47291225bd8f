package io.espalier.engine.step;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DenormalsTest {
  @Test
  void whatVanishesIsDrownedAndAllElseStaysAsItIs() {
    float[] numbers = {1e-38f, -1e-40f, 1e-30f, 1e-12f, -0.25f, 3e7f, 0};
    Denormals.drown(numbers, numbers.length);
    assertThat(numbers).containsExactly(0, 0, 0, 1e-12f, -0.25f, 3e7f, 0);
  }

  @Test
  void whatIsSmallIsRoundedToWhatIsNoDenormalNumber() {
    float[] numbers = new float[1000];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (float) Math.pow(10, -18 - 0.025 * i);
    }
    float[] before = numbers.clone();
    Denormals.drown(numbers, numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      float rounding = 1e-27f + Math.ulp(before[i]);
      assertThat(Math.abs(numbers[i] - before[i])).isLessThanOrEqualTo(rounding);
      assertThat(numbers[i] == 0 || Math.abs(numbers[i]) > 1e-28f).as("%s", before[i]).isTrue();
    }
  }

  @Test
  void onlyTheFirstNumbersAreLookedAt() {
    float[] numbers = {1e-38f, 1e-38f};
    Denormals.drown(numbers, 1);
    assertThat(numbers).containsExactly(0, 1e-38f);
  }
}
