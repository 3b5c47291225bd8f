package io.espalier.driver.cluster;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A value that a thread of its own makes, while whoever is to need it does something else.
 *
 * @param <T> what is made
 */
public final class Ahead<T> implements AutoCloseable {
  private final CompletableFuture<T> made = new CompletableFuture<>();

  private Ahead() {}

  /**
   * Begins to make a value.
   *
   * @param what the name of the thread
   */
  public static <T> Ahead<T> of(String what, Supplier<T> maker) {
    Ahead<T> ahead = new Ahead<>();
    Thread thread = new Thread(() -> ahead.make(maker), what);
    thread.setDaemon(true);
    thread.start();
    return ahead;
  }

  private void make(Supplier<T> maker) {
    try {
      made.complete(maker.get());
    } catch (Throwable failure) { // is the asker's, whatever it is
      made.completeExceptionally(failure);
    }
  }

  /** The value, once it is there; throws what making it threw. */
  public T get() {
    try {
      return made.join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RuntimeException thrown) {
        throw thrown;
      } else if (failure.getCause() instanceof Error thrown) {
        throw thrown;
      }
      throw failure;
    }
  }

  /** Waits until nothing is being made any more; what became of it is nobody's concern. */
  @Override
  public void close() {
    made.handle((value, failure) -> true).join();
  }
}
