package io.espalier.driver.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Files in memory, with a clock of their own. Before each operation it may stop the process that
 * asks, let another one work, or refuse.
 */
final class FakeStore implements JournalStore {
  /** What happens before an operation. */
  interface Interposed {
    void before(String operation) throws IOException;
  }

  /** The end of the process that works; nothing of it runs any more. */
  static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final class Written {
    private final byte[] content;
    private final long atMillis;

    private Written(byte[] content, long atMillis) {
      this.content = content;
      this.atMillis = atMillis;
    }
  }

  private final SortedMap<String, Written> files;
  private final long[] clock;
  private Interposed interposed = operation -> {};
  private Interposed answering = operation -> {};
  private boolean exclusive = true;

  FakeStore() {
    this(new ConcurrentSkipListMap<>(), new long[] {1_000_000});
  }

  private FakeStore(SortedMap<String, Written> files, long[] clock) {
    this.files = files;
    this.clock = clock;
  }

  /** The same files as another process sees them. */
  FakeStore same() {
    FakeStore same = new FakeStore(files, clock);
    same.exclusive = exclusive;
    return same;
  }

  /** A copy of the files as they are. */
  FakeStore copy() {
    return new FakeStore(new ConcurrentSkipListMap<>(files), clock.clone());
  }

  FakeStore before(Interposed next) {
    interposed = next;
    return this;
  }

  /** What happens when a file was made, and nobody has been told. */
  FakeStore afterCreate(Interposed next) {
    answering = next;
    return this;
  }

  /** Kills the process before its n-th change, counted from 0. */
  FakeStore killBefore(int change) {
    int[] seen = {0};
    return before(
        operation -> {
          if (!operation.startsWith("read") && !operation.startsWith("names")) {
            if (seen[0]++ == change) {
              throw new Killed();
            }
          }
        });
  }

  void inclusive() {
    exclusive = false;
  }

  void pass(long millis) {
    clock[0] += millis;
  }

  @Override
  public JournalFile.Writing writing() {
    return JournalFile.Writing.WHOLE;
  }

  @Override
  public boolean exclusive() {
    return exclusive;
  }

  @Override
  public void makeFolder() {}

  @Override
  public List<String> names() throws IOException {
    interposed.before("names");
    return List.copyOf(files.keySet());
  }

  @Override
  public byte[] read(String name) throws IOException {
    interposed.before("read " + name);
    return file(name).content.clone();
  }

  @Override
  public void create(String name, byte[] content) throws IOException {
    interposed.before("create " + name);
    if (exclusive && files.containsKey(name)) {
      throw new FileAlreadyExistsException(name);
    }
    files.put(name, new Written(content.clone(), clock[0]));
    answering.before("create " + name);
  }

  @Override
  public void replace(String name, byte[] content) throws IOException {
    interposed.before("replace " + name);
    files.put(name, new Written(content.clone(), clock[0]));
  }

  @Override
  public void touch(String name) throws IOException {
    interposed.before("touch " + name);
    files.put(name, new Written(new byte[] {'\n'}, clock[0]));
  }

  @Override
  public long modifiedMillis(String name) throws IOException {
    interposed.before("read time " + name);
    return file(name).atMillis;
  }

  @Override
  public void rename(String name, String newName) throws IOException {
    interposed.before("rename " + name);
    files.put(newName, file(name));
    files.remove(name);
  }

  @Override
  public void delete(String name) throws IOException {
    interposed.before("delete " + name);
    files.remove(name);
  }

  private Written file(String name) throws IOException {
    Written file = files.get(name);
    if (file == null) {
      throw new NoSuchFileException(name);
    }
    return file;
  }
}
