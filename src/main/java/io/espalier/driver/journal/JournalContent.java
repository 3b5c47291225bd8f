package io.espalier.driver.journal;

import io.espalier.search.history.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a journal holds, verified; of a damaged one the beginning, up to the damage.
 *
 * @param files the number of the last whole file; 0 if there is none
 * @param lastHash SHA-256 of that file as it was appended; empty if there is none
 * @param torn the name of a further file of which a crash has left only a part
 * @param damage why the files behind cannot be read
 */
record JournalContent(
    List<Event> events,
    int files,
    String lastHash,
    Optional<String> torn,
    Optional<DamagedJournalException> damage) {
  private static final Logger LOG = LoggerFactory.getLogger(JournalContent.class);

  /** How the name of a file ends that broke off and was set aside. */
  static final String SET_ASIDE = ".torn";

  /** How often the folder may have changed while it was read. */
  private static final int ATTEMPTS = 20;

  /**
   * Reads a journal. Files that a merged one covers are left alone. Another process may append and
   * merge meanwhile: what looks damaged while the folder changes is looked at again.
   *
   * @throws JournalException if it is damaged, or of a newer Espalier
   */
  static JournalContent read(Folder folder, JournalStore store) throws IOException {
    JournalContent content = readable(folder, store);
    if (content.damage.isPresent()) {
      throw content.damage.get();
    }
    return content;
  }

  /**
   * The same of a journal that may be damaged.
   *
   * @throws JournalException if it is of a newer Espalier
   */
  static JournalContent readable(Folder folder, JournalStore store) throws IOException {
    List<String> names = store.names();
    for (int attempt = 1; ; attempt++) {
      Reading reading = new Reading(folder, store);
      Optional<NoSuchFileException> gone = Optional.empty();
      try {
        reading.read(pieces(names));
      } catch (NoSuchFileException e) {
        gone = Optional.of(e);
      }
      List<String> now = gone.isEmpty() && reading.damage.isEmpty() ? names : store.names();
      if (attempt == ATTEMPTS || now.equals(names)) {
        if (gone.isPresent()) {
          throw gone.get();
        }
        return reading.content();
      }
      names = now;
    }
  }

  /** One time through the files. */
  private static final class Reading {
    private final Folder folder;
    private final JournalStore store;
    private final List<Event> events = new ArrayList<>();
    private Optional<String> torn = Optional.empty();
    private Optional<DamagedJournalException> damage = Optional.empty();
    private String previous = "";
    private long files;

    Reading(Folder folder, JournalStore store) {
      this.folder = folder;
      this.store = store;
    }

    /** Up to the end, or the first damage. While events are decoded the next file is verified. */
    void read(List<JournalPiece> pieces) throws IOException {
      List<JournalPiece> needed = JournalMerger.uncovered(pieces);
      try {
        CompletableFuture<Optional<VerifiedFile>> next = verifiedAside(needed, 0, "");
        for (int at = 0; at < needed.size() && torn.isEmpty(); at++) {
          Optional<VerifiedFile> file = awaited(next);
          if (file.isPresent()) {
            next = verifiedAside(needed, at + 1, file.get().hash());
            take(file.get());
          } else {
            torn = Optional.of(needed.get(at).name());
          }
        }
      } catch (DamagedJournalException e) {
        damage = Optional.of(e);
      }
    }

    private void take(VerifiedFile file) {
      events.addAll(file.events());
      previous = file.hash();
      files = file.piece().last();
    }

    /** One of the files, which follows the one of that hash; none at the end, or if it is torn. */
    private CompletableFuture<Optional<VerifiedFile>> verifiedAside(
        List<JournalPiece> needed, int at, String before) {
      return at == needed.size()
          ? CompletableFuture.completedFuture(Optional.empty())
          : CompletableFuture.supplyAsync(() -> verified(needed, at, before));
    }

    private Optional<VerifiedFile> verified(List<JournalPiece> needed, int at, String before) {
      JournalPiece piece = needed.get(at);
      requireNext(folder, piece, at == 0 ? 1 : needed.get(at - 1).last() + 1);
      try {
        byte[] bytes = store.read(piece.name());
        boolean last = at == needed.size() - 1;
        return last && !piece.merged() && VerifiedFile.torn(bytes)
            ? Optional.empty()
            : Optional.of(VerifiedFile.of(folder.child(piece.name()).text(), bytes, piece, before));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static <T> T awaited(CompletableFuture<T> result) throws IOException {
      try {
        return result.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof UncheckedIOException unreadable) {
          throw unreadable.getCause();
        }
        if (e.getCause() instanceof JournalException refused) {
          throw refused;
        }
        throw e;
      }
    }

    JournalContent content() {
      return new JournalContent(events, (int) files, previous, torn, damage);
    }
  }

  /** How the run was opened: the first event of the first file; empty if there is none. */
  static Optional<Event.RunOpened> opening(Folder folder, JournalStore store) throws IOException {
    List<JournalPiece> pieces = pieces(store.names());
    if (pieces.isEmpty()) {
      return Optional.empty();
    }
    JournalPiece first = pieces.get(0);
    requireNext(folder, first, 1);
    String where = folder.child(first.name()).text();
    Event event = VerifiedFile.of(where, store.read(first.name()), first, "").firstEvent();
    VerifiedFile.check(
        event instanceof Event.RunOpened, where, "it does not begin with how the run was opened");
    return Optional.of((Event.RunOpened) event);
  }

  /** The journal's files among the names, in the order in which they are read. */
  static List<JournalPiece> pieces(List<String> names) {
    return names.stream()
        .map(JournalPiece::of)
        .flatMap(Optional::stream)
        .sorted(JournalPiece.ORDER)
        .toList();
  }

  private static void requireNext(Folder folder, JournalPiece piece, long expected) {
    if (piece.first() != expected) {
      throw new DamagedJournalException(
          folder.child(JournalPiece.appended(expected).name()).text()
              + " is missing, but "
              + piece.name()
              + " is there: the journal is damaged");
    }
  }

  /** Moves a torn file out of the way; the run goes on from the file before. */
  JournalContent setAside(Folder folder, JournalStore store) throws IOException {
    if (torn.isPresent()) {
      String name = torn.get() + SET_ASIDE;
      store.rename(torn.get(), name);
      LOG.warn(
          "{} broke off in the middle when the process or the machine ended; it is kept as {} and"
              + " the run goes on from the file before it",
          folder.child(torn.get()).text(),
          name);
    }
    return new JournalContent(events, files, lastHash, Optional.empty(), damage);
  }
}
