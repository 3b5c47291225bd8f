package io.espalier.driver.listen;

import io.espalier.RunListener;
import io.espalier.SearchProgress;
import io.espalier.driver.tables.TableException;
import io.espalier.driver.tables.TableWriter;
import io.espalier.search.history.Event;
import io.espalier.search.history.FollowedHistory;
import io.espalier.search.history.History;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps a run's tables fresh while it goes on: at most every {@value #REFRESH_MILLIS} ms. A refresh
 * that fails is a notice, and the next one tries again. At the end the run itself writes them
 * whole, by {@link #complete}.
 */
public final class TableRefresh implements RunListener {
  private static final long REFRESH_MILLIS = 30_000;

  private final TableWriter tables;
  private final Consumer<String> notices;
  private final long everyNanos;
  private final FollowedHistory history = new FollowedHistory();
  private boolean fresh = true;
  private boolean complained;
  private boolean completed;
  private long refreshedAtNanos = System.nanoTime();

  /** Refreshes these tables; what goes wrong is told in one line, once. */
  public TableRefresh(TableWriter tables, Consumer<String> notices) {
    this(tables, notices, REFRESH_MILLIS);
  }

  TableRefresh(TableWriter tables, Consumer<String> notices, long everyMillis) {
    this.tables = tables;
    this.notices = notices;
    this.everyNanos = everyMillis * 1_000_000;
  }

  @Override
  public void begins(String folder, List<Event> before) {
    history.append(before);
  }

  @Override
  public void recorded(List<Event> events) {
    history.append(events);
    fresh = false;
    refreshIfDue();
  }

  @Override
  public void searching(SearchProgress progress) {
    refreshIfDue();
  }

  private synchronized void refreshIfDue() {
    Optional<History> known = history.known();
    if (fresh
        || completed
        || known.isEmpty()
        || System.nanoTime() - refreshedAtNanos < everyNanos) {
      return;
    }
    try {
      tables.refresh(known.get());
      fresh = true;
    } catch (TableException failure) {
      if (!complained) {
        complained = true;
        notices.accept("tables could not be refreshed: " + failure.getMessage());
      }
    }
    refreshedAtNanos = System.nanoTime();
  }

  /**
   * Writes every table whole; nothing is refreshed from here on.
   *
   * @param recorded the run's own history
   * @throws TableException if a table cannot be written
   */
  public synchronized void complete(History recorded) {
    completed = true;
    tables.compact(recorded);
  }

  /** Whether every table is there. */
  public synchronized boolean isComplete() {
    return tables.complete();
  }
}
