package io.espalier;

import io.espalier.search.history.Event;
import java.util.List;

/**
 * Told what happens in a run: a screen, a log, another system's tracking. Given by a program in
 * {@link RunOptions}, or found: a class with a public constructor without parameters whose name
 * stands in {@code META-INF/services/io.espalier.RunListener} on the class path listens to every
 * run.
 *
 * <p>Each listener has a thread and a queue of its own: it is told everything in order, one call at
 * a time, and however long it takes or whatever it throws, no trial waits and no run ends for it.
 * One that throws is named in a notice, once, and told on; one that falls more than {@value #QUEUE}
 * calls behind misses what does not fit, and a notice says so. What it misses is in the run's
 * record.
 */
public interface RunListener {
  /** Calls that may wait for a listener. */
  int QUEUE = 10_000;

  /**
   * The run's record is open.
   *
   * @param folder the run's folder, a path or Hadoop URI
   * @param before what the record holds already; empty for a new run
   */
  default void begins(String folder, List<Event> before) {}

  /** These events, in the record's order, are on disk. */
  default void recorded(List<Event> events) {}

  /** Something a person should know: a resumed run, a changed version. One line. */
  default void notice(String line) {}

  /** The search has moved on; of several moves in a short time only the last is told. */
  default void searching(SearchProgress progress) {}

  /** So many of so many trainings that confirm the best trials have come back. */
  default void confirming(int done, int total) {}

  /** So many of so many models have been trained again. */
  default void retraining(int done, int total) {}

  /** Nothing more will be told, whether the run is finished or broke off. */
  default void ends() {}

  /** Sees nothing. */
  RunListener NONE = new RunListener() {};
}
