package io.espalier.driver.journal;

import static io.espalier.search.history.SampleRun.finished;
import static io.espalier.search.history.SampleRun.opened;
import static io.espalier.search.history.SampleRun.rejected;
import static io.espalier.search.history.SampleRun.retrained;
import static io.espalier.search.history.SampleRun.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.SampleRun;
import io.espalier.wire.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
  private static final Configuration HADOOP = new Configuration();
  @TempDir private Path run;

  @BeforeEach
  void writeThreeFiles() {
    try (Journal journal = Journal.create(run.toString(), HADOOP)) {
      journal.append(List.of(opened()));
      journal.append(List.of(started(1), started(2)));
      journal.append(List.of(finished(1, 0.5)));
    }
  }

  @Test
  void everyKindOfEventComesBackAsItWas() {
    List<Event> all =
        List.of(
            new Event.RunResumed(new TreeMap<>(opened().versions()), 5_000),
            started(1),
            rejected(3),
            new Event.TrialFinished(
                2,
                SampleRun.outcome(
                    2,
                    Outcome.Status.DIVERGED,
                    List.of(0.1 + 0.2, -0.0, Double.POSITIVE_INFINITY, Double.NaN)),
                Double.NaN,
                3_000),
            new Event.TrialFinished(
                1, SampleRun.outcome(1, Outcome.Status.FAILED, List.of()), 0, 3_000),
            retrained(1),
            new Event.RunFinished("d1", Long.MAX_VALUE));
    try (Journal journal = Journal.open(run.toString(), HADOOP)) {
      journal.append(all);
    }
    List<Event> read = Journal.read(run.toString(), HADOOP);
    assertThat(read.subList(4, read.size())).isEqualTo(all);
    assertThat(read.get(0)).isEqualTo(opened());
  }

  @Test
  void anOpenedJournalGoesOnWithTheNextFile() {
    try (Journal journal = Journal.open(run.toString(), HADOOP)) {
      assertThat(journal.events())
          .containsExactly(opened(), started(1), started(2), finished(1, 0.5));
      assertThat(journal.history().running()).hasSize(1);
      journal.append(List.of(finished(2, 0.25)));
      assertThat(journal.events()).hasSize(5);
    }
    assertThat(file(4)).exists();
    History history = Journal.history(run.toString(), HADOOP);
    assertThat(history.best(1).get(0).number()).isEqualTo(2);
  }

  @Test
  void appendingNothingWritesNothing() {
    try (Journal journal = Journal.open(run.toString(), HADOOP)) {
      journal.append(List.of());
    }
    assertThat(file(4)).doesNotExist();
  }

  @Test
  void aFileIsPlainJson() throws IOException {
    assertThat(EventCodec.MAPPER.readTree(file(2).toFile()).path("events")).hasSize(2);
  }

  @Test
  void aFlippedByteAnywhereNamesTheFile() throws IOException {
    byte[] good = Files.readAllBytes(file(2));
    for (int i = 0; i < good.length - 1; i += 7) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      Files.write(file(2), bad);
      assertThatThrownBy(() -> Journal.open(run.toString(), HADOOP))
          .as("byte %d", i)
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("journal")
          .message()
          .doesNotContain("\n");
    }
    Files.write(file(2), good);
    assertThat(Journal.read(run.toString(), HADOOP)).hasSize(4);
  }

  @Test
  void aChangedEventSaysThatTheChecksumDiffers() throws IOException {
    replace(file(3), "\"queueSeconds\":0.25", "\"queueSeconds\":0.75");
    assertBroken(
        file(3) + " is damaged: its events do not have the checksum they were written with");
  }

  @Test
  void aTruncatedFileSaysWhereItBreaksOff() throws IOException {
    for (int number : new int[] {1, 2}) {
      byte[] good = Files.readAllBytes(file(number));
      Files.write(file(number), java.util.Arrays.copyOf(good, 200));
      assertBroken(file(number) + " is damaged: it breaks off after 200 bytes");
      Files.write(file(number), good);
    }
  }

  @Test
  void aLastFileThatAPowerCutHasTornIsSetAside() throws IOException {
    byte[] good = Files.readAllBytes(file(3));
    byte[] holes = good.clone();
    java.util.Arrays.fill(holes, 10, 90, (byte) 0);
    for (byte[] left : List.of(new byte[0], java.util.Arrays.copyOf(good, 200), holes)) {
      Files.write(file(3), left);
      assertThat(Journal.read(run.toString(), HADOOP)).hasSize(3);
      assertThat(file(3)).as("reading changes nothing").exists();
      try (Journal journal = Journal.open(run.toString(), HADOOP)) {
        assertThat(journal.events()).containsExactly(opened(), started(1), started(2));
        assertThat(run.resolve("journal/0000000003.json.torn")).hasBinaryContent(left);
        journal.append(List.of(finished(1, 0.5)));
      }
      assertThat(file(3)).hasBinaryContent(good);
    }
  }

  @Test
  void aRunOfWhichOnlyATornFileIsLeftBeginsAgain() throws IOException {
    Path other = run.resolve("other");
    Files.createDirectories(other.resolve("journal"));
    Files.write(other.resolve("journal/0000000001.json"), new byte[0]);
    assertThat(Journal.exists(other.toString(), HADOOP)).isFalse();
    try (Journal journal = Journal.create(other.toString(), HADOOP)) {
      journal.append(List.of(opened()));
    }
    assertThat(Journal.read(other.toString(), HADOOP)).containsExactly(opened());
  }

  @Test
  void aRemovedFileIsMissed() throws IOException {
    Files.delete(file(2));
    assertBroken(file(2) + " is missing, but 0000000003.json is there: the journal is damaged");
  }

  @Test
  void anExchangedFileBreaksTheChain() throws IOException {
    Files.move(file(3), run.resolve("kept"));
    byte[] other = new JournalFile(2, JournalFile.Writing.WHOLE, "", List.of(started(1))).encode();
    Files.write(file(2), other);
    assertBroken(
        file(2) + " is damaged: it does not follow the file before it (their checksums differ)");
    Files.copy(run.resolve("kept"), file(2), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertBroken(file(2) + " is damaged: it says it is file 3");
  }

  @Test
  void aNewerFormatIsNotGuessedAt() throws IOException {
    replace(file(3), "\"format\":3", "\"format\":4");
    assertThatThrownBy(() -> Journal.open(run.toString(), HADOOP))
        .isExactlyInstanceOf(JournalException.class)
        .hasMessage(
            file(3)
                + " was written by a newer Espalier: its journal format is 4, this one reads up to"
                + " 3");
  }

  @Test
  void anUnknownEventIsNamed() throws IOException {
    writeFourth("{\"event\":\"trial-forgotten\",\"trial\":1}");
    assertThatThrownBy(() -> Journal.read(run.toString(), HADOOP))
        .hasMessageStartingWith(file(4) + " holds an event this Espalier cannot read: ")
        .hasMessageContaining("trial-forgotten");
  }

  @Test
  void linesThatAreNoEventsAreDamage() throws IOException {
    for (String lines : List.of("\n", "{}\n{}", ",\n{}", "null")) {
      writeFourth(lines);
      assertThatThrownBy(() -> Journal.history(run.toString(), HADOOP))
          .as("'%s'", lines)
          .isInstanceOf(DamagedJournalException.class)
          .hasMessageStartingWith(file(4) + " ");
    }
  }

  /** A file that follows the third, with its checksum. */
  private void writeFourth(String events) throws IOException {
    String body = events + JournalFile.END;
    String hash = JournalFile.sha256(body.getBytes(java.nio.charset.StandardCharsets.UTF_8), 0);
    String previous = JournalFile.sha256(Files.readAllBytes(file(3)), 0);
    Files.writeString(
        file(4),
        "{\"format\":1,\"number\":4,\"written\":\"WHOLE\",\"previous\":\"%s\",\"sha256\":\"%s\",\"events\":[\n%s"
            .formatted(previous, hash, body));
  }

  @Test
  void eventsThatContradictEachOtherAreReported() {
    try (Journal journal = Journal.open(run.toString(), HADOOP)) {
      journal.append(List.of(finished(1, 0.5)));
    }
    assertThatThrownBy(() -> Journal.history(run.toString(), HADOOP))
        .isInstanceOf(DamagedJournalException.class)
        .hasMessageContaining(
            "journal contradicts itself: trial 1 cannot finish: it is not running; espalier doctor");
  }

  @Test
  void leftoversOfAKilledProcessAreRemoved() throws IOException {
    Path leftover = file(4).resolveSibling(JournalStore.temporary("0000000004.json"));
    Files.writeString(leftover, "{\"format\":1,");
    assertThat(Journal.read(run.toString(), HADOOP)).hasSize(4);
    assertThat(leftover).as("reading changes nothing").exists();
    Journal.open(run.toString(), HADOOP).close();
    assertThat(leftover).doesNotExist();
  }

  @Test
  void ofTwoThatBelieveThatTheyOwnTheRunTheSecondIsTold() throws IOException {
    try (Journal one = unfenced();
        Journal two = unfenced()) {
      one.append(List.of(finished(2, 0.25)));
      assertThatThrownBy(() -> two.append(List.of(finished(2, 0.125))))
          .isInstanceOf(RunOwnedException.class)
          .hasMessage(
              file(4)
                  + " was written by another process: two processes run the same experiment; this"
                  + " one ends, the other goes on");
      assertThatThrownBy(() -> two.append(List.of(finished(2, 0.125))))
          .hasMessage(run.resolve("journal") + " could not be written before");
    }
    assertThat(Journal.read(run.toString(), HADOOP)).endsWith(finished(2, 0.25));
  }

  @Test
  void aJournalThatIsOpenIsOwned() {
    try (Journal one = Journal.open(run.toString(), HADOOP)) {
      assertThatThrownBy(() -> Journal.open(run.toString(), HADOOP))
          .isInstanceOf(RunOwnedException.class)
          .hasMessageStartingWith(run + " is in use by \"a program\" (process ");
      one.append(List.of(finished(2, 0.25)));
    }
    Journal.open(run.toString(), HADOOP).close();
  }

  @Test
  void aNumberThatNoRunReachesIsDamage() throws IOException {
    Files.writeString(run.resolve("journal/9999999999.json"), "x");
    assertBroken(file(4) + " is missing, but 9999999999.json is there: the journal is damaged");
    Files.writeString(run.resolve("journal/0000000000.json"), "x");
    assertBroken(file(4) + " is missing, but 9999999999.json is there: the journal is damaged");
  }

  @Test
  void namesHaveTheSameDigitsEverywhere() {
    Locale before = Locale.getDefault();
    try {
      for (String locale : List.of("ar-EG-u-nu-arab", "fa-IR-u-nu-arabext", "mr-IN-u-nu-deva")) {
        Locale.setDefault(Locale.forLanguageTag(locale));
        assertThat(String.format("%d", 1)).as("the locale has other digits").isNotEqualTo("1");
        assertThat(JournalFile.name(7)).isEqualTo("0000000007.json");
        assertThat(new JournalPiece(1, 64).name()).isEqualTo("0000000001-0000000064.json");
        assertThat(RunFolder.name(7)).isEqualTo("007");
        assertThat(JournalStore.temporary("x")).matches("[\\x00-\\x7f]+");
        Journal.open(run.toString(), HADOOP).close();
        assertThat(run.resolve("lease")).isDirectoryContaining("glob:**/0*.json");
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aJournalIsCreatedOnce() {
    assertThatThrownBy(() -> Journal.create(run.toString(), HADOOP))
        .isInstanceOf(JournalException.class)
        .hasMessage(run.resolve("journal") + " is a journal already");
  }

  @Test
  void aFolderWithoutAJournalSaysSo() {
    String other = run.resolve("other").toString();
    assertThatThrownBy(() -> Journal.open(other, HADOOP))
        .hasMessage(other + "/journal holds no journal");
    assertThatThrownBy(() -> Journal.read(other, HADOOP))
        .hasMessage(other + "/journal holds no journal");
    assertThat(Path.of(other)).as("looking makes nothing").doesNotExist();
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.writeString(run.resolve("file"), "x");
    assertThatThrownBy(() -> Journal.create(file.toString(), HADOOP))
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith(file + "/lease cannot be written: ");
  }

  @Test
  void aClosedJournalTakesNoEvents() {
    Journal journal = Journal.open(run.toString(), HADOOP);
    journal.close();
    assertThatThrownBy(() -> journal.append(List.of(finished(2, 0.5))))
        .hasMessage(run.resolve("journal") + " is closed");
  }

  private Journal unfenced() throws IOException {
    Folder folder = Folder.of(run.resolve("journal").toString(), HADOOP);
    return Journal.forWriting(
        folder, JournalStore.forWriting(folder), () -> {}, Patience.NONE, () -> {});
  }

  private void assertBroken(String message) {
    assertThatThrownBy(() -> Journal.open(run.toString(), HADOOP))
        .isInstanceOf(DamagedJournalException.class)
        .hasMessage(message + "; espalier doctor --run " + run + " tells what can be saved");
  }

  private Path file(int number) {
    return run.resolve("journal").resolve(JournalFile.name(number));
  }

  private static void replace(Path file, String old, String with) throws IOException {
    String text = Files.readString(file);
    assertThat(text).contains(old);
    Files.writeString(file, text.replace(old, with));
  }
}
