package io.espalier.search.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
  @Test
  void theSpreadHasOneLessThanTheValuesInItsDenominator() {
    Sample sample = new Sample(List.of(2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0));
    assertThat(sample.mean()).isEqualTo(5.0);
    assertThat(sample.spread()).isEqualTo(Math.sqrt(32.0 / 7));
  }

  @Test
  void aSingleValueHasNoSpread() {
    assertThat(new Sample(List.of(3.0)).mean()).isEqualTo(3.0);
    assertThat(new Sample(List.of(3.0)).spread()).isNaN();
  }

  @Test
  void withoutValuesThereIsNoSample() {
    assertThatThrownBy(() -> new Sample(List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a sample needs a value");
  }
}
