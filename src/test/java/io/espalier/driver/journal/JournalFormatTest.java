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
          SampleRun.retrained(1),
          SampleRun.started(3),
          SampleRun.crossValidated(3, 0.5, 0.25));

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

  @Test
  void aJournalFromBeforeThereWereFoldsHasNone() throws IOException {
    JournalFile file = JournalFile.decode("here", read("format-1-before-folds.json"), 1, "");
    assertThat(file.events()).isEqualTo(EVENTS.subList(0, 5));
  }

  private static byte[] golden() throws IOException {
    return read("format-1.json");
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream stream = JournalFormatTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(stream).readAllBytes();
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
