package io.espalier.driver.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/**
 * How long a write is tried again that a file system refuses: after 1, 2, 4 … s, at most 30 s
 * apart.
 */
public final class Patience {
  /** Setting of Hadoop's, else of the JVM: seconds after which a refusal counts; 0 for at once. */
  static final String SECONDS = "espalier.storage.patience-seconds";

  static final long USUAL_SECONDS = 240;
  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 30_000;

  /** The first refusal counts. */
  public static final Patience NONE = new Patience(0, LeaseTime.SYSTEM, line -> {});

  private final long mostMillis;
  private final LeaseTime time;
  private final Consumer<String> notices;

  /**
   * @param notices told in one line when something is refused for the first time
   */
  Patience(long mostMillis, LeaseTime time, Consumer<String> notices) {
    this.mostMillis = mostMillis;
    this.time = time;
    this.notices = notices;
  }

  /**
   * As the configuration says.
   *
   * @param notices told in one line when something is refused for the first time
   */
  public static Patience of(Configuration hadoop, Consumer<String> notices) {
    return new Patience(mostMillis(hadoop), LeaseTime.SYSTEM, notices);
  }

  /** Milliseconds after which a refusal counts. */
  static long mostMillis(Configuration hadoop) {
    long seconds = hadoop.getLong(SECONDS, Long.getLong(SECONDS, USUAL_SECONDS));
    return 1_000 * Math.max(0, seconds);
  }

  /** Something that a file system may refuse. */
  public interface Attempt {
    /**
     * Does it.
     *
     * @param again whether it was tried before, and may have been done although it was refused
     */
    void run(boolean again) throws IOException;
  }

  /**
   * Tries until it is done.
   *
   * @param what for a person
   * @throws IOException the last refusal, when the time is up or the thread is interrupted
   */
  void until(String what, Attempt attempt) throws IOException {
    long begun = time.millis();
    long pause = FIRST_MILLIS;
    for (int tried = 0; ; tried++) {
      try {
        attempt.run(tried > 0);
        if (tried > 0) {
          notices.accept(what + " is written, after " + (time.millis() - begun) / 1_000 + " s");
        }
        return;
      } catch (FileAlreadyExistsException | NoSuchFileException said) {
        throw said; // no refusal
      } catch (IOException refused) {
        long left = begun + mostMillis - time.millis();
        if (left <= 0) {
          throw refused;
        }
        if (tried == 0) {
          notices.accept(trouble(what, refused));
        }
        pause(Math.min(pause, left), refused);
        pause = Math.min(2 * pause, LONGEST_MILLIS);
      }
    }
  }

  /**
   * Tries until it is done.
   *
   * @param place the file or folder that is written
   * @throws UnwritableException with the last refusal, when the time is up
   */
  public void write(String place, Attempt attempt) {
    try {
      until(place, attempt);
    } catch (IOException refused) {
      throw new UnwritableException(place, refused);
    }
  }

  private String trouble(String what, IOException refused) {
    return what
        + " cannot be written now: "
        + Folder.firstLine(refused)
        + "; trying again for "
        + mostMillis / 1_000
        + " s, and trials wait";
  }

  private void pause(long millis, IOException refused) throws IOException {
    time.pause(millis);
    if (Thread.currentThread().isInterrupted()) {
      throw refused;
    }
  }
}
