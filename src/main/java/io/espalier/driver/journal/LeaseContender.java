package io.espalier.driver.journal;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Somebody who wants a run: looks whether its owner lives, and makes the next lease if not.
 *
 * <p>Two contenders want the same number, which is made once; the other one looks again. Whether an
 * owner lives is asked of its machine if that is this one. Elsewhere the file system's own times
 * are compared with each other, never two clocks; and since those of some file systems come from
 * their clients, an owner that looks dead is watched for a while before it counts as dead.
 */
final class LeaseContender {
  /** An owner whose heartbeat is older, on another machine, may be dead. */
  static final long EXPIRY_MILLIS = 60_000;

  /** So long it is watched then. */
  static final long WATCH_MILLIS = 3 * RunLease.BEAT_MILLIS + 1_000;

  /** So long a living owner whose run is taken has to stop. */
  static final long STOP_MILLIS = 30_000;

  private static final long LOOK_AGAIN_MILLIS = 100;

  private final Folder run;
  private final LeaseFolder files;
  private final Processes processes;
  private final LeaseTime time;
  private final Consumer<String> notices;

  LeaseContender(
      Folder run,
      LeaseFolder files,
      Processes processes,
      LeaseTime time,
      Consumer<String> notices) {
    this.run = run;
    this.files = files;
    this.processes = processes;
    this.time = time;
    this.notices = notices;
  }

  /** What is known of the owner of a lease. */
  private enum Holding {
    ENDED,
    STALE,
    LIVE
  }

  /**
   * Makes a lease for this owner.
   *
   * @return its number
   * @throws RunOwnedException if another owner lives and is not forced
   */
  long take(Owner owner, boolean force) throws IOException {
    while (true) {
      long before = files.highest();
      Holding holding = holding(before);
      if (holding == Holding.LIVE && !force) {
        throw held(before);
      }
      String former = name(before);
      if (files.create(before + 1, owner) && confirmed(before + 1, owner)) {
        welcome(before, holding, former);
        files.removeBefore(before + 1);
        return before + 1;
      }
    }
  }

  /**
   * Whether a number that this process made is what counts: somebody who slept for long may have
   * made one that was given, and removed, long ago; some file systems let two make one.
   */
  private boolean confirmed(long number, Owner owner) throws IOException {
    return files.highest() == number && files.owner(number).filter(owner::differs).isEmpty();
  }

  private void welcome(long before, Holding holding, String former) throws IOException {
    if (holding == Holding.STALE) {
      notices.accept(
          run.text()
              + " was left by "
              + former
              + ", which gives no sign of life; going on with it");
    } else if (holding == Holding.LIVE) {
      notices.accept(run.text() + " is taken from " + former + "; waiting until that has stopped");
      awaitEnd(before);
    }
  }

  private void awaitEnd(long number) throws IOException {
    long begun = time.millis();
    Optional<Owner> owner = files.owner(number);
    while (!files.ended(number)
        && owner.map(processes::of).orElse(Processes.State.UNKNOWN) != Processes.State.GONE
        && time.millis() - begun < STOP_MILLIS) {
      time.pause(LOOK_AGAIN_MILLIS);
    }
  }

  private Holding holding(long number) throws IOException {
    if (number == 0 || files.ended(number)) {
      return Holding.ENDED;
    }
    return switch (files.owner(number).map(processes::of).orElse(Processes.State.UNKNOWN)) {
      case ALIVE -> Holding.LIVE;
      case GONE -> Holding.STALE;
      case UNKNOWN -> beats(number) ? Holding.LIVE : Holding.STALE;
    };
  }

  private boolean beats(long number) throws IOException {
    long last = files.lastBeatMillis(number);
    if (Math.abs(files.nowMillis() - last) <= EXPIRY_MILLIS) {
      return true;
    }
    notices.accept(
        run.text()
            + " has an owner without a heartbeat, "
            + name(number)
            + "; watching it for "
            + WATCH_MILLIS / 1_000
            + " s");
    long begun = time.millis();
    while (time.millis() - begun < WATCH_MILLIS) {
      time.pause(LOOK_AGAIN_MILLIS);
      if (files.lastBeatMillis(number) != last || files.highest() != number) {
        return true;
      }
    }
    return false;
  }

  private RunOwnedException held(long number) throws IOException {
    return new RunOwnedException(
        run.text()
            + " is in use by "
            + name(number)
            + "; wait until it has ended, or take the run from it with --take-over");
  }

  private String name(long number) throws IOException {
    return files.owner(number).map(Owner::text).orElse("a process that has just begun");
  }
}
