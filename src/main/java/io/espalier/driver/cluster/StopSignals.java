package io.espalier.driver.cluster;

import io.espalier.Cancellation;
import io.espalier.CancelledException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.util.SignalUtils;

/**
 * SIGINT (Ctrl-C) and SIGTERM (YARN, Kubernetes, a machine that is taken away) while a command
 * writes a run. The first one cancels it: what has ended is recorded, and the command ends within a
 * moment. The next one ends the process at once, which costs nothing that is recorded.
 */
public final class StopSignals {
  private static final int INT = 2;
  private static final int TERM = 15;

  /** What shells make of a process that a signal has ended. */
  private static final int BY_SIGNAL = 128;

  private final Cancellation cancellation = new Cancellation();
  private final Consumer<String> notices;
  private final AtomicInteger first = new AtomicInteger();
  private volatile boolean working = true;

  private StopSignals(Consumer<String> notices) {
    this.notices = notices;
  }

  /**
   * Does work that signals cancel.
   *
   * @param notices told in one line what the first signal does
   * @throws StoppedException if a signal has ended it
   */
  public static <T> T during(Consumer<String> notices, Function<Cancellation, T> work) {
    StopSignals signals = new StopSignals(notices);
    SignalUtils.register("INT", () -> signals.came(INT));
    SignalUtils.register("TERM", () -> signals.came(TERM));
    try {
      return work.apply(signals.cancellation);
    } catch (CancelledException cancelled) {
      int by = signals.first.get() == 0 ? INT : signals.first.get(); // or a person, on a page
      throw new StoppedException(BY_SIGNAL + by, cancelled);
    } finally {
      signals.working = false;
    }
  }

  /** Whether the signal is dealt with; otherwise it does what signals do. */
  private boolean came(int signal) {
    if (!working) {
      return false;
    }
    if (!first.compareAndSet(0, signal)) {
      Runtime.getRuntime().halt(BY_SIGNAL + signal);
    }
    notices.accept("stopping; once more ends the process at once, and loses nothing recorded");
    cancellation.cancel();
    return true;
  }
}
