package io.espalier.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.apache.spark.SparkEnv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends an executor one of whose trainings makes no step for {@value #MINUTES}: native code heeds no
 * interrupt, and its slot comes back in no other way. Spark then tries the trial elsewhere, and the
 * driver one that ends two executors no more. The driver's own process, which trains in local mode,
 * is not ended.
 */
public final class HangWatch {
  /** Spark's setting: minutes without a step, above 0. An epoch's evaluation is one step. */
  public static final String MINUTES = "spark.espalier.hang.minutes";

  /** The exit code of an executor that ended itself. */
  public static final int EXIT_CODE = 86;

  private static final Logger LOG = LoggerFactory.getLogger(HangWatch.class);
  private static final double USUAL_MINUTES = 60;
  private static final double NANOS_PER_MINUTE = 60e9;

  /** Looks in the time that counts as hanging. */
  private static final int LOOKS = 8;

  private final Set<Training> trainings = ConcurrentHashMap.newKeySet();
  private final LongSupplier nanos;
  private final long limitNanos;
  private final Consumer<String> end;

  /**
   * @param end told in one line what hangs
   */
  HangWatch(LongSupplier nanos, long limitNanos, Consumer<String> end) {
    this.nanos = nanos;
    this.limitNanos = limitNanos;
    this.end = end;
  }

  /** A training that is watched until it is closed. */
  static final class Training implements AutoCloseable {
    private final HangWatch watch;
    private final int trial;
    private volatile long lastNanos;

    private Training(HangWatch watch, int trial) {
      this.watch = watch;
      this.trial = trial;
      lastNanos = watch.nanos.getAsLong();
    }

    /** It goes on. */
    void goesOn() {
      lastNanos = watch.nanos.getAsLong();
    }

    @Override
    public void close() {
      watch.trainings.remove(this);
    }
  }

  /** Watches a training of this process from now on. */
  static Training begin(int trial) {
    return Here.WATCH.watch(trial);
  }

  Training watch(int trial) {
    Training training = new Training(this, trial);
    trainings.add(training);
    return training;
  }

  /** Looks whether all go on. */
  void look() {
    long now = nanos.getAsLong();
    for (Training training : trainings) {
      if (now - training.lastNanos > limitNanos) {
        end.accept(
            "trial "
                + training.trial
                + " has made no step for "
                + limitNanos / NANOS_PER_MINUTE
                + " minutes ("
                + MINUTES
                + "): this executor ends");
      }
    }
  }

  /** The watch of this process. */
  private static final class Here {
    private static final HangWatch WATCH = start();

    private static HangWatch start() {
      SparkEnv spark = SparkEnv.get();
      double minutes = spark == null ? USUAL_MINUTES : minutes(spark);
      long limitNanos = (long) (minutes * NANOS_PER_MINUTE);
      HangWatch watch = new HangWatch(System::nanoTime, limitNanos, Here::end);
      if (spark != null && !spark.executorId().equals("driver")) {
        ScheduledExecutorService looks =
            Executors.newSingleThreadScheduledExecutor(
                work -> {
                  Thread daemon = new Thread(work, "espalier-hang-watch");
                  daemon.setDaemon(true);
                  return daemon;
                });
        long every = limitNanos / LOOKS;
        var unused = looks.scheduleAtFixedRate(watch::look, every, every, TimeUnit.NANOSECONDS);
      }
      return watch;
    }

    private static double minutes(SparkEnv spark) {
      return spark.conf().getDouble(MINUTES, USUAL_MINUTES);
    }

    private static void end(String line) {
      LOG.error(line);
      Runtime.getRuntime().halt(EXIT_CODE); // hooks wait for threads that hang
    }
  }
}
