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

  private static final List<Event> LATER = List.of(new Event.RunFinished("d1", 5_000));

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

  @Test
  void filesAreMergedAsEver() throws IOException {
    byte[] first = golden();
    String hash = JournalFile.sha256(first, 0);
    byte[] second = new JournalFile(2, JournalFile.Writing.WHOLE, hash, LATER).encode();
    byte[] merged =
        MergedFile.encode(
            List.of(
                VerifiedFile.of("here", first, JournalPiece.appended(1), ""),
                VerifiedFile.of("here", second, JournalPiece.appended(2), hash)));
    assertThat(text(merged)).isEqualTo(text(read("merged-1.json")));
  }

  @Test
  void aMergedFileIsReadAsEver() throws IOException {
    VerifiedFile file = VerifiedFile.of("here", read("merged-1.json"), new JournalPiece(1, 2), "");
    assertThat(file.events()).startsWith(EVENTS.toArray(Event[]::new)).endsWith(LATER.get(0));
    assertThat(file.events()).hasSize(EVENTS.size() + 1);
    String hash = JournalFile.sha256(golden(), 0);
    byte[] second = new JournalFile(2, JournalFile.Writing.WHOLE, hash, LATER).encode();
    assertThat(file.hash()).isEqualTo(JournalFile.sha256(second, 0));
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
