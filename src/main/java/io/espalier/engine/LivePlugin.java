package io.espalier.engine;

import io.espalier.wire.SegmentProgress;
import io.espalier.wire.Verdict;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
  /** A process has one Spark context at a time, so one side of each kind at most. */
  private static volatile Optional<DriverSide> driver = Optional.empty();

  private static volatile Optional<LiveConnection> connection = Optional.empty();

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
    Optional<DriverSide> own = driver.filter(side -> side.isOf(spark));
    own.ifPresent(side -> side.hearers.put(channel, hearer));
    return own.map(side -> () -> side.hearers.remove(channel));
  }

  /** The way to the driver, on an executor that has the plugin. */
  static Optional<LiveConnection> connection() {
    return connection;
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
      driver = Optional.of(this);
      return Collections.emptyMap();
    }

    boolean isOf(SparkContext spark) {
      return context.filter(own -> own == spark).isPresent();
    }

    /**
     * The verdict's reason. It travels as text, because what reads messages on an executor began
     * before the program's jar came there, and knows no class of it. What the trials of a search
     * tell that has ended concerns nobody.
     */
    @Override
    public Object receive(Object message) {
      SegmentProgress progress = (SegmentProgress) message;
      return Optional.ofNullable(hearers.get(progress.channel()))
          .map(hearer -> hearer.measured(progress))
          .orElse(Verdict.GO_ON)
          .reason();
    }

    @Override
    public void shutdown() {
      driver = Optional.empty();
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
      LiveConnection.Driver asked = progress -> new Verdict((String) context.ask(progress));
      connection = Optional.of(new LiveConnection(asked, threads));
    }

    @Override
    public void shutdown() {
      connection = Optional.empty();
      threads.shutdownNow();
    }
  }
}
