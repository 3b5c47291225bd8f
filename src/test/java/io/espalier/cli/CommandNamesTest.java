package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A command that is named first is made alone: it must be the one of that name. */
class CommandNamesTest {
  static Iterable<String> theCommandThatIsNamedIsMade() {
    return EspalierCommand.line().getSubcommands().keySet();
  }

  @ParameterizedTest
  @MethodSource
  void theCommandThatIsNamedIsMade(String name) {
    CommandRun run = CommandRun.of(name, "--help");
    assertThat(run.code()).isZero();
    assertThat(run.output()).startsWith("Usage: espalier " + name);
  }
}
