package io.espalier.driver.journal;

import static io.espalier.search.history.SampleRun.finished;
import static io.espalier.search.history.SampleRun.opened;
import static io.espalier.search.history.SampleRun.rejected;
import static io.espalier.search.history.SampleRun.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.history.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a look at a record says of every kind of damage, and how much of it is readable. */
class JournalHealthTest {
  private static final Configuration HADOOP = new Configuration();
  private static final List<Event> EVENTS =
      List.of(opened(), started(1), started(2), finished(1, 0.5), rejected(3));

  @TempDir private Path run;

  @BeforeEach
  void writeOneFileForEachEvent() {
    try (Journal journal = Journal.create(run.toString(), HADOOP)) {
      EVENTS.forEach(event -> journal.append(List.of(event)));
    }
  }

  @Test
  void aWholeRecordHasNothingToRemark() {
    assertThat(look()).isEqualTo(new JournalHealth(EVENTS, 5, List.of(), noDamage(), List.of()));
  }

  @Test
  void whereverTheDamageIsTheEventsBeforeItAreReadable() throws IOException {
    for (int number = 1; number <= 5; number++) {
      byte[] good = Files.readAllBytes(file(number));
      for (int at = 0; at < good.length - 6; at += 31) {
        byte[] bad = good.clone();
        bad[at] ^= 1;
        Files.write(file(number), bad);
        assertDamaged(number, file(number) + " ");
      }
      Files.write(file(number), good);
    }
  }

  @Test
  void aMissingFileInTheMiddleIsDamage() throws IOException {
    Files.delete(file(3));
    JournalHealth health = look();
    assertThat(health.events()).isEqualTo(EVENTS.subList(0, 2));
    assertThat(health.damage())
        .contains(file(3) + " is missing, but 0000000004.json is there: the journal is damaged");
    assertThat(health.behind()).containsExactly("0000000004.json", "0000000005.json");
  }

  @Test
  void anEventThatCannotFollowEndsWhatIsReadable() {
    try (Journal journal = Journal.open(run.toString(), HADOOP)) {
      journal.append(List.of(finished(2, 0.25), finished(1, 0.5)));
    }
    JournalHealth health = look();
    assertThat(health.events()).hasSize(6).endsWith(finished(2, 0.25));
    assertThat(health.damage()).hasValueSatisfying(why -> assertThat(why).contains("contradicts"));
  }

  @Test
  void whatACrashLeavesIsRemarkedAndNoDamage() throws IOException {
    Files.write(file(5), Arrays.copyOf(Files.readAllBytes(file(5)), 100));
    Files.writeString(run.resolve("journal/" + JournalStore.temporary("0000000006.json")), "{");
    Files.writeString(run.resolve("journal/notes.txt"), "mine");
    Files.writeString(run.resolve("journal/0000000000.json"), "x");
    JournalHealth health = look();
    assertThat(health.events()).isEqualTo(EVENTS.subList(0, 4));
    assertThat(health.damage()).isEmpty();
    assertThat(health.remarks())
        .hasSize(4)
        .anyMatch(line -> line.startsWith("0000000005.json broke off"))
        .anyMatch(line -> line.endsWith("; the next start removes it"))
        .contains("notes.txt is no file of a record and is not read")
        .contains("0000000000.json is no file of a record and is not read");
  }

  @Test
  void anOddNameIsOneLine() throws IOException {
    Files.writeString(run.resolve("journal/9999999999.json"), "x");
    assertThat(look().damage())
        .contains(file(6) + " is missing, but 9999999999.json is there: the journal is damaged");
    assertThat(look().events()).isEqualTo(EVENTS);
  }

  private void assertDamaged(int number, String beginning) {
    try {
      JournalHealth health = look();
      assertThat(health.events()).isEqualTo(EVENTS.subList(0, number - 1));
      assertThat(health.damage())
          .hasValueSatisfying(why -> assertThat(why).startsWith(beginning).doesNotContain("\n"));
    } catch (JournalException newer) { // the bit was in the number of the format
      assertThat(newer).hasMessageContaining("newer Espalier");
    }
  }

  private static java.util.Optional<String> noDamage() {
    return java.util.Optional.empty();
  }

  private JournalHealth look() {
    return JournalHealth.of(run.toString(), HADOOP);
  }

  private Path file(int number) {
    return run.resolve("journal").resolve(JournalFile.name(number));
  }
}
