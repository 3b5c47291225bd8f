package io.espalier.driver.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.driver.journal.FakeStore.Killed;
import io.espalier.driver.journal.Processes.State;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Leases on a file system and in a time of the test's own. */
class RunLeaseTest {
  private static final Folder RUN = Folder.of("/runs/001", new Configuration(false));

  private final FakeStore store = new FakeStore();
  private final List<String> notices = new ArrayList<>();
  private long now;
  private State state = State.UNKNOWN;
  private Runnable meanwhile = () -> {};

  private final LeaseTime time =
      new LeaseTime() {
        @Override
        public long millis() {
          return now;
        }

        @Override
        public void pause(long millis) {
          pass(millis);
          meanwhile.run();
        }
      };

  private void pass(long millis) {
    now += millis;
    store.pass(millis);
  }

  private static Owner owner(String id) {
    return new Owner(1, id, "alpha", "m", 12, "77", "bob", "run", 1_700_000_000_123L);
  }

  private RunLease take(FakeStore files, String id, boolean force) throws IOException {
    LeaseFolder folder = new LeaseFolder(files);
    long number =
        new LeaseContender(RUN, folder, owner -> state, time, notices::add).take(owner(id), force);
    RunLease lease = new RunLease(RUN, folder, time, owner(id), number, notices::add);
    lease.beat();
    return lease;
  }

  private RunLease take(String id) throws IOException {
    return take(store.same(), id, false);
  }

  private String holder() throws IOException {
    LeaseFolder folder = new LeaseFolder(store);
    return folder.owner(folder.highest()).map(Owner::id).orElse("nobody");
  }

  @Test
  void aSecondIsToldWhoHoldsTheRunSinceWhenAndWhatToDo() throws IOException {
    RunLease first = take("a");
    assertThatThrownBy(() -> take("b"))
        .isInstanceOf(RunOwnedException.class)
        .hasMessage(
            "/runs/001 is in use by \"run\" (process 12 on host alpha, user bob) since"
                + " 2023-11-14T22:13:20Z; wait until it has ended, or take the run from it with"
                + " --take-over");
    first.require();
    assertThat(holder()).isEqualTo("a");
    assertThat(notices).isEmpty();
  }

  @Test
  void aRunThatWasGivenBackIsTakenWithoutAWord() throws IOException {
    take("a").close();
    take("b").require();
    assertThat(holder()).isEqualTo("b");
    assertThat(notices).isEmpty();
    assertThat(store.names()).containsExactly("0000000002.beat", "0000000002.json");
  }

  @Test
  void anOwnerWhoseProcessIsGoneIsFollowedAtOnce() throws IOException {
    take("a");
    state = State.GONE;
    long before = now;
    take("b");
    assertThat(now).isEqualTo(before);
    assertThat(notices)
        .containsExactly(
            "/runs/001 was left by \"run\" (process 12 on host alpha, user bob) since"
                + " 2023-11-14T22:13:20Z, which gives no sign of life; going on with it");
  }

  @Test
  void aProcessOfThisMachineThatLivesOwnsTheRunHoweverLongItSleeps() throws IOException {
    take("a");
    state = State.ALIVE;
    pass(24 * 3_600_000L);
    assertThatThrownBy(() -> take("b")).isInstanceOf(RunOwnedException.class);
  }

  @Test
  void anOwnerElsewhereExpiresAfterAMinuteAndAWatch() throws IOException {
    take("a");
    pass(LeaseContender.EXPIRY_MILLIS);
    assertThatThrownBy(() -> take("b")).isInstanceOf(RunOwnedException.class);
    pass(1);
    long before = now;
    take("b");
    assertThat(now - before).isEqualTo(LeaseContender.WATCH_MILLIS);
    assertThat(notices).hasSize(2);
    assertThat(notices.get(0)).endsWith("; watching it for 10 s");
    assertThat(notices.get(1)).contains("was left by");
  }

