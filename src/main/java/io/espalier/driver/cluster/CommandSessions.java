package io.espalier.driver.cluster;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/**
 * The sessions of a command. On this machine alone Spark starts beside what else is done before
 * training: only on a cluster its settings follow from the data.
 */
public final class CommandSessions implements RunSessions, AutoCloseable {
  private final String name;
  private final Consumer<String> notices;
  private Optional<Ahead<SparkSession>> begun = Optional.empty();

  /**
   * Of a command.
   *
   * @param name what Spark calls its work
   * @param notices told in one line how large executors are, if there are any
   */
  public CommandSessions(String name, Consumer<String> notices) {
    this.name = name;
    this.notices = notices;
  }

  @Override
  public void begin() {
    String master = new SparkConf(true).get("spark.master", SparkSessions.ALL_CORES);
    if (begun.isEmpty() && MasterKind.of(master) == MasterKind.LOCAL) {
      begun = Optional.of(Ahead.of("Spark's start", () -> open(MemoryNeed.SOME)));
    }
  }

  @Override
  public SparkSession training(MemoryNeed need) {
    if (begun.isEmpty()) {
      return open(need);
    }
    SparkSession session = begun.get().get();
    SparkSession.setActiveSession(session); // of the thread that asks, as if it had started it
    return session;
  }

  private SparkSession open(MemoryNeed need) {
    return SparkSessions.open(name, need, notices);
  }

  /**
   * Waits until nothing starts any more: a process that ends meanwhile would say why it could not.
   */
  @Override
  public void close() {
    begun.ifPresent(Ahead::close);
  }
}
