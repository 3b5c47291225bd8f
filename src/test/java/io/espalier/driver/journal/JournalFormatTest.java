package io.espalier.driver.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Event;
import io.espalier.search.history.SampleRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Pins the format: journals written once must be readable for ever. */
class JournalFormatTest {
  private static final List<Event> EVENTS =
      List.of(
          SampleRun.opened(),
          SampleRun.started(1),
          SampleRun.finished(1, Double.NaN),
          SampleRun.rejected(2),
          SampleRun.retrained(1));

  @Test
  void formatOneIsWrittenAsEver() throws IOException {
    assertThat(text(new JournalFile(1, JournalFile.Writing.WHOLE, "", EVENTS).encode()))
        .isEqualTo(text(golden()));
  }

  @Test
  void formatOneIsReadAsEver() throws IOException {
    JournalFile file = JournalFile.decode("here", golden(), 1, "");
    assertThat(file.events()).isEqualTo(EVENTS);
  }

  private static byte[] golden() throws IOException {
    try (InputStream stream = JournalFormatTest.class.getResourceAsStream("format-1.json")) {
      return Objects.requireNonNull(stream).readAllBytes();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