  @Test
  void clocksThatDisagreeDoNotEndALivingOwner() throws IOException {
    for (long off : new long[] {-3_600_000, 3_600_000}) {
      FakeStore files = new FakeStore();
      RunLease first = take(files.same(), "a", false);
      FakeStore late = files.same();
      files.pass(off); // the owner's client writes its own time, an hour from the contender's
      long wrong = late.modifiedMillis("0000000001.beat");
      meanwhile =
          () -> {
            files.pass(-off + 1);
            first.beat();
            files.pass(off);
          };
      assertThat(wrong).isPositive();
      assertThatThrownBy(() -> take(files.same(), "b", false))
          .isInstanceOf(RunOwnedException.class);
      first.require();
    }
  }

  @Test
  void aLeaseOfWhichNothingCanBeReadYetIsSomebodys() throws IOException {
    store.create("0000000001.json", new byte[0]);
    assertThatThrownBy(() -> take("b"))
        .isInstanceOf(RunOwnedException.class)
        .hasMessageStartingWith("/runs/001 is in use by a process that has just begun;");
    pass(LeaseContender.EXPIRY_MILLIS + 1);
    take("b").require();
  }

  @Test
  void whereverTwoContendersMeetExactlyOneOwnsTheRun() throws IOException {
    for (boolean left : new boolean[] {false, true}) {
      int met = 0;
      for (int step = 0; step < 40; step++) {
        FakeStore files = new FakeStore();
        state = State.UNKNOWN;
        if (left) {
          take(files.same(), "former", false);
        }
        state = State.GONE;
        List<RunLease> owners = new ArrayList<>();
        int[] seen = {0};
        int at = step;
        FakeStore first = files.same();
        first.before(
            operation -> {
              if (seen[0]++ == at) {
                first.before(none -> {});
                attempt(files.same(), "b", owners);
                state = State.ALIVE;
              }
            });
        attempt(first, "a", owners);
        met += seen[0] > at ? 1 : 0;
        first.before(none -> {});
        owners.forEach(RunLease::beat);
        assertThat(owners.stream().filter(RunLeaseTest::owns)).as("step %d", at).hasSize(1);
      }
      assertThat(met).as("steps at which they met").isGreaterThan(5);
    }
  }

  private void attempt(FakeStore files, String id, List<RunLease> owners) throws IOException {
    try {
      owners.add(take(files, id, false));
    } catch (RunOwnedException e) {
      assertThat(e).hasMessageContaining("is in use by");
    }
  }

