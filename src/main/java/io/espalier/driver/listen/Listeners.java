package io.espalier.driver.listen;

import io.espalier.RunListener;
import io.espalier.SearchProgress;
import io.espalier.search.history.Event;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All listeners of a run as one. Every call returns at once; what a listener makes of it happens on
 * that listener's thread.
 */
public final class Listeners implements RunListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

  /** Milliseconds that the end of a run waits for slow listeners, all together. */
  private static final long PATIENCE_MILLIS = 10_000;

  private final List<IsolatedListener> all = new CopyOnWriteArrayList<>();

  /** These listeners. */
  public Listeners(List<? extends RunListener> given) {
    given.forEach(this::add);
  }

  /** Another one, which is told what happens from now on. */
  public void add(RunListener listener) {
    all.add(new IsolatedListener(listener, this::complain));
  }

  /** These, and those that the class path offers. What cannot be made of the latter is a notice. */
  public static Listeners withFound(List<? extends RunListener> given) {
    List<RunListener> listeners = new ArrayList<>(given);
    List<String> broken = new ArrayList<>();
    Iterator<RunListener> found = ServiceLoader.load(RunListener.class).iterator();
    boolean more = true;
    while (more) {
      try {
        more = found.hasNext();
        if (more) {
          listeners.add(found.next());
        }
      } catch (ServiceConfigurationError | LinkageError failure) {
        broken.add("a listener cannot be made: " + failure.getMessage());
      }
    }
    Listeners all = new Listeners(listeners);
    broken.forEach(all::notice);
    return all;
  }

  @Override
  public void begins(String folder, List<Event> before) {
    List<Event> copy = List.copyOf(before);
    tell(listener -> listener.begins(folder, copy));
  }

  @Override
  public void recorded(List<Event> events) {
    tell(listener -> listener.recorded(events));
  }

  @Override
  public void notice(String line) {
    tell(listener -> listener.notice(line));
  }

  @Override
  public void searching(SearchProgress progress) {
    all.forEach(listener -> listener.searching(progress));
  }

  @Override
  public void confirming(int done, int total) {
    tell(listener -> listener.confirming(done, total));
  }

  @Override
  public void retraining(int done, int total) {
    tell(listener -> listener.retraining(done, total));
  }

  private void tell(Consumer<RunListener> call) {
    all.forEach(listener -> listener.tell(call));
  }

  /** What is wrong with one, said to the others. */
  private void complain(IsolatedListener about, String line) {
    LOG.info(line);
    all.stream()
        .filter(listener -> listener != about)
        .forEach(listener -> listener.tell(told -> told.notice(line)));
  }

  private static void await(CountDownLatch mark, long untilNanos) {
    try {
      if (!mark.await(Math.max(0, untilNanos - System.nanoTime()), TimeUnit.NANOSECONDS)) {
        LOG.info("a listener has not heard all by the end of the run");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells all that it is over, and waits for them a little. */
  @Override
  public void close() {
    long until = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    List<CountDownLatch> reached = all.stream().map(IsolatedListener::mark).toList();
    reached.forEach(mark -> await(mark, until)); // complaints about one come to the others before
    all.forEach(IsolatedListener::end);
    all.forEach(listener -> listener.await(until));
  }
}
