package io.espalier.driver.run;

import io.espalier.Cancellation;
import io.espalier.RunListener;
import io.espalier.driver.journal.Journal;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * A run's journal, its history and its listeners, kept in step: an event is in the journal before
 * anybody acts on it or hears of it.
 */
final class RunRecord implements AutoCloseable {
  private static final int BATCH = 1_000;

  private final Journal journal;
  private final History history;
  private final RunListener listener;
  private final Cancellation cancellation;
  private final List<Event> staged = new ArrayList<>();
  private long stagedAtNanos;

  /** A record that nobody listens to and nobody cancels. */
  RunRecord(Journal journal) {
    this(journal, RunListener.NONE, new Cancellation());
  }

  RunRecord(Journal journal, RunListener listener, Cancellation cancellation) {
    this.journal = journal;
    this.history = History.of(journal.events());
    this.listener = listener;
    this.cancellation = cancellation;
  }

  History history() {
    return history;
  }

  /**
   * Records events as one file of the journal. After a cancellation only what is certain: a
   * training whose job was cancelled says nothing about its model.
   *
   * @throws io.espalier.CancelledException if somebody has cancelled; what is certain is recorded
   */
  void append(List<? extends Event> events) {
    flush();
    List<Event> certain =
        events.stream()
            .filter(event -> !cancellation.asked() || isCertain(event))
            .map(Event.class::cast)
            .toList();
    write(certain);
    certain.forEach(history::append);
    requireGoingOn();
  }

  private static boolean isCertain(Event event) {
    if (event instanceof Event.Retrained retrained) {
      return retrained.outcome().status() != Outcome.Status.FAILED;
    }
    if (event instanceof Event.TrialConfirmed confirmed) {
      return confirmed.outcome().status() != Outcome.Status.FAILED;
    }
    return !(event instanceof Event.TrialFinished finished)
        || finished.outcome().status() != Outcome.Status.FAILED;
  }

  /**
   * Ends the run here if somebody has cancelled it.
   *
   * @throws io.espalier.CancelledException if so
   */
  void requireGoingOn() {
    cancellation.requireGoingOn();
  }

  /**
   * Records an event together with others: the history has it at once, for the next decision, the
   * journal by the next {@link #flush}, which must come before anybody acts on it.
   *
   * @throws io.espalier.CancelledException if somebody has cancelled and it is not certain
   */
  void stage(Event event) {
    if (!isCertain(event)) {
      requireGoingOn();
    }
    history.append(event);
    if (staged.isEmpty()) {
      stagedAtNanos = System.nanoTime();
    }
    staged.add(event);
    if (staged.size() == BATCH) {
      flush();
    }
  }

  /** Milliseconds since the first event that the journal does not have; 0 if it has all. */
  long stagedMillis() {
    return staged.isEmpty() ? 0 : (System.nanoTime() - stagedAtNanos) / 1_000_000;
  }

  /** Whether the journal has everything. */
  boolean flushed() {
    return staged.isEmpty();
  }

  /** Writes what was staged as one file of the journal. */
  void flush() {
    write(List.copyOf(staged));
    staged.clear();
  }

  private void write(List<Event> events) {
    if (!events.isEmpty()) {
      journal.append(events);
      listener.recorded(events);
    }
  }

  /** Writes what was staged first: it has happened, whatever ends the run. */
  @Override
  public void close() {
    try (journal) {
      flush();
    }
  }
}
