package io.espalier.driver.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Makes many files of a journal few: {@value #WIDTH} that follow each other become one, {@value
 * #WIDTH} of those one again, so that an event is written three times at most, however long the
 * run. Only for the run's owner.
 *
 * <p>A merged file is on disk before any of those that it stands for is deleted, and readers take
 * the widest file that there is: a crash at any point loses nothing, and {@link #tidy} removes what
 * it left.
 */
final class JournalMerger {
  /** Files that become one. */
  static final int WIDTH = 64;

  /** Files that are larger together stay as they are, since a file is read into memory whole. */
  private static final long LARGEST_BYTES = 32L << 20;

  private final Folder folder;
  private final JournalStore store;
  private final Set<JournalPiece> large = new HashSet<>();

  JournalMerger(Folder folder, JournalStore store) {
    this.folder = folder;
    this.store = store;
  }

  /** Whether there may be something to merge once this file is there. */
  static boolean due(int number) {
    return number % WIDTH == 0;
  }

  /** Deletes files that a merged one covers. */
  void tidy() throws IOException {
    List<JournalPiece> all = JournalContent.pieces(store.names());
    List<JournalPiece> needed = uncovered(all);
    Set<JournalPiece> covered = new LinkedHashSet<>(all);
    needed.forEach(covered::remove);
    for (JournalPiece piece : covered) {
      store.delete(piece.name());
    }
  }

  /**
   * Merges what can be merged.
   *
   * @param files the number of the last file that was acknowledged
   * @param fence passed before each file that is written
   * @throws DamagedJournalException if a file is not as it was written
   */
  void merge(int files, Fence fence) throws IOException {
    for (long width = WIDTH; width <= WIDTH * WIDTH; width *= WIDTH) {
      for (List<JournalPiece> block : blocks(width).values()) {
        JournalPiece merged = together(block);
        boolean whole = merged.last() - merged.first() + 1 == width && merged.last() <= files;
        if (whole && block.size() > 1 && !large.contains(merged)) {
          fence.require();
          merge(block, merged);
        }
      }
    }
  }

  /** The files that readers take, by the block that they lie in. */
  private SortedMap<Long, List<JournalPiece>> blocks(long width) throws IOException {
    return uncovered(JournalContent.pieces(store.names())).stream()
        .collect(
            Collectors.groupingBy(
                piece -> (piece.first() - 1) / width, TreeMap::new, Collectors.toList()));
  }

  /** Those of the pieces, in their order, that no wider one covers. */
  static List<JournalPiece> uncovered(List<JournalPiece> pieces) {
    List<JournalPiece> uncovered = new ArrayList<>();
    long reached = 0;
    for (JournalPiece piece : pieces) {
      if (piece.last() > reached) {
        uncovered.add(piece);
        reached = piece.last();
      }
    }
    return uncovered;
  }

  private static JournalPiece together(List<JournalPiece> block) {
    return new JournalPiece(block.get(0).first(), block.get(block.size() - 1).last());
  }

  private void merge(List<JournalPiece> block, JournalPiece merged) throws IOException {
    List<VerifiedFile> files = new ArrayList<>();
    long bytes = 0;
    for (JournalPiece piece : block) {
      VerifiedFile file = verified(piece, files);
      files.add(file);
      bytes += file.bytes().length;
      if (bytes > LARGEST_BYTES) {
        large.add(merged);
        return;
      }
    }
    store.replace(merged.name(), MergedFile.encode(files));
    for (JournalPiece piece : block) {
      store.delete(piece.name());
    }
  }

  /** A file that follows those before it; of the first, the file before is taken at its word. */
  private VerifiedFile verified(JournalPiece piece, List<VerifiedFile> before) throws IOException {
    String where = folder.child(piece.name()).text();
    byte[] bytes = store.read(piece.name());
    return before.isEmpty()
        ? VerifiedFile.first(where, bytes, piece)
        : VerifiedFile.of(where, bytes, piece, before.get(before.size() - 1).hash());
  }
}
