package io.espalier.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The clock of what runs on one thread: that of the wall, or with {@code
 * ESPALIER_BENCH_CLOCK=processor} the time that the thread had a processor, for a machine that does
 * other things as well.
 */
public final class Clock {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final boolean PROCESSOR =
      "processor".equals(System.getenv("ESPALIER_BENCH_CLOCK"));

  private Clock() {}

  /** Nanoseconds since some moment. */
  public static long nanos() {
    return PROCESSOR ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
  }
}
