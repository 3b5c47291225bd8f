package io.espalier.driver.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A disk in memory that outlives the processes which use it. One process at a time may; it may be
 * killed at any change, before it, in the middle of it or after it, and whatever it still tries
 * then, from whatever thread, throws {@link Killed}.
 */
final class MortalDisk {
  /** When, with respect to a change, the process is killed. */
  enum Moment {
    BEFORE,
    /** Of a write, which leaves the first half; of a deletion, which leaves some. */
    DURING
  }

  /** The end of a process; no code of the program expects it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed(String why) {
      super(why);
    }
  }

  /** A file, or a folder where there is no content. */
  record Entry(Optional<byte[]> content, long atMillis) {
    boolean folder() {
      return content.isEmpty();
    }

    int length() {
      return content.map(bytes -> bytes.length).orElse(0);
    }
  }

  /** What is on a disk whose process was killed at a change. */
  record Remains(String change, Moment moment, NavigableMap<String, Entry> entries) {
    /** A disk on which it lies. */
    MortalDisk disk() {
      MortalDisk disk = new MortalDisk();
      disk.entries.putAll(entries);
      return disk;
    }
  }

  private final NavigableMap<String, Entry> entries = new TreeMap<>();
  private final List<String> changes = new ArrayList<>();
  private final List<Remains> remains = new ArrayList<>();
  private int process;
  private boolean alive;
  private int killAt = -1;
  private Moment moment = Moment.BEFORE;

  MortalDisk() {
    entries.put("/", folder());
  }

  private static Entry folder() {
    return new Entry(Optional.empty(), System.currentTimeMillis());
  }

  /** Begins a process that nobody kills; what the one before was is over. */
  synchronized int begin() {
    return begin(-1, Moment.BEFORE);
  }

  /** Begins a process that is killed at its n-th change, counted from 0. */
  synchronized int begin(int change, Moment when) {
    changes.clear();
    remains.clear();
    killAt = change;
    moment = when;
    alive = true;
    return ++process;
  }

  /** The changes of the process that was begun last. */
  synchronized List<String> changes() {
    return List.copyOf(changes);
  }

  /** What kills of the process that was begun last would have left, at each of its changes. */
  synchronized List<Remains> remains() {
    return List.copyOf(remains);
  }

  /** Whether the process that was begun last has not been killed. */
  synchronized boolean alive() {
    return alive;
  }

  /** All files, and folders with a slash behind. */
  synchronized List<String> all() {
    return entries.entrySet().stream()
        .map(entry -> entry.getKey() + (entry.getValue().folder() ? "/" : ""))
        .toList();
  }

  /** Replaces text in all files below a folder, as nobody who is alive does. */
  synchronized void edit(String folder, String pattern, String with) {
    entries.replaceAll(
        (path, entry) ->
            path.startsWith(folder) && !entry.folder()
                ? new Entry(
                    entry
                        .content()
                        .map(bytes -> text(bytes).replaceAll(pattern, with).getBytes(UTF_8)),
                    entry.atMillis())
                : entry);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  /** Whether a change happens at once, so that nothing is in the middle of it. */
  static boolean isWhole(String change) {
    return !change.startsWith("write") && !change.startsWith("delete");
  }

  private interface Change {
    void make() throws IOException;
  }

  private void change(int who, String what, Change half, Change whole) throws IOException {
    require(who);
    boolean last = changes.size() == killAt;
    changes.add(what);
    remember(what, half);
    if (last) {
      if (moment == Moment.DURING) {
        half.make();
      }
      alive = false;
      require(who);
    }
    whole.make();
  }

  private void remember(String what, Change half) throws IOException {
    NavigableMap<String, Entry> before = new TreeMap<>(entries);
    remains.add(new Remains(what, Moment.BEFORE, before));
    if (!isWhole(what)) {
      half.make();
      remains.add(new Remains(what, Moment.DURING, new TreeMap<>(entries)));
      entries.clear();
      entries.putAll(before);
    }
  }

  private void require(int who) {
    if (who != process || !alive) {
      throw new Killed("process " + who + " has been killed");
    }
  }

  synchronized Optional<Entry> find(int who, String path) {
    require(who);
    return Optional.ofNullable(entries.get(path));
  }

  synchronized byte[] read(int who, String path) throws IOException {
    return find(who, path)
        .flatMap(Entry::content)
        .orElseThrow(() -> new FileNotFoundException(path));
  }

  /** Names in a folder, in order. */
  synchronized List<String> names(int who, String folder) {
    require(who);
    String prefix = folder.equals("/") ? "/" : folder + "/";
    return entries.tailMap(prefix).keySet().stream()
        .takeWhile(path -> path.startsWith(prefix))
        .map(path -> path.substring(prefix.length()))
        .filter(name -> !name.isEmpty() && name.indexOf('/') < 0)
        .toList();
  }

  synchronized void makeFolder(int who, String path) throws IOException {
    if (!entries.containsKey(path)) {
      change(who, "make " + path, () -> {}, () -> makeAll(path));
    }
  }

  private void makeAll(String path) throws IOException {
    Entry there = entries.get(path);
    if (there != null && !there.folder()) {
      throw new IOException(path + " is a file");
    }
    if (there == null) {
      makeAll(parent(path));
      entries.put(path, folder());
    }
  }

  synchronized void create(int who, String path) throws IOException {
    change(
        who,
        "create " + path,
        () -> {},
        () -> {
          makeAll(parent(path));
          put(path, new byte[0]);
        });
  }

  /** Writes to the disk what was given to a file. */
  synchronized void write(int who, String path, byte[] content) throws IOException {
    change(
        who,
        "write " + path,
        () -> put(path, Arrays.copyOf(content, content.length / 2)),
        () -> {
          if (!entries.containsKey(path)) {
            throw new FileNotFoundException(path);
          }
          put(path, content);
        });
  }

  private void put(String path, byte[] content) {
    entries.put(path, new Entry(Optional.of(content.clone()), System.currentTimeMillis()));
  }

  /** Renames at once, a folder with all in it. */
  synchronized void rename(int who, String from, String to) throws IOException {
    change(
        who,
        "rename " + from + " to " + to,
        () -> {},
        () -> {
          makeAll(parent(to));
          NavigableMap<String, Entry> moved = new TreeMap<>(below(from));
          moved.keySet().forEach(entries::remove);
          below(to).keySet().stream().toList().forEach(entries::remove);
          moved.forEach((path, entry) -> entries.put(to + path.substring(from.length()), entry));
        });
  }

  synchronized boolean delete(int who, String path) throws IOException {
    require(who);
    List<String> gone = List.copyOf(below(path).keySet());
    if (gone.isEmpty()) {
      return false;
    }
    change(
        who,
        "delete " + path,
        () -> gone.subList(gone.size() / 2, gone.size()).forEach(entries::remove),
        () -> gone.forEach(entries::remove));
    return true;
  }

  /** A path and all in it. */
  private NavigableMap<String, Entry> below(String path) {
    NavigableMap<String, Entry> below = new TreeMap<>();
    entries.forEach(
        (each, entry) -> {
          if (each.equals(path) || each.startsWith(path + "/")) {
            below.put(each, entry);
          }
        });
    return below;
  }

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }
}
