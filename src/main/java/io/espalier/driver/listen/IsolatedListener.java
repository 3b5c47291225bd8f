package io.espalier.driver.listen;

import io.espalier.RunListener;
import io.espalier.SearchProgress;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A listener with a queue and a thread of its own. */
final class IsolatedListener {
  private final RunListener listener;
  private final BiConsumer<IsolatedListener, String> complaints;
  private final BlockingQueue<Consumer<RunListener>> waiting =
      new ArrayBlockingQueue<>(RunListener.QUEUE);
  private final AtomicReference<Optional<SearchProgress>> progress =
      new AtomicReference<>(Optional.empty());
  private final AtomicBoolean thrown = new AtomicBoolean();
  private final AtomicBoolean late = new AtomicBoolean();
  private final Thread thread;
  private volatile boolean over;

  /**
   * @param complaints told, once for each kind, what is wrong with this listener
   */
  IsolatedListener(RunListener listener, BiConsumer<IsolatedListener, String> complaints) {
    this.listener = listener;
    this.complaints = complaints;
    this.thread = new Thread(this::work, "espalier-listener-" + name());
    thread.setDaemon(true);
    thread.start();
  }

  private String name() {
    return listener.getClass().getName();
  }

  /** Has a call made, in its turn. */
  void tell(Consumer<RunListener> call) {
    if (!waiting.offer(call) && late.compareAndSet(false, true)) {
      complaints.accept(
          this, "the listener " + name() + " is too slow and misses events; the record has all");
    }
  }

  /** Tells how far the search is; what has not been told of it yet is forgotten. */
  void searching(SearchProgress now) {
    if (progress.getAndSet(Optional.of(now)).isEmpty()) {
      tell(told -> progress.getAndSet(Optional.empty()).ifPresent(told::searching));
    }
  }

  /** Reached once all calls that wait now have been made. */
  CountDownLatch mark() {
    CountDownLatch reached = new CountDownLatch(1);
    tell(told -> reached.countDown());
    return reached;
  }

  /** No further calls will come; those that wait are still made. */
  void end() {
    over = true;
    waiting.offer(told -> {}); // wakes a thread that waits; where it is full, none does
  }

  /**
   * Waits for the last call; one that hangs is left alone.
   *
   * @param untilNanos until when, by {@link System#nanoTime}
   */
  void await(long untilNanos) {
    long millis = Math.max(1, (untilNanos - System.nanoTime()) / 1_000_000);
    try {
      thread.join(millis);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void work() {
    try {
      while (!over || !waiting.isEmpty()) {
        make(waiting.take());
      }
      make(RunListener::ends);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nothing that a listener throws may end its thread, or a program that has many of them. */
  @SuppressWarnings("CatchAndPrintStackTrace")
  private void make(Consumer<RunListener> call) {
    try {
      call.accept(listener);
    } catch (Exception | LinkageError | AssertionError | StackOverflowError failure) {
      if (thrown.compareAndSet(false, true)) {
        complaints.accept(this, "the listener " + name() + " fails: " + firstLine(failure));
      }
    }
  }

  private static String firstLine(Throwable failure) {
    return failure.toString().lines().findFirst().orElse("");
  }
}