  private static boolean owns(RunLease lease) {
    try {
      lease.require();
      return true;
    } catch (RunOwnedException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aContenderThatSleptWhileManyOwnersPassedOwnsNothing() throws IOException {
    FakeStore sleepy = store.same();
    sleepy.before(
        operation -> {
          if (operation.startsWith("create")) {
            sleepy.before(none -> {});
            for (int i = 0; i < 5; i++) {
              take(store.same(), "quick " + i, false).close();
            }
            take(store.same(), "last", false);
          }
        });
    assertThatThrownBy(() -> take(sleepy, "sleepy", false))
        .isInstanceOf(RunOwnedException.class)
        .hasMessageContaining("is in use by");
    assertThat(holder()).isEqualTo("last");
  }

  @Test
  void aForcedTakeOverWaitsForTheFormerOwnerWhichStops() throws IOException {
    RunLease first = take("a");
    Optional<RunOwnedException> told = Optional.empty();
    meanwhile =
        () -> {
          if (now >= RunLease.BEAT_MILLIS && now < 2 * RunLease.BEAT_MILLIS) {
            first.beat();
            first.close();
          }
        };
    RunLease second = take(store.same(), "b", true);
    assertThat(now).isEqualTo(RunLease.BEAT_MILLIS);
    second.require();
    try {
      first.require();
    } catch (RunOwnedException e) {
      told = Optional.of(e);
    }
    assertThat(told).isPresent();
    assertThat(told.orElseThrow())
        .hasMessage(
            "/runs/001 was taken over by \"run\" (process 12 on host alpha, user bob) since"
                + " 2023-11-14T22:13:20Z; this process has stopped, and what it has recorded is"
                + " kept");
    assertThat(notices).singleElement().asString().contains("is taken from \"run\" (process 12");
  }

  @Test
  void aFormerOwnerThatDoesNotAnswerIsNotWaitedForLongerThanItCanWrite() throws IOException {
    RunLease first = take("a");
    take(store.same(), "b", true);
    assertThat(now).isEqualTo(LeaseContender.STOP_MILLIS);
    assertThat(LeaseContender.STOP_MILLIS).isGreaterThan(RunLease.ASK_MILLIS);
    assertThat(owns(first)).isFalse();
  }

  @Test
  void anOwnerThatSeesItsLeaseNoMoreStopsBeforeOthersTakeOver() throws IOException {
    FakeStore files = store.same();
    RunLease first = take(files, "a", false);
    files.before(
        operation -> {
          throw new IOException("stale handle");
        });
    first.beat();
    first.require();
    pass(RunLease.PROOF_MILLIS - 1);
    first.require();
    pass(1);
    assertThatThrownBy(first::require)
        .as("nothing is written while nobody knows")
        .isInstanceOf(IOException.class)
        .hasMessage("its lease: IOException: stale handle");
    pass(1_000 * Patience.USUAL_SECONDS);
    assertThatThrownBy(first::require)
        .isInstanceOf(UnknownRecordException.class)
        .hasMessage(
            "/runs/001: nobody knows whether this process still owns the run, since its lease"
                + " cannot be read or written; it has stopped, and the same command goes on:"
                + " IOException: stale handle");
    assertThat(RunLease.PROOF_MILLIS).isLessThan(LeaseContender.EXPIRY_MILLIS);
  }

  @Test
  void aShortTroubleOfTheFileSystemEndsNothing() throws IOException {
    FakeStore files = store.same();
    RunLease first = take(files, "a", false);
    files.before(
        operation -> {
          throw new IOException("for a moment");
        });
    pass(RunLease.PROOF_MILLIS - 1);
    first.require();
    files.before(operation -> {});
    pass(RunLease.PROOF_MILLIS);
    first.require();
  }

  @Test
  void anOwnerThatSeesItsLeaseAgainGoesOnUnlessSomebodyHasTakenIt() throws IOException {
    for (boolean taken : new boolean[] {false, true}) {
      FakeStore files = store.same();
      RunLease first = take(files, taken ? "c" : "a", true);
      files.before(
          operation -> {
            throw new IOException("stale handle");
          });
      pass(2 * LeaseContender.EXPIRY_MILLIS);
      first.beat();
      assertThatThrownBy(first::require).isInstanceOf(IOException.class);
      files.before(operation -> {});
      if (taken) {
        take(store.same(), "d", true);
        assertThatThrownBy(first::require).isInstanceOf(RunOwnedException.class);
      } else {
        first.require();
      }
    }
  }

  @Test
  void anOwnerWhoseLeaseWasRemovedStops() throws IOException {
    RunLease first = take("a");
    store.delete("0000000001.json");
    first.beat();
    assertThatThrownBy(first::require)
        .isInstanceOf(RunOwnedException.class)
        .hasMessageContaining("the lease of this process was removed");
  }

  @Test
  void whoeverIsKilledWhileTakingARunLeavesItToTheNext() throws IOException {
    for (int change = 0; change < 12; change++) {
      FakeStore files = new FakeStore();
      state = State.UNKNOWN;
      take(files.same(), "first", false);
      state = State.GONE;
      int at = change;
      try {
        take(files.same().killBefore(at), "killed", false).close();
      } catch (Killed e) {
        assertThat(at).isLessThan(12);
      }
      RunLease next = take(files.same(), "next", false);
      next.require();
      assertThat(files.names()).as("killed at %d", at).hasSize(2);
    }
  }

  @Test
  void whereTwoFilesOfOneNameCanBeMadeTheLastOneCounts() throws IOException {
    store.inclusive();
    List<RunLease> owners = new ArrayList<>();
    FakeStore first = store.same();
    first.before(
        operation -> {
          if (operation.startsWith("create")) {
            first.before(none -> {});
            state = State.ALIVE;
            attempt(store.same(), "b", owners);
          }
        });
    attempt(first, "a", owners);
    owners.forEach(RunLease::beat);
    assertThat(owners.stream().map(RunLeaseTest::owns)).containsExactly(false, true);
    assertThat(holder()).isEqualTo("a");
  }
}
