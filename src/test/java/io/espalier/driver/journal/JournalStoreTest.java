package io.espalier.driver.journal;

import static io.espalier.search.history.SampleRun.finished;
import static io.espalier.search.history.SampleRun.opened;
import static io.espalier.search.history.SampleRun.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The three ways files are written, and what a crash leaves of each. */
class JournalStoreTest {
  private static final Configuration HADOOP = new Configuration();
  @TempDir private Path run;

  @Test
  void everyStoreCreatesAFileOnceAndLeavesNothingElse() throws IOException {
    for (JournalStore store : stores()) {
      store.create("a.json", bytes("one"));
      assertThatThrownBy(() -> store.create("a.json", bytes("two")))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThat(store.read("a.json")).isEqualTo(bytes("one"));
      assertThat(store.names()).containsExactly("a.json");
      store.replace("a.json", bytes("three"));
      assertThat(store.read("a.json")).isEqualTo(bytes("three"));
      assertThat(store.names()).containsExactly("a.json");
      store.rename("a.json", "b.json");
      assertThat(store.names()).containsExactly("b.json");
      store.delete("b.json");
      assertThat(store.names()).isEmpty();
      assertThatThrownBy(() -> store.read("b.json")).isInstanceOf(NoSuchFileException.class);
      assertThatThrownBy(() -> store.modifiedMillis("b.json"))
          .isInstanceOf(NoSuchFileException.class);
      store.touch("c.beat");
      store.touch("c.beat");
      assertThat(store.modifiedMillis("c.beat")).isPositive();
      store.delete("c.beat");
    }
  }

  @Test
  void aStoreWithoutAFolderHasNoFiles() throws IOException {
    Folder nowhere = folder().child("nowhere");
    assertThat(new LocalStore(nowhere.local().orElseThrow(), true).names()).isEmpty();
    assertThat(new HadoopStore(nowhere).names()).isEmpty();
  }

  @Test
  void aWritingStoreFindsOutAboutLinks() throws IOException {
    LocalStore store = LocalStore.forWriting(run.resolve("journal"));
    assertThat(store.writing()).isEqualTo(JournalFile.Writing.WHOLE);
    assertThat(store.names()).isEmpty();
  }

  @Test
  void withoutLinksATornLastFileIsSetAside() throws IOException {
    for (int kept : new int[] {0, 1, 100, 500}) {
      Path folder = Files.createDirectories(run.resolve("journal-" + kept));
      JournalStore store = new LocalStore(folder, false);
      try (Journal journal =
          Journal.forWriting(at(folder), store, () -> {}, Patience.NONE, () -> {})) {
        journal.append(List.of(opened()));
        journal.append(List.of(started(1)));
        journal.append(List.of(finished(1, 0.5)));
      }
      truncate(folder.resolve("0000000003.json"), kept);

      try (Journal journal =
          Journal.forWriting(at(folder), store, () -> {}, Patience.NONE, () -> {})) {
        assertThat(journal.events()).containsExactly(opened(), started(1));
        assertThat(folder.resolve("0000000003.json.torn")).exists();
        journal.append(List.of(finished(1, 0.25)));
      }
      try (Journal journal =
          Journal.forWriting(at(folder), store, () -> {}, Patience.NONE, () -> {})) {
        assertThat(journal.events()).endsWith(finished(1, 0.25)).hasSize(3);
      }
    }
  }

  @Test
  void withoutLinksATornMiddleFileIsDamage() throws IOException {
    Path folder = Files.createDirectories(run.resolve("journal"));
    JournalStore store = new LocalStore(folder, false);
    try (Journal journal =
        Journal.forWriting(at(folder), store, () -> {}, Patience.NONE, () -> {})) {
      journal.append(List.of(opened()));
      journal.append(List.of(started(1)));
      journal.append(List.of(finished(1, 0.5)));
    }
    truncate(folder.resolve("0000000002.json"), 100);
    assertThatThrownBy(
            () -> Journal.forWriting(at(folder), store, () -> {}, Patience.NONE, () -> {}))
        .hasMessage(
            folder
                + "/0000000002.json is damaged: it breaks off after 100 bytes; espalier doctor --run "
                + run
                + " tells what can be saved");
  }

  @Test
  void aTornFirstFileIsNoJournal() throws IOException {
    Path folder = Files.createDirectories(run.resolve("journal"));
    Files.write(folder.resolve("0000000001.json"), new byte[0]);
    assertThatThrownBy(() -> Journal.open(run.toString(), HADOOP))
        .isInstanceOf(JournalException.class)
        .hasMessage(folder + " holds no journal");
  }

  @Test
  void aHadoopFileSystemHoldsAJournalToo() throws IOException {
    Folder folder = folder();
    try (Journal journal =
        Journal.forWriting(folder, new HadoopStore(folder), () -> {}, Patience.NONE, () -> {})) {
      journal.append(List.of(opened()));
      journal.append(List.of(started(1)));
    }
    try (Journal one =
            Journal.forWriting(folder, new HadoopStore(folder), () -> {}, Patience.NONE, () -> {});
        Journal two =
            Journal.forWriting(
                folder, new HadoopStore(folder), () -> {}, Patience.NONE, () -> {})) {
      assertThat(one.events()).containsExactly(opened(), started(1));
      one.append(List.of(finished(1, 0.5)));
      assertThatThrownBy(() -> two.append(List.of(finished(1, 0.25))))
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("0000000003.json was written by another process");
    }
  }

  @Test
  void aRefusalThatIsThrownAgainByCloseIsARefusal() throws IOException {
    Folder folder = Folder.of(RefusingFiles.address(run), RefusingFiles.settings());
    HadoopStore store = new HadoopStore(folder);
    store.makeFolder();
    try (RefusingFiles.Refusals refusals = RefusingFiles.refuse("one.json")) {
      assertThatThrownBy(() -> store.create("one.json", bytes("one")))
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("no node takes a block");
      store.create("one.json", bytes("one"));
      assertThat(refusals.left()).isEmpty();
    }
    assertThat(store.names()).containsExactly("one.json");
  }

  private List<JournalStore> stores() throws IOException {
    Path in = Files.createDirectories(run.resolve("in-place"));
    Path linked = Files.createDirectories(run.resolve("linked"));
    HadoopStore hadoop = new HadoopStore(folder());
    hadoop.makeFolder();
    return List.of(new LocalStore(in, false), new LocalStore(linked, true), hadoop);
  }

  private Folder folder() {
    return at(run.resolve("hadoop"));
  }

  private static Folder at(Path folder) {
    return Folder.of(folder.toString(), HADOOP);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void truncate(Path file, int bytes) throws IOException {
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
  }
}
