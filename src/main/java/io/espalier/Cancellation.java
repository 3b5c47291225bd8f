package io.espalier;

import java.util.ArrayList;
import java.util.List;

/**
 * Ends runs from outside: whoever holds it may cancel at any time and from any thread. A run ends
 * within a moment, its jobs with it, and goes on later where it was. Once cancelled it stays so.
 */
public final class Cancellation {
  private final List<Runnable> actions = new ArrayList<>();
  private boolean asked;

  /** Asks every run that holds this to end. */
  public void cancel() {
    List<Runnable> due;
    synchronized (this) {
      asked = true;
      due = List.copyOf(actions);
    }
    due.forEach(Runnable::run);
  }

  /** Whether somebody has cancelled. */
  public synchronized boolean asked() {
    return asked;
  }

  /**
   * Ends here if somebody has cancelled.
   *
   * @throws CancelledException if so
   */
  public void requireGoingOn() {
    if (asked()) {
      throw new CancelledException();
    }
  }

  /**
   * Has something done when somebody cancels, at once if that has happened.
   *
   * @return takes it back when closed
   */
  public Registration whenAsked(Runnable action) {
    boolean now;
    synchronized (this) {
      now = asked;
      actions.add(action);
    }
    if (now) {
      action.run();
    }
    return () -> {
      synchronized (this) {
        actions.remove(action);
      }
    };
  }

  /** What was asked for, until it is closed. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }
}
