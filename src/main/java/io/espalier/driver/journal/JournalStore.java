package io.espalier.driver.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Locale;

/** The files of one folder, a journal's or a lease's, on some file system. */
interface JournalStore {
  /** How {@link #create} writes. */
  JournalFile.Writing writing();

  /** Whether of two processes that {@link #create} the same file at once surely one fails. */
  boolean exclusive();

  /** Makes the folder, if it is not there. */
  void makeFolder() throws IOException;

  /** Names of all files, in order; none where the folder does not exist. */
  List<String> names() throws IOException;

  /**
   * A file's content.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  byte[] read(String name) throws IOException;

  /**
   * Makes a file that survives a crash of the machine once this returns.
   *
   * @throws FileAlreadyExistsException if there is one of that name; it is left as it is
   */
  void create(String name, byte[] content) throws IOException;

  /**
   * Makes a file, or puts it in the place of the one of that name: a reader sees the whole of the
   * one or of the other. It survives a crash of the machine once this returns.
   */
  void replace(String name, byte[] content) throws IOException;

  /** Makes a small file, or writes it again, so that its time is now; it need not survive. */
  void touch(String name) throws IOException;

  /**
   * When a file was last written, in milliseconds by the clock of the file system.
   *
   * @throws java.nio.file.NoSuchFileException if there is none
   */
  long modifiedMillis(String name) throws IOException;

  /** Gives a file another name. */
  void rename(String name, String newName) throws IOException;

  /** Deletes a file, if it is there. */
  void delete(String name) throws IOException;

  /** The store of a folder, made if it is not there; finds out how files are best written. */
  static JournalStore forWriting(Folder folder) throws IOException {
    if (folder.local().isPresent()) {
      return LocalStore.forWriting(folder.local().get());
    }
    HadoopStore store = new HadoopStore(folder);
    store.makeFolder();
    return store;
  }

  /** The store of a folder that is only read. */
  static JournalStore forReading(Folder folder) throws IOException {
    return folder.local().isPresent()
        ? new LocalStore(folder.local().get(), true)
        : new HadoopStore(folder);
  }

  /** The name of a file that is being written, and of what a crash leaves of one. */
  static boolean isTemporary(String name) {
    return name.startsWith(".") && name.endsWith(".tmp");
  }

  /** A temporary name that no other thread or process on this machine uses. */
  static String temporary(String name) {
    long thread = Thread.currentThread().getId();
    long process = ProcessHandle.current().pid();
    return String.format(Locale.ROOT, ".%s.%d-%d-%d.tmp", name, process, thread, System.nanoTime());
  }
}
