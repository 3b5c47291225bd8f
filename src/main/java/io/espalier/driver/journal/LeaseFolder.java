package io.espalier.driver.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The files of a run's lease, {@code <run>/lease/}. {@code 0000000001.json} names an owner; the
 * next number, which is made only once, names the next, and from then on the one before is owner no
 * more. {@code 0000000001.beat} is written again and again while its owner lives, {@code
 * 0000000001.ended} when it has stopped. The highest number is never deleted, so a number is never
 * given twice to owners.
 */
final class LeaseFolder {
  private static final Pattern NAME = Pattern.compile("[0-9]{10}\\.json");
  private static final Pattern ANY = Pattern.compile("[0-9]{10}\\.(json|beat|ended)");
  private static final Pattern UNFINISHED =
      Pattern.compile("\\.[0-9]{10}\\.(json|beat|ended)\\..*\\.tmp");

  private static final int DIGITS = 10;

  private final JournalStore store;

  LeaseFolder(JournalStore store) {
    this.store = store;
  }

  /** The number of the lease that counts; 0 if there never was one. */
  long highest() throws IOException {
    return store.names().stream()
        .filter(name -> NAME.matcher(name).matches())
        .mapToLong(LeaseFolder::number)
        .max()
        .orElse(0);
  }

  /** Who holds a lease; empty while its file is not there whole. */
  Optional<Owner> owner(long number) throws IOException {
    byte[] bytes;
    try {
      bytes = store.read(name(number, "json"));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    try {
      return Optional.of(Owner.decode(bytes));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Makes a lease; whether there was none of that number. */
  boolean create(long number, Owner owner) throws IOException {
    try {
      store.create(name(number, "json"), owner.encode());
      return true;
    } catch (FileAlreadyExistsException | NoSuchFileException e) {
      return false;
    }
  }

  void beat(long number) throws IOException {
    store.touch(name(number, "beat"));
  }

  boolean ended(long number) throws IOException {
    return store.names().contains(name(number, "ended"));
  }

  /** Says that the owner has stopped; on a full disk too, as long as it has shown that it lives. */
  void end(long number) throws IOException {
    try {
      store.create(name(number, "ended"), new byte[] {'\n'});
      store.delete(name(number, "beat"));
    } catch (FileAlreadyExistsException e) {
      return;
    } catch (IOException e) {
      store.rename(name(number, "beat"), name(number, "ended"));
    }
  }

  /** When the owner last showed that it lives, in milliseconds by the file system's clock. */
  long lastBeatMillis(long number) throws IOException {
    return Math.max(
        modifiedMillis(name(number, "json")).orElse(Long.MIN_VALUE),
        modifiedMillis(name(number, "beat")).orElse(Long.MIN_VALUE));
  }

  /** Now, by the file system's clock. */
  long nowMillis() throws IOException {
    String probe = JournalStore.temporary("probe");
    try {
      store.touch(probe);
      return store.modifiedMillis(probe);
    } finally {
      store.delete(probe);
    }
  }

  /** Removes what former leases left, and those who wanted them. */
  void removeBefore(long number) throws IOException {
    for (String name : store.names()) {
      boolean former = ANY.matcher(name).matches() && number(name) < number;
      boolean wanted = UNFINISHED.matcher(name).matches() && number(name.substring(1)) <= number;
      if (former || wanted) {
        store.delete(name);
      }
    }
  }

  private Optional<Long> modifiedMillis(String name) throws IOException {
    try {
      return Optional.of(store.modifiedMillis(name));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static long number(String name) {
    return Long.parseLong(name.substring(0, DIGITS));
  }

  private static String name(long number, String kind) {
    return String.format(Locale.ROOT, "%010d.%s", number, kind);
  }
}
