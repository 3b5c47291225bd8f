package io.espalier.driver.journal;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * That this process owns a run, which only one does at a time: see {@link LeaseFolder} for how, and
 * {@link LeaseContender} for when an owner counts as dead. While it is held, a thread shows every
 * {@value #BEAT_MILLIS} ms that its owner lives, and finds out whether it still is the owner.
 *
 * <p>An owner that was taken over writes nothing more. One that has not been able to see that it
 * was not for {@value #PROOF_MILLIS} ms writes nothing until it has; if that takes longer than its
 * {@link Patience}, it stops. Should it not know yet, the numbers of the journal's files, each made
 * once, are the last fence.
 */
public final class RunLease implements AutoCloseable, Fence {
  static final long BEAT_MILLIS = 3_000;

  /** A proof may be so old; then the next write asks for one of its own. */
  static final long ASK_MILLIS = 2 * BEAT_MILLIS;

  /** Without a proof for so long, nothing is written: half of what makes others take over. */
  static final long PROOF_MILLIS = LeaseContender.EXPIRY_MILLIS / 2;

  private static final Logger LOG = LoggerFactory.getLogger(RunLease.class);

  private final Folder run;
  private final LeaseFolder files;
  private final LeaseTime time;
  private final Owner self;
  private final long number;
  private final Consumer<String> notices;
  private final ScheduledExecutorService heart =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread daemon = new Thread(work, "espalier-lease");
            daemon.setDaemon(true);
            return daemon;
          });
  private Future<?> beats = CompletableFuture.allOf();
  private volatile long provenAtMillis;
  private volatile Optional<JournalException> lost = Optional.empty();
  private volatile Optional<IOException> unproven = Optional.empty();
  private Optional<Thread> worker = Optional.empty();

  RunLease(
      Folder run,
      LeaseFolder files,
      LeaseTime time,
      Owner self,
      long number,
      Consumer<String> notices) {
    this.run = run;
    this.files = files;
    this.time = time;
    this.self = self;
    this.number = number;
    this.notices = notices;
    this.provenAtMillis = time.millis();
  }

  /**
   * Takes a run, does something with it and gives it back. If the run is taken over meanwhile, the
   * thread that works is interrupted, and whatever its work ends with, this ends with the reason.
   *
   * @param run the run's folder, a local path or Hadoop URI; made if it is not there
   * @param notices told in one line from whom the run comes, if it was not given back
   * @throws RunOwnedException if another process owns the run, before or after the work began
   * @throws UnwritableException if the lease cannot be written
   */
  public static <T> T holding(
      String run,
      Configuration hadoop,
      Claim claim,
      Consumer<String> notices,
      Function<RunLease, T> work) {
    try (RunLease lease = take(run, hadoop, claim, notices)) {
      return lease.during(work);
    }
  }

  /** Takes a run until it is closed; see {@link #holding}. */
  static RunLease take(String run, Configuration hadoop, Claim claim, Consumer<String> notices) {
    Folder home = Folder.of(run, hadoop);
    Folder folder = home.child("lease");
    try {
      JournalStore store = JournalStore.forWriting(folder);
      if (!store.exclusive()) {
        notices.accept(
            home.text()
                + ": this file system may not create files exclusively; do not start two commands"
                + " on one run within the same second");
      }
      LeaseFolder files = new LeaseFolder(store);
      Owner self = Owner.here(claim.command());
      long number =
          new LeaseContender(home, files, new HostProcesses(), LeaseTime.SYSTEM, notices)
              .take(self, claim.force());
      RunLease lease = new RunLease(home, files, LeaseTime.SYSTEM, self, number, notices);
      lease.live();
      return lease;
    } catch (IOException e) {
      throw new UnwritableException(folder.text(), e);
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a beat keeps what goes wrong itself
  private void live() {
    beats = heart.scheduleWithFixedDelay(this::beat, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** The run. */
  Folder run() {
    return run;
  }

  /** Told what a person should know. */
  Consumer<String> notices() {
    return notices;
  }

  private <T> T during(Function<RunLease, T> work) {
    synchronized (this) {
      worker = Optional.of(Thread.currentThread());
    }
    try {
      T result = work.apply(this);
      if (lost.isPresent()) {
        throw lost.get();
      }
      return result;
    } catch (Exception | Error failure) { // Scala throws checked exceptions undeclared
      if (lost.isPresent() && lost.get() != failure) {
        lost.get().addSuppressed(failure);
        throw lost.get();
      }
      throw failure;
    } finally {
      finished();
    }
  }

  /** The interruption was for the work alone. */
  private synchronized void finished() {
    worker = Optional.empty();
    if (lost.isPresent()) {
      Thread.interrupted();
    }
  }

  @Override
  public void require() throws IOException {
    if (lost.isEmpty() && time.millis() - provenAtMillis > ASK_MILLIS) {
      beat();
    }
    if (lost.isPresent()) {
      throw lost.get();
    }
    if (time.millis() - provenAtMillis >= PROOF_MILLIS && unproven.isPresent()) {
      throw unproven.get();
    }
  }

  /** Finds out whether the run is this process's own, and shows that it lives if so. */
  void beat() {
    try {
      long highest = files.highest();
      if (highest == number && files.owner(number).filter(self::differs).isEmpty()) {
        files.beat(number);
        provenAtMillis = time.millis();
        unproven = Optional.empty();
      } else {
        lose(new RunOwnedException(taken(highest)));
      }
    } catch (IOException | RuntimeException e) {
      unproven = Optional.of(new IOException("its lease: " + Folder.firstLine(e), e));
      long mostMillis = PROOF_MILLIS + Patience.mostMillis(run.hadoop());
      if (time.millis() - provenAtMillis >= mostMillis) {
        lose(
            new UnknownRecordException(
                run.text()
                    + ": nobody knows whether this process still owns the run, since its lease"
                    + " cannot be read or written; it has stopped, and the same command goes on: "
                    + Folder.firstLine(e),
                e));
      }
    }
  }

  private String taken(long highest) throws IOException {
    return run.text()
        + (highest < number
            ? ": the lease of this process was removed"
            : " was taken over by "
                + files.owner(highest).map(Owner::text).orElse("another process"))
        + "; this process has stopped, and what it has recorded is kept";
  }

  private synchronized void lose(JournalException why) {
    if (lost.isEmpty()) {
      lost = Optional.of(why);
      worker.ifPresent(Thread::interrupt);
    }
  }

  /** Gives the run back; also says that this process has stopped if the run was taken from it. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted(); // would end every write
    try {
      beats.cancel(false);
      heart.shutdown();
      interrupted |= !stopped();
      files.end(number);
    } catch (IOException e) {
      LOG.info("{} could not be given back: {}", run.text(), Folder.firstLine(e));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for the last beat; whether nobody interrupted that. */
  private boolean stopped() {
    try {
      heart.awaitTermination(BEAT_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }
}
