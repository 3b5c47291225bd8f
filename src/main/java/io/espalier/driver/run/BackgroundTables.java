package io.espalier.driver.run;

import io.espalier.driver.tables.TableWriter;
import io.espalier.search.history.History;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A run's tables, refreshed by a thread of their own, so that no slot waits for them. What goes
 * wrong there is thrown by the next call.
 */
final class BackgroundTables implements AutoCloseable {
  private final TableWriter tables;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread daemon = new Thread(work, "espalier-tables");
            daemon.setDaemon(true);
            return daemon;
          });
  private CompletableFuture<Void> refresh = CompletableFuture.allOf();

  BackgroundTables(TableWriter tables) {
    this.tables = tables;
  }

  /** Whether the last refresh has come to an end. */
  boolean idle() {
    return refresh.isDone();
  }

  /** Begins to add what is new in the history as it stands now. */
  void refresh(History history) {
    await();
    refresh = CompletableFuture.runAsync(tables.refreshing(history), thread);
  }

  /** Makes every table one file, sorted by trial. */
  void compact(History history) {
    await();
    tables.compact(history);
  }

  /** Whether every table is there. */
  boolean complete() {
    await();
    return tables.complete();
  }

  private void await() {
    try {
      refresh.join();
    } catch (CompletionException failure) {
      refresh = CompletableFuture.allOf();
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failure;
    }
  }

  /** Waits for what is being written; half a table is of no use to anybody. */
  @Override
  public void close() {
    thread.shutdown();
    refresh.handle((done, failure) -> true).join();
  }
}
