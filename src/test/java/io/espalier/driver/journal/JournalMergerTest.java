package io.espalier.driver.journal;

import static io.espalier.search.history.SampleRun.finished;
import static io.espalier.search.history.SampleRun.opened;
import static io.espalier.search.history.SampleRun.rejected;
import static io.espalier.search.history.SampleRun.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.driver.journal.FakeStore.Killed;
import io.espalier.search.history.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many files become few, and whatever happens meanwhile the events stay the same. */
class JournalMergerTest {
  private static final Configuration HADOOP = new Configuration();
  private static final Folder FOLDER = Folder.of("/runs/001/journal", HADOOP);
  private static final int WIDTH = JournalMerger.WIDTH;
  private static final Fence OPEN = () -> {};

  @TempDir private Path run;

  @Test
  void aMergeThatIsKilledBeforeAnyWriteLosesNothing() throws IOException {
    assertThat(killedEverywhere(appended(2 * WIDTH + 5), 2 * WIDTH + 5)).isEqualTo(2 * (1 + WIDTH));
  }

  @Test
  void aMergeOfMergedFilesThatIsKilledBeforeAnyWriteLosesNothing() throws IOException {
    FakeStore store = new FakeStore();
    Written written = new Written(store);
    for (int block = 0; block < WIDTH; block++) {
      written.merged(WIDTH, 1);
    }
    assertThat(killedEverywhere(store, WIDTH * WIDTH)).isEqualTo(1 + WIDTH);
  }

  /** Kills at each change in turn; how many changes there were. */
  private static int killedEverywhere(FakeStore before, int files) throws IOException {
    List<Event> events = JournalContent.read(FOLDER, before).events();
    String hash = JournalContent.read(FOLDER, before).lastHash();
    for (int change = 0; ; change++) {
      FakeStore store = before.copy();
      boolean killed = killed(store.same().killBefore(change), files);
      assertThat(JournalContent.read(FOLDER, store).events()).isEqualTo(events);
      if (change % 8 == 0 || !killed) {
        goOn(store, events, hash);
      }
      if (!killed) {
        return change;
      }
    }
  }

  private static boolean killed(FakeStore store, int files) throws IOException {
    try {
      new JournalMerger(FOLDER, store).merge(files, OPEN);
      return false;
    } catch (Killed e) {
      return true;
    }
  }

  /** Opens the journal after a crash, which tidies it and merges again, and appends. */
  private static void goOn(FakeStore store, List<Event> events, String hash) throws IOException {
    assertThat(JournalContent.read(FOLDER, store).lastHash()).isEqualTo(hash);
    try (Journal journal = open(store)) {
      assertThat(journal.events()).isEqualTo(events);
      journal.append(List.of(new Event.RunFinished("d", 1)));
    }
    List<Event> read = JournalContent.read(FOLDER, store).events();
    assertThat(read).hasSize(events.size() + 1).startsWith(events.toArray(Event[]::new));
    new JournalMerger(FOLDER, store).merge(read.size(), OPEN);
    assertThat(JournalContent.read(FOLDER, store).events()).isEqualTo(read);
    assertThat(store.names()).hasSizeLessThan(WIDTH);
  }

  @Test
  void aReaderBesideAMergeSeesTheSameWheneverThatHappens() throws IOException {
    FakeStore before = appended(2 * WIDTH + 3);
    List<Event> events = JournalContent.read(FOLDER, before).events();
    for (int step = 0; step < 2 * WIDTH + 5; step++) {
      FakeStore store = before.copy();
      FakeStore reader = store.same();
      int[] seen = {0};
      int at = step;
      reader.before(
          operation -> {
            if (seen[0]++ == at) {
              new JournalMerger(FOLDER, store).merge(2 * WIDTH, OPEN);
            }
          });
      assertThat(JournalContent.read(FOLDER, reader).events()).as("step %d", at).isEqualTo(events);
    }
  }

