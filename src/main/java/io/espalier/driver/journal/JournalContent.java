package io.espalier.driver.journal;

import io.espalier.search.history.Event;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a journal holds, verified.
 *
 * @param files the number of the last whole file; 0 if there is none
 * @param lastHash SHA-256 of that file as it was appended; empty if there is none
 * @param torn the name of a further file of which a crash has left only a part
 */
record JournalContent(List<Event> events, int files, String lastHash, Optional<String> torn) {
  private static final Logger LOG = LoggerFactory.getLogger(JournalContent.class);

  /** How often the folder may have changed while it was read. */
  private static final int ATTEMPTS = 20;

  /** Files in memory at once, each of 32 MB at most. */
  private static final int AT_ONCE = 8;

  /**
   * Reads a journal. Files that a merged one covers are left alone. Another process may append and
   * merge meanwhile: what looks damaged while the folder changes is looked at again.
   *
   * @throws JournalException if it is damaged, or of a newer Espalier
   */
  static JournalContent read(Folder folder, JournalStore store) throws IOException {
    List<String> names = store.names();
    for (int attempt = 1; ; attempt++) {
      try {
        return read(folder, store, names);
      } catch (NoSuchFileException | DamagedJournalException e) {
        List<String> now = store.names();
        if (attempt == ATTEMPTS || now.equals(names)) {
          throw e;
        }
        names = now;
      }
    }
  }

  private static JournalContent read(Folder folder, JournalStore store, List<String> names)
      throws IOException {
    List<JournalPiece> pieces = pieces(names);
    List<Event> events = new ArrayList<>();
    List<VerifiedFile> verified = new ArrayList<>();
    Optional<String> torn = Optional.empty();
    String previous = "";
    long files = 0;
    for (JournalPiece piece : pieces) {
      if (piece.last() <= files) {
        continue; // covered
      }
      requireNext(folder, piece, files + 1);
      byte[] bytes = store.read(piece.name());
      boolean last = piece.equals(pieces.get(pieces.size() - 1)) && !piece.merged();
      if (last && VerifiedFile.torn(bytes)) {
        torn = Optional.of(piece.name());
        break;
      }
      VerifiedFile file =
          VerifiedFile.of(folder.child(piece.name()).text(), bytes, piece, previous);
      verified.add(file);
      if (verified.size() == AT_ONCE) {
        moveEvents(verified, events);
      }
      previous = file.hash();
      files = piece.last();
    }
    moveEvents(verified, events);
    return new JournalContent(events, (int) files, previous, torn);
  }

  /** Decodes on all cores: that is what takes long. */
  private static void moveEvents(List<VerifiedFile> files, List<Event> events) {
    files.parallelStream().map(VerifiedFile::events).toList().forEach(events::addAll);
    files.clear();
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
      String name = torn.get() + ".torn";
      store.rename(torn.get(), name);
      LOG.warn(
          "{} broke off in the middle when the process or the machine ended; it is kept as {} and"
              + " the run goes on from the file before it",
          folder.child(torn.get()).text(),
          name);
    }
    return new JournalContent(events, files, lastHash, Optional.empty());
  }
}
