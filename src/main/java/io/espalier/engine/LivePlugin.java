package io.espalier.engine;

import io.espalier.wire.SegmentProgress;
import io.espalier.wire.Verdict;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * The way by which trials tell the driver what they measure while they train. Spark loads it when a
 * context starts that names it in {@code spark.plugins}, or not at all. In local mode driver and
 * executor are one process, which has both sides.
 */
public final class LivePlugin implements SparkPlugin {
  private static final AtomicReference<Optional<DriverSide>> DRIVER =
      new AtomicReference<>(Optional.empty());
  private static final AtomicReference<Optional<LiveConnection>> EXECUTOR =
      new AtomicReference<>(Optional.empty());

  /** Hears what the trials of a channel measure, on a thread of Spark's that must not wait. */
  public interface Hearer {
    /** Whether the trial goes on. */
    Verdict measured(SegmentProgress progress);
  }

  /** Ends the hearing. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Hears what is told on a channel from now on.
   *
   * @return empty if the context was started without the plugin
   */
  public static Optional<Registration> hear(SparkContext spark, String channel, Hearer hearer) {
    Optional<DriverSide> driver = DRIVER.get().filter(side -> side.isOf(spark));
    driver.ifPresent(side -> side.hearers.put(channel, hearer));
    return driver.map(side -> () -> side.hearers.remove(channel));
  }

  /** The way to the driver, on an executor that has the plugin. */
  static Optional<LiveConnection> connection() {
    return EXECUTOR.get();
  }

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverSide();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorSide();
  }

  private static final class DriverSide implements DriverPlugin {
    private final Map<String, Hearer> hearers = new ConcurrentHashMap<>();
    private Optional<SparkContext> context = Optional.empty();

    @Override
    public Map<String, String> init(SparkContext spark, PluginContext own) {
      context = Optional.of(spark);
      DRIVER.set(Optional.of(this));
      return Collections.emptyMap();
    }

    boolean isOf(SparkContext spark) {
      return context.filter(own -> own == spark).isPresent();
    }

    /** What the trials of a search tell that has ended concerns nobody. */
    @Override
    public Object receive(Object message) {
      SegmentProgress progress = (SegmentProgress) message;
      return Optional.ofNullable(hearers.get(progress.channel()))
          .map(hearer -> hearer.measured(progress))
          .orElse(Verdict.GO_ON);
    }

    @Override
    public void shutdown() {
      DRIVER.set(Optional.empty());
    }
  }

  private static final class ExecutorSide implements ExecutorPlugin {
    private final ExecutorService threads =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "espalier-live");
              thread.setDaemon(true);
              return thread;
            });

    @Override
    public void init(PluginContext context, Map<String, String> extra) {
      LiveConnection.Driver driver = progress -> (Verdict) context.ask(progress);
      EXECUTOR.set(Optional.of(new LiveConnection(driver, threads)));
    }

    @Override
    public void shutdown() {
      EXECUTOR.set(Optional.empty());
      threads.shutdownNow();
    }
  }
}
