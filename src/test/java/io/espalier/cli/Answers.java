package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** What commands answer, for tests of other rooms. */
public final class Answers {
  private Answers() {}

  /** The answer of a command that must succeed. */
  public static String of(String... arguments) {
    return endingWith(0, arguments);
  }

  /** The answer of a command that must end with an exit code. */
  public static String endingWith(int code, String... arguments) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    assertThat(EspalierCommand.execute(new AnswerStream(printed, false), arguments))
        .isEqualTo(code);
    return printed.toString(StandardCharsets.UTF_8);
  }
}
