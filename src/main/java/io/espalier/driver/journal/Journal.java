package io.espalier.driver.journal;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The record of a run: {@code <run>/journal/0000000001.json} and so on, each a batch of events;
 * later many of them become one ({@link JournalMerger}). An event is on disk once {@link #append}
 * has returned, and a file is there whole or not at all, whatever happens to the process. Only the
 * owner of the run's lease writes; should two processes believe that they are, the first file that
 * both try to make ends the slower one. Every file carries the checksum of the one before, so that
 * a changed, exchanged or missing file is noticed; only a missing last file cannot be.
 */
public final class Journal implements AutoCloseable {
  private static final String NAME = "journal";
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

  private final Folder folder;
  private final JournalStore store;
  private final Fence fence;
  private final Patience patience;
  private final Runnable closing;
  private final List<Event> events;
  private final JournalMerger merger;
  private final ExecutorService merging =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread daemon = new Thread(work, "espalier-journal");
            daemon.setDaemon(true);
            return daemon;
          });
  private CompletableFuture<Void> merged = CompletableFuture.allOf();
  private int files;
  private String lastHash;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    BROKEN,
    CLOSED
  }

  private Journal(
      Folder folder,
      JournalStore store,
      Fence fence,
      Patience patience,
      Runnable closing,
      JournalContent content) {
    this.folder = folder;
    this.store = store;
    this.fence = fence;
    this.patience = patience;
    this.closing = closing;
    this.merger = new JournalMerger(folder, store);
    this.events = new ArrayList<>(content.events());
    this.files = content.files();
    this.lastHash = content.lastHash();
  }

  /**
   * Begins the journal of a new run.
   *
   * @param lease of the run
   * @throws JournalException if it has a journal already
   * @throws UnwritableException if it cannot be written
   */
  public static Journal create(RunLease lease) {
    return created(forWriting(lease, () -> {}));
  }

  /**
   * The same for a run of which this process has no lease; the journal holds it until it is closed.
   *
   * @param run the run's folder, a local path or Hadoop URI
   */
  public static Journal create(String run, Configuration hadoop) {
    return created(withLease(run, hadoop));
  }

  private static Journal created(Journal journal) {
    if (journal.files > 0) {
      journal.close();
      throw new JournalException(journal.folder.text() + " is a journal already");
    }
    return journal;
  }

  /**
   * Opens a run's journal to go on with it. What a crash left of unfinished files is removed.
   *
   * @param lease of the run
   * @throws JournalException if there is none, or it is damaged
   */
  public static Journal open(RunLease lease) {
    Folder folder = lease.run().child(NAME);
    if (!exists(folder)) {
      throw missing(folder);
    }
    return opened(forWriting(lease, () -> {}));
  }

  /**
   * The same for a run of which this process has no lease; the journal holds it until it is closed.
   *
   * @param run the run's folder, a local path or Hadoop URI
   */
  public static Journal open(String run, Configuration hadoop) {
    require(run, hadoop);
    return opened(withLease(run, hadoop));
  }

  private static Journal opened(Journal journal) {
    if (journal.files == 0) {
      journal.close();
      throw missing(journal.folder);
    }
    journal.merge();
    return journal;
  }

  /**
   * The events of a run, read without changing anything, also while another process appends.
   *
   * @throws JournalException if there is no journal, or it is damaged
   */
  public static List<Event> read(String run, Configuration hadoop) {
    Folder folder = folder(run, hadoop);
    JournalContent content = readOnly(folder);
    if (content.files() == 0) {
      throw missing(folder);
    }
    return List.copyOf(content.events());
  }

  /**
   * How a run was opened, read from the beginning of its journal alone.
   *
   * @param lease of the run: nobody else merges its files
   * @throws JournalException if there is no journal, or its first file is damaged
   */
  public static Event.RunOpened opening(RunLease lease) {
    Folder folder = lease.run().child(NAME);
    try {
      return JournalContent.opening(folder, JournalStore.forReading(folder))
          .orElseThrow(() -> missing(folder));
    } catch (DamagedJournalException e) {
      throw damaged(folder, String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /** As {@link #read}, replayed. */
  public static History history(String run, Configuration hadoop) {
    return replay(folder(run, hadoop), read(run, hadoop));
  }

  /** Whether the run's folder holds a journal with at least one file that is not broken off. */
  public static boolean exists(String run, Configuration hadoop) {
    return exists(folder(run, hadoop));
  }

  /**
   * Checks that a folder is a run's, before anything is written there.
   *
   * @throws JournalException if it holds no journal
   */
  public static void require(String run, Configuration hadoop) {
    if (!exists(run, hadoop)) {
      throw missing(folder(run, hadoop));
    }
  }

  private static boolean exists(Folder folder) {
    try {
      JournalStore store = JournalStore.forReading(folder);
      List<JournalPiece> pieces = JournalContent.pieces(store.names());
      boolean one = pieces.equals(List.of(JournalPiece.appended(1)));
      return one ? !VerifiedFile.torn(store.read(pieces.get(0).name())) : !pieces.isEmpty();
    } catch (NoSuchFileException e) {
      return true; // merged in this moment
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  /** All events, those appended since included, in order. */
  public List<Event> events() {
    return Collections.unmodifiableList(events);
  }

  /**
   * The history its events make.
   *
   * @throws JournalException if they contradict each other
   */
  public History history() {
    return replay(folder, events);
  }

  /**
   * Writes events, all or none, however long that takes within the {@link Patience}. After a
   * failure nothing more can be appended.
   *
   * @throws RunOwnedException if another process has taken this run over
   * @throws UnknownRecordException if nobody knows whether they are on disk
   */
  public synchronized void append(List<? extends Event> batch) {
    if (state != State.OPEN) {
      throw new JournalException(
          folder.text() + (state == State.CLOSED ? " is closed" : " could not be written before"));
    }
    if (batch.isEmpty()) {
      return;
    }
    int number = files + 1;
    byte[] content =
        new JournalFile(number, store.writing(), lastHash, List.copyOf(batch)).encode();
    write(JournalFile.name(number), content);
    state = State.OPEN;
    files = number;
    lastHash = JournalFile.sha256(content, 0);
    events.addAll(batch);
    if (JournalMerger.due(number)) {
      merge();
    }
  }

  /** Begins to merge files, aside; the run does not depend on it. */
  private synchronized void merge() {
    int acknowledged = files;
    merged = CompletableFuture.runAsync(() -> merge(acknowledged), merging);
  }

  private void merge(int acknowledged) {
    try {
      merger.merge(acknowledged, fence);
    } catch (IOException | JournalException e) {
      LOG.warn("{}: its files stay as they are: {}", folder.text(), Folder.firstLine(e));
    }
  }

  /** Closes the journal, once what can be merged is. */
  @Override
  public void close() {
    synchronized (this) {
      if (state == State.CLOSED) {
        return;
      }
      state = State.CLOSED;
      merging.shutdown();
    }
    merged.handle((done, failure) -> true).join();
    closing.run();
  }

  private void write(String name, byte[] content) {
    boolean interrupted = Thread.interrupted(); // would end the write half done
    try {
      patience.until(folder.child(name).text(), again -> create(name, content, again));
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw new RunOwnedException(
          folder.child(name).text()
              + " was written by another process: two processes run the same experiment; this one"
              + " ends, the other goes on",
          e);
    } catch (IOException e) {
      throw new UnknownRecordException(
          folder.child(name).text() + " cannot be written: " + Folder.firstLine(e), e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void create(String name, byte[] content, boolean again) throws IOException {
    fence.require();
    state = State.BROKEN;
    try {
      store.create(name, content);
    } catch (FileAlreadyExistsException e) {
      if (!again || !isOwn(store.read(name), content)) {
        throw e;
      }
      store.replace(name, content); // whoever refused may not have brought it to the disk
    }
  }

  /** Whether a file is what this process wrote before, whole or, where that can be, in part. */
  private boolean isOwn(byte[] there, byte[] content) {
    int length = store.writing() == JournalFile.Writing.WHOLE ? content.length : there.length;
    return length <= content.length && Arrays.equals(there, 0, there.length, content, 0, length);
  }

  private static Journal withLease(String run, Configuration hadoop) {
    RunLease lease = RunLease.take(run, hadoop, Claim.of("a program"), LOG::warn);
    try {
      return forWriting(lease, lease::close);
    } catch (JournalException e) {
      lease.close();
      throw e;
    }
  }

  private static Journal forWriting(RunLease lease, Runnable closing) {
    Folder folder = lease.run().child(NAME);
    try {
      Patience patience = Patience.of(folder.hadoop(), lease.notices());
      return forWriting(folder, JournalStore.forWriting(folder), lease, patience, closing);
    } catch (IOException e) {
      throw new UnwritableException(folder.text(), e);
    }
  }

  /** Only its owner may call this: it removes and sets aside what it finds unfinished. */
  static Journal forWriting(
      Folder folder, JournalStore store, Fence fence, Patience patience, Runnable closing)
      throws IOException {
    fence.require();
    store.makeFolder();
    for (String name : store.names()) {
      if (JournalStore.isTemporary(name)) {
        store.delete(name);
      }
    }
    JournalContent content = content(folder, store).setAside(folder, store);
    Journal journal = new Journal(folder, store, fence, patience, closing, content);
    journal.merger.tidy();
    return journal;
  }

  private static JournalContent readOnly(Folder folder) {
    try {
      return content(folder, JournalStore.forReading(folder));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static JournalContent content(Folder folder, JournalStore store) throws IOException {
    try {
      return JournalContent.read(folder, store);
    } catch (DamagedJournalException e) {
      throw damaged(folder, String.valueOf(e.getMessage()), e);
    }
  }

  private static JournalException missing(Folder folder) {
    return new JournalException(folder.text() + " holds no journal");
  }

  private static History replay(Folder folder, List<Event> events) {
    try {
      return History.of(events);
    } catch (IllegalArgumentException e) {
      throw damaged(folder, folder.text() + " contradicts itself: " + e.getMessage(), e);
    }
  }

  private static DamagedJournalException damaged(Folder folder, String what, Exception e) {
    String run = new Folder(folder.path().getParent(), folder.hadoop()).text();
    return new DamagedJournalException(
        what + "; espalier doctor --run " + run + " tells what can be saved", e);
  }

  private static JournalException unreadable(Folder folder, IOException e) {
    return new JournalException(folder.text() + " cannot be read: " + Folder.firstLine(e), e);
  }

  private static Folder folder(String run, Configuration hadoop) {
    return Folder.of(run, hadoop).child(NAME);
  }
}
