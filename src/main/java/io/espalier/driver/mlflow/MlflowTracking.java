package io.espalier.driver.mlflow;

import io.espalier.RunListener;
import io.espalier.driver.journal.Folder;
import io.espalier.search.history.Event;
import io.espalier.search.history.FollowedHistory;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.mlflow.tracking.MlflowHttpException;

/**
 * Tells an MLflow server of a run. What there is to tell waits here, and a thread tells it; where
 * the server is away, that thread tries again, and neither search nor listener waits for it. A run
 * that is finished gives it {@value #PATIENCE_MILLIS} ms for the rest; what it has not heard by
 * then it hears when the same command is given again.
 */
public final class MlflowTracking implements RunListener {
  private static final long PATIENCE_MILLIS = 8_000;
  private static final long RETRY_MILLIS = 30_000;
  private static final int BAD_REQUEST = 400;

  private final String address;
  private final Map<String, String> environment;
  private final Configuration hadoop;
  private final Consumer<String> notices;
  private final long retryMillis;
  private final long patienceMillis;
  private final FollowedHistory history = new FollowedHistory();
  private final Set<Integer> waiting = new LinkedHashSet<>();
  private String folder = "";
  private boolean resultWaits;

  /** Whether the last attempt failed. */
  private boolean away;

  private boolean complained;
  private boolean over;

  /**
   * Tells a server.
   *
   * @param address {@code http://host:5000}
   * @param hadoop by which the run's files are found
   * @param notices told in one line that the server is away, and that it is there again
   */
  public MlflowTracking(String address, Configuration hadoop, Consumer<String> notices) {
    this(address, System.getenv(), hadoop, notices, RETRY_MILLIS, PATIENCE_MILLIS);
  }

  MlflowTracking(
      String address,
      Map<String, String> environment,
      Configuration hadoop,
      Consumer<String> notices,
      long retryMillis,
      long patienceMillis) {
    this.address = address;
    this.environment = environment;
    this.hadoop = hadoop;
    this.notices = notices;
    this.retryMillis = retryMillis;
    this.patienceMillis = patienceMillis;
  }

  @Override
  public void begins(String where, List<Event> before) {
    synchronized (this) {
      folder = where;
    }
    Thread thread = new Thread(this::work, "espalier-mlflow");
    thread.setDaemon(true);
    thread.start();
    recorded(before);
  }

  /** After the last event it waits a little until the server has heard all. */
  @Override
  public void recorded(List<Event> events) {
    if (append(events)) {
      awaitTold();
    }
  }

  /** Whether the run is finished with these. */
  private synchronized boolean append(List<Event> events) {
    history.append(events);
    for (Event event : events) {
      if (event instanceof Event.OfTrial ofTrial) {
        waiting.add(ofTrial.trial());
      }
    }
    resultWaits = history.known().flatMap(History::finish).isPresent();
    away &= !resultWaits; // then it is tried at once
    notifyAll();
    return resultWaits;
  }

  private void awaitTold() {
    if (!toldWithin(patienceMillis)) {
      notices.accept(
          "MLflow at "
              + address
              + " has not heard all of this run; the same command tells it the rest");
    }
  }

  private synchronized boolean toldWithin(long millis) {
    await(millis, () -> away || !hasNews());
    return !hasNews();
  }

  @Override
  public synchronized void ends() {
    over = true;
    notifyAll();
  }

  private boolean hasNews() {
    return history.known().isPresent() && (!waiting.isEmpty() || resultWaits);
  }

  /** Waits until something holds, or for so long. */
  private synchronized void await(long millis, BooleanSupplier holds) {
    long until = System.nanoTime() + millis * 1_000_000;
    long left = millis;
    try {
      while (!holds.getAsBoolean() && left > 0) {
        wait(left);
        left = (until - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      over = true;
    }
  }

  private void work() {
    while (awaitNews()) {
      try (MlflowServer server = new MlflowServer(address, environment)) {
        MlflowRun run = MlflowRun.of(opened(), server);
        while (awaitNews()) {
          tellNext(run, server);
          succeeded();
        }
      } catch (RuntimeException failure) {
        failed(failure);
        await(retryMillis, () -> over || !away);
      }
    }
  }

  /** Waits until there is something to tell; false if nothing more will come. */
  private synchronized boolean awaitNews() {
    while (!over && !hasNews()) {
      await(retryMillis, () -> over || hasNews());
    }
    return !over;
  }

  private synchronized Event.RunOpened opened() {
    return history.known().orElseThrow().opened();
  }

  /** Trials first, the result last; either waits until the server has it. */
  private void tellNext(MlflowRun run, MlflowServer server) {
    Optional<Trial> next = next();
    if (next.isEmpty()) {
      result().ifPresent(result -> tell(result, run, server));
      return;
    }
    try {
      run.tell(next.get());
    } catch (MlflowHttpException refused) {
      if (refused.getStatusCode() != BAD_REQUEST) {
        tellAgain(next.get());
        throw refused;
      }
      String trial = "trial " + next.get().number();
      notices.accept("MLflow at " + address + " refuses " + trial + ": " + reason(refused));
    } catch (RuntimeException failure) {
      tellAgain(next.get());
      throw failure;
    }
  }

  private synchronized Optional<Trial> next() {
    Iterator<Integer> numbers = waiting.iterator();
    if (!numbers.hasNext()) {
      return Optional.empty();
    }
    int number = numbers.next();
    numbers.remove();
    return history.known().flatMap(known -> known.trial(number));
  }

  private synchronized void tellAgain(Trial trial) {
    waiting.add(trial.number());
  }

  private synchronized Optional<MlflowResult> result() {
    return history.known().flatMap(MlflowResult::of);
  }

  private void tell(MlflowResult result, MlflowRun run, MlflowServer server) {
    if (MlflowServer.takesFiles(run.place())) {
      MlflowFiles.send(Folder.of(folder(), hadoop), server, run.place());
    } else {
      notices.accept(
          "MLflow at "
              + address
              + " keeps files at "
              + run.place()
              + ", not through itself (mlflow server --serve-artifacts): it has no report and no"
              + " model of this run");
    }
    run.finish(result);
    synchronized (this) {
      resultWaits = false;
    }
  }

  private synchronized String folder() {
    return folder;
  }

  private synchronized void succeeded() {
    away = false;
    if (complained && !hasNews()) {
      complained = false;
      notices.accept("MLflow at " + address + " is there again and has heard all so far");
    }
    notifyAll();
  }

  private synchronized void failed(RuntimeException failure) {
    away = true;
    if (!complained) {
      complained = true;
      notices.accept(
          "MLflow at "
              + address
              + " cannot be told of this run ("
              + reason(failure)
              + "); the run goes on, and it is told later");
    }
    notifyAll();
  }

  private static String reason(Throwable failure) {
    Throwable first = failure;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    String said =
        first instanceof MlflowHttpException refused
            ? refused.getBodyMessage()
            : first.getMessage();
    return Optional.ofNullable(said)
        .flatMap(text -> text.lines().findFirst())
        .orElse(first.toString());
  }
}
