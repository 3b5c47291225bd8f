package io.espalier.driver.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.search.history.Event;
import io.espalier.search.history.SampleRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** A journal whose file system refuses for a while, on a clock of its own. */
class PatienceTest {
  private static final Folder FOLDER = Folder.of("/runs/001/journal", new Configuration());
  private static final long MOST_MILLIS = 240_000;

  private final FakeStore store = new FakeStore();
  private final List<String> notices = new ArrayList<>();
  private final List<Long> pauses = new ArrayList<>();
  private long now;

  private final LeaseTime time =
      new LeaseTime() {
        @Override
        public long millis() {
          return now;
        }

        @Override
        public void pause(long millis) {
          pauses.add(millis);
          now += millis;
        }
      };

  private Journal journal(FakeStore files, Fence fence) throws IOException {
    Patience patience = new Patience(MOST_MILLIS, time, notices::add);
    return Journal.forWriting(FOLDER, files, fence, patience, () -> {});
  }

  /** Refuses to make files until so many milliseconds have passed. */
  private void refuseFor(FakeStore files, long millis) {
    files.before(
        operation -> {
          if (operation.startsWith("create") && now < millis) {
            throw new IOException("No space left on device");
          }
        });
  }

  @Test
  void aWriteIsTriedAgainWithGrowingPausesAndToldOnce() throws IOException {
    FakeStore files = store.same();
    try (Journal journal = journal(files, () -> {})) {
      refuseFor(files, 100_000);
      journal.append(List.of(SampleRun.opened()));
    }
    assertThat(pauses)
        .containsExactly(1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L, 30_000L);
    assertThat(notices)
        .containsExactly(
            "/runs/001/journal/0000000001.json cannot be written now: IOException: No space left on"
                + " device; trying again for 240 s, and trials wait",
            "/runs/001/journal/0000000001.json is written, after 121 s");
    assertThat(read()).containsExactly(SampleRun.opened());
  }

  @Test
  void patienceEndsAndNothingMoreIsWritten() throws IOException {
    FakeStore files = store.same();
    try (Journal journal = journal(files, () -> {})) {
      refuseFor(files, Long.MAX_VALUE);
      assertThatThrownBy(() -> journal.append(List.of(SampleRun.opened())))
          .isInstanceOf(UnknownRecordException.class)
          .hasMessage(
              "/runs/001/journal/0000000001.json cannot be written: IOException: No space left on"
                  + " device");
      assertThat(now).isEqualTo(MOST_MILLIS);
      refuseFor(files, 0);
      assertThatThrownBy(() -> journal.append(List.of(SampleRun.opened())))
          .hasMessage("/runs/001/journal could not be written before");
    }
    assertThat(store.names()).isEmpty();
  }

  @Test
  void aFileThatWasMadeAlthoughItWasRefusedIsNotMadeTwice() throws IOException {
    FakeStore files = store.same();
    try (Journal journal = journal(files, () -> {})) {
      files.afterCreate(
          operation -> {
            if (now == 0) {
              throw new IOException("connection reset");
            }
          });
      journal.append(List.of(SampleRun.opened()));
      journal.append(List.of(SampleRun.started(1)));
    }
    assertThat(read()).containsExactly(SampleRun.opened(), SampleRun.started(1));
  }

  @Test
  void aFileThatAnotherProcessMadeMeanwhileEndsThisOne() throws IOException {
    FakeStore files = store.same();
    try (Journal journal = journal(files, () -> {})) {
      refuseFor(files, 1_000);
      files.before(
          operation -> {
            if (operation.startsWith("create") && now == 0) {
              try (Journal other = journal(store.same(), () -> {})) {
                other.append(List.of(SampleRun.opened(), SampleRun.started(1)));
              }
              throw new IOException("connection reset");
            }
          });
      assertThatThrownBy(() -> journal.append(List.of(SampleRun.opened())))
          .isInstanceOf(RunOwnedException.class);
    }
    assertThat(read()).containsExactly(SampleRun.opened(), SampleRun.started(1));
  }

  @Test
  void nothingIsWrittenWhileNobodyKnowsWhoOwnsTheRun() throws IOException {
    Fence fence =
        () -> {
          if (now > 0 && now < 50_000) {
            throw new IOException("its lease: IOException: stale handle");
          }
        };
    try (Journal journal = journal(store.same(), fence)) {
      journal.append(List.of(SampleRun.opened()));
      now = 1;
      journal.append(List.of(SampleRun.started(1)));
    }
    assertThat(now).isGreaterThan(50_000);
    assertThat(notices).hasSize(2).first().asString().contains("its lease: IOException: stale");
    assertThat(read()).containsExactly(SampleRun.opened(), SampleRun.started(1));
  }

  @Test
  void anInterruptEndsTheWait() throws IOException {
    FakeStore files = store.same();
    try (Journal journal = journal(files, () -> {})) {
      files.before(
          operation -> {
            if (operation.startsWith("create")) {
              Thread.currentThread().interrupt();
              throw new IOException("No space left on device");
            }
          });
      assertThatThrownBy(() -> journal.append(List.of(SampleRun.opened())))
          .isInstanceOf(UnknownRecordException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(pauses).hasSize(1);
    }
  }

  private List<Event> read() throws IOException {
    return JournalContent.read(FOLDER, store).events();
  }
}
