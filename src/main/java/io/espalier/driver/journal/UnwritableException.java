package io.espalier.driver.journal;

/**
 * A place where a run leaves something takes nothing: it is full, read-only, or not permitted. What
 * is recorded is kept, and the same command goes on once there is room.
 */
public final class UnwritableException extends JournalException {
  private static final long serialVersionUID = 1L;

  /**
   * @param place the file or folder
   */
  public UnwritableException(String place, Throwable why) {
    super(
        place
            + " cannot be written: "
            + Folder.firstLine(why)
            + "; what is recorded is kept, and the same command goes on from there",
        why);
  }
}
