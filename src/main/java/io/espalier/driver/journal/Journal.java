package io.espalier.driver.journal;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * The record of a run: {@code <run>/journal/0000000001.json} and so on, each a batch of events. An
 * event is on disk once {@link #append} has returned, and a file is there whole or not at all,
 * whatever happens to the process. Two processes on one run are told apart by the first file that
 * both try to make: it ends the slower one. Every file carries the checksum of the one before, so
 * that a changed, exchanged or missing file is noticed; only a missing last file cannot be.
 */
public final class Journal implements AutoCloseable {
  private final Folder folder;
  private final JournalStore store;
  private final List<Event> events;
  private int files;
  private String lastHash;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    BROKEN,
    CLOSED
  }

  private Journal(Folder folder, JournalStore store, JournalContent content) {
    this.folder = folder;
    this.store = store;
    this.events = new ArrayList<>(content.events());
    this.files = content.files();
    this.lastHash = content.lastHash();
  }

  /**
   * Begins the journal of a new run.
   *
   * @param run the run's folder, a local path or Hadoop URI
   * @throws JournalException if it has a journal already or cannot be written
   */
  public static Journal create(String run, Configuration hadoop) {
    Journal journal = forWriting(run, hadoop);
    if (journal.files > 0) {
      throw new JournalException(journal.folder.text() + " is a journal already");
    }
    return journal;
  }

  /**
   * Opens a run's journal to go on with it. What a crash left of unfinished files is removed.
   *
   * @throws JournalException if there is none, or it is damaged
   */
  public static Journal open(String run, Configuration hadoop) {
    if (!exists(run, hadoop)) {
      throw missing(folder(run, hadoop));
    }
    Journal journal = forWriting(run, hadoop);
    if (journal.files == 0) {
      throw missing(journal.folder);
    }
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

  /** As {@link #read}, replayed. */
  public static History history(String run, Configuration hadoop) {
    return replay(folder(run, hadoop), read(run, hadoop));
  }

  /** Whether the run's folder holds a journal with at least one file. */
  public static boolean exists(String run, Configuration hadoop) {
    Folder folder = folder(run, hadoop);
    try {
      return store(folder).names().stream().anyMatch(JournalFile::isName);
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
   * Writes events, all or none. After a failure nothing more can be appended.
   *
   * @throws JournalException if they could not be written, or another process writes this run
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
    state = State.BROKEN;
    write(JournalFile.name(number), content);
    state = State.OPEN;
    files = number;
    lastHash = JournalFile.sha256(content, 0);
    events.addAll(batch);
  }

  @Override
  public synchronized void close() {
    state = State.CLOSED;
  }

  private void write(String name, byte[] content) {
    try {
      store.create(name, content);
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      throw new JournalException(
          folder.child(name).text()
              + " was written by another process: two processes run the same experiment; this one"
              + " ends, the other goes on",
          e);
    } catch (IOException e) {
      throw new JournalException(
          folder.child(name).text() + " cannot be written: " + Folder.firstLine(e), e);
    }
  }

  private static Journal forWriting(String run, Configuration hadoop) {
    Folder folder = folder(run, hadoop);
    try {
      JournalStore store =
          folder.local().isPresent() ? LocalStore.forWriting(folder.local().get()) : store(folder);
      return forWriting(folder, store);
    } catch (IOException e) {
      throw new JournalException(folder.text() + " cannot be written: " + Folder.firstLine(e), e);
    }
  }

  static Journal forWriting(Folder folder, JournalStore store) throws IOException {
    store.makeFolder();
    for (String name : store.names()) {
      if (JournalStore.isTemporary(name)) {
        store.delete(name);
      }
    }
    return new Journal(folder, store, JournalContent.read(folder, store).setAside(folder, store));
  }

  private static JournalContent readOnly(Folder folder) {
    try {
      return JournalContent.read(folder, store(folder));
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  private static JournalException missing(Folder folder) {
    return new JournalException(folder.text() + " holds no journal");
  }

  private static History replay(Folder folder, List<Event> events) {
    try {
      return History.of(events);
    } catch (IllegalArgumentException e) {
      throw new JournalException(folder.text() + " contradicts itself: " + e.getMessage(), e);
    }
  }

  private static JournalException unreadable(Folder folder, IOException e) {
    return new JournalException(folder.text() + " cannot be read: " + Folder.firstLine(e), e);
  }

  private static Folder folder(String run, Configuration hadoop) {
    return Folder.of(run, hadoop).child("journal");
  }

  private static JournalStore store(Folder folder) throws IOException {
    return folder.local().isPresent()
        ? new LocalStore(folder.local().get(), true)
        : new HadoopStore(folder);
  }
}
