package io.espalier.engine.trial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class FailureTextTest {
  @Test
  void theSameFailureReadsTheSameOnAnyMachine() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"), "espalier-model-17.zip");
    assertThat(
            FailureText.line(
                new IllegalStateException(
                    "cannot use org.nd4j.Op@1b6d3586 at 0x00007f3c of " + temporary + " now")))
        .isEqualTo("IllegalStateException: cannot use org.nd4j.Op@… at @… of a temporary file now");
    assertThat(FailureText.line(new IllegalArgumentException("a padding of 3\nand more")))
        .isEqualTo("a padding of 3");
    assertThat(FailureText.line(new RuntimeException())).isEqualTo("RuntimeException: no message");
  }
}