  @Test
  void readersBesideAWriterOnDiskSeeABeginning() throws Exception {
    List<Event> events = events(5 * WIDTH);
    Thread writer =
        new Thread(
            () -> {
              try (Journal journal = Journal.create(run.toString(), HADOOP)) {
                events.forEach(event -> journal.append(List.of(event)));
              }
            });
    writer.start();
    int reads = 0;
    while (writer.isAlive()) {
      if (Journal.exists(run.toString(), HADOOP)) {
        List<Event> read = Journal.read(run.toString(), HADOOP);
        assertThat(read).isEqualTo(events.subList(0, read.size()));
        reads++;
      }
    }
    assertThat(reads).isPositive();
    assertThat(Journal.read(run.toString(), HADOOP)).isEqualTo(events);
    try (var files = Files.list(run.resolve("journal"))) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted())
          .hasSize(5)
          .startsWith("0000000001-0000000064.json");
    }
  }

  @Test
  void aJournalFromBeforeThereWereMergedFilesIsReadAndGoesOn() throws IOException {
    FakeStore store = appended(5 * WIDTH);
    Path folder = Files.createDirectories(run.resolve("journal"));
    for (String name : store.names()) {
      Files.write(folder.resolve(name), store.read(name));
    }
    List<Event> before = Journal.read(run.toString(), HADOOP);
    try (Journal journal = Journal.open(run.toString(), HADOOP)) {
      assertThat(journal.events()).isEqualTo(before).hasSize(5 * WIDTH);
      journal.append(List.of(new Event.RunFinished("d", 1)));
    }
    assertThat(Journal.read(run.toString(), HADOOP)).hasSize(5 * WIDTH + 1);
    try (var files = Files.list(folder)) {
      assertThat(files).hasSize(6);
    }
  }

  @Test
  void manyFilesEndAsFew() throws IOException {
    assertThat(filesOf(5_000)).isLessThan(100);
  }

  @Test
  @Tag("slow")
  void tenThousandTrialsOfTwoFilesEndAsFewFiles() throws IOException {
    assertThat(filesOf(20_000)).isLessThan(200);
  }

  /** How many files so many appends leave, each merged twice at most. */
  private static int filesOf(int appends) throws IOException {
    FakeStore store = new FakeStore();
    int[] merges = {0};
    store.before(operation -> merges[0] += operation.startsWith("replace") ? 1 : 0);
    try (Journal journal = open(store)) {
      for (Event event : events(appends)) {
        journal.append(List.of(event));
      }
    }
    assertThat(merges[0])
        .as("merged files written")
        .isLessThanOrEqualTo(appends / WIDTH + appends / (WIDTH * WIDTH));
    assertThat(JournalContent.read(FOLDER, store).events()).hasSize(appends);
    return store.names().size();
  }

  @Test
  void largeFilesStayAsTheyAre() throws IOException {
    FakeStore store = new FakeStore();
    Written written = new Written(store);
    String reason = "x".repeat(1 << 20);
    for (int i = 0; i < WIDTH; i++) {
      Event.TrialRejected small = rejected(i + 1);
      written.append(List.of(new Event.TrialRejected(i + 1, small.configuration(), reason, 1)));
    }
    JournalMerger merger = new JournalMerger(FOLDER, store);
    merger.merge(WIDTH, OPEN);
    assertThat(store.names()).hasSize(WIDTH);
    store.before(
        operation -> assertThat(operation).as("nothing is read again").doesNotStartWith("read"));
    merger.merge(WIDTH, OPEN);
  }

  @Test
  void aFlippedByteOfAMergedFileNamesIt() throws IOException {
    FakeStore store = appended(WIDTH + 1);
    new JournalMerger(FOLDER, store).merge(WIDTH, OPEN);
    String name = "0000000001-0000000064.json";
    byte[] good = store.read(name);
    for (int i = 0; i < good.length - 1; i += i < 400 ? 1 : 97) {
      byte[] bad = good.clone();
      bad[i] ^= 1;
      store.replace(name, bad);
      assertThatThrownBy(() -> JournalContent.read(FOLDER, store))
          .as("byte %d", i)
          .isInstanceOf(JournalException.class)
          .hasMessageContaining("/runs/001/journal/00000000");
    }
    store.replace(name, java.util.Arrays.copyOf(good, 300));
    assertThatThrownBy(() -> JournalContent.read(FOLDER, store))
        .isInstanceOf(DamagedJournalException.class)
        .hasMessage("/runs/001/journal/" + name + " is damaged: it breaks off after 300 bytes");
    store.delete("0000000065.json");
    assertThatThrownBy(() -> JournalContent.read(FOLDER, store))
        .as("a merged file is never set aside, even as the last")
        .isInstanceOf(DamagedJournalException.class);
  }

  @Test
  void whoIsNoOwnerAnyMoreMergesNothing() throws IOException {
    FakeStore store = appended(WIDTH);
    assertThatThrownBy(
            () ->
                new JournalMerger(FOLDER, store)
                    .merge(
                        WIDTH,
                        () -> {
                          throw new RunOwnedException("another's");
                        }))
        .isInstanceOf(RunOwnedException.class);
    assertThat(store.names()).hasSize(WIDTH);
  }

  private static Journal open(FakeStore store) throws IOException {
    return Journal.forWriting(FOLDER, store, OPEN, Patience.NONE, () -> {});
  }

  private static FakeStore appended(int files) throws IOException {
    FakeStore store = new FakeStore();
    Written written = new Written(store);
    for (Event event : events(files)) {
      written.append(List.of(event));
    }
    return store;
  }

  private static List<Event> events(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> i == 0 ? opened() : (Event) rejected(i))
        .toList();
  }

  /** A journal as it is written, without anything that makes it slow. */
  private static final class Written {
    private final JournalStore store;
    private String hash = "";
    private int number = 1;
    private int trial = 1;

    private Written(JournalStore store) {
      this.store = store;
    }

    private void append(List<Event> events) throws IOException {
      store.create(JournalFile.name(number), next(events).bytes());
    }

    private VerifiedFile next(List<Event> events) {
      byte[] bytes = new JournalFile(number, JournalFile.Writing.WHOLE, hash, events).encode();
      VerifiedFile file = VerifiedFile.of("here", bytes, JournalPiece.appended(number), hash);
      hash = file.hash();
      number++;
      return file;
    }

    /** So many files, merged, with the events of trials that start and finish, or of none. */
    private void merged(int files, int eventsPerTrial) throws IOException {
      List<VerifiedFile> all = new ArrayList<>();
      int first = number;
      for (int i = 0; i < files; i++) {
        if (number == 1) {
          all.add(next(List.of(opened())));
        } else if (eventsPerTrial == 1) {
          all.add(next(List.of(rejected(trial++))));
        } else {
          all.add(next(List.of(i % 2 == 0 ? started(trial) : finished(trial++, 0.5))));
        }
      }
      store.replace(new JournalPiece(first, number - 1).name(), MergedFile.encode(all));
    }
  }
}
