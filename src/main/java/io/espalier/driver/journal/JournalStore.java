package io.espalier.driver.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Locale;

/** The files of one journal on some file system. */
interface JournalStore {
  /** How {@link #create} writes. */
  JournalFile.Writing writing();

  /** Makes the folder, if it is not there. */
  void makeFolder() throws IOException;

  /** Names of all files, in order; none where the folder does not exist. */
  List<String> names() throws IOException;

  /** A file's content. */
  byte[] read(String name) throws IOException;

  /**
   * Makes a file that survives a crash of the machine once this returns.
   *
   * @throws FileAlreadyExistsException if there is one of that name; it is left as it is
   */
  void create(String name, byte[] content) throws IOException;

  /** Gives a file another name. */
  void rename(String name, String newName) throws IOException;

  /** Deletes a file, if it is there. */
  void delete(String name) throws IOException;

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
