package io.espalier.driver.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;
import scala.collection.JavaConverters;

/**
 * Hosts that meet trouble. One that meets it {@value #IN_A_ROW} times in a row gets no more work:
 * its executors are given back, and Spark is not asked for others. The last one is waited for
 * instead, longer each time, before the work pauses. Used by one thread.
 */
public final class HostHealth {
  private static final int IN_A_ROW = 3;
  private static final long FIRST_PAUSE_MILLIS = 500;

  private final Hosts hosts;
  private final Consumer<String> notices;
  private final Map<String, Integer> troubles = new TreeMap<>();

  /** The cluster's hosts, as far as they have executors. */
  interface Hosts {
    /** Executors of each host. */
    Map<String, List<String>> executors();

    /** Gives executors back, for good. */
    void giveBack(List<String> executors);

    /** Lets time pass. */
    void sleep(long millis) throws InterruptedException;
  }

  HostHealth(Hosts hosts, Consumer<String> notices) {
    this.hosts = hosts;
    this.notices = notices;
  }

  /**
   * The health of a Spark application's hosts.
   *
   * @param notices told in one line of each host that gets no more work
   */
  public static HostHealth of(SparkContext spark, Consumer<String> notices) {
    return new HostHealth(new SparkHosts(spark), notices);
  }

  /** A task of this host did what it was to do. */
  public void well(String host) {
    troubles.remove(host);
  }

  /**
   * A task of this host met trouble.
   *
   * @param reason one line
   * @throws ClusterException if no host is left that can do the work
   */
  public void trouble(String host, String reason) {
    int times = troubles.merge(host, 1, Integer::sum);
    if (!others(host)) {
      pause(host, reason, times);
    } else if (times >= IN_A_ROW) {
      leaveOut(host, reason);
    }
  }

  /** Whether another host has executors. */
  boolean others(String host) {
    return hosts.executors().keySet().stream().anyMatch(other -> !other.equals(host));
  }

  /**
   * Gives a host no more work, from now on.
   *
   * @throws ClusterException if it is the only one
   */
  void leaveOut(String host, String reason) {
    Map<String, List<String>> executors = new TreeMap<>(hosts.executors());
    List<String> its = executors.getOrDefault(host, List.of());
    executors.remove(host);
    if (executors.isEmpty()) {
      throw paused(host, reason);
    }
    if (!its.isEmpty()) {
      hosts.giveBack(its);
      notices.accept("the host " + host + " gets no more work: " + reason + "; " + left(executors));
    }
  }

  private static String left(Map<String, List<String>> executors) {
    return "the work goes on on " + String.join(", ", new TreeSet<>(executors.keySet()));
  }

  /** Waits a moment: trouble with files is often brief. */
  private void pause(String host, String reason, int times) {
    if (times >= IN_A_ROW) {
      throw paused(host, reason);
    }
    try {
      hosts.sleep(FIRST_PAUSE_MILLIS << (2 * times - 2));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted; the same command goes on from here", interrupted);
    }
  }

  private static ClusterException paused(String host, String reason) {
    return new ClusterException(
        "no host is left that can train: "
            + host
            + ": "
            + reason
            + "; nothing was recorded of it, and the same command goes on from here");
  }

  /** Spark's own answer. */
  private record SparkHosts(SparkContext spark) implements Hosts {
    @Override
    public Map<String, List<String>> executors() {
      Map<String, List<String>> hosts = new TreeMap<>();
      if (spark.isLocal()) {
        return hosts;
      }
      JavaConverters.seqAsJavaList(spark.statusStore().executorList(true)).stream()
          .filter(executor -> !executor.id().equals("driver"))
          .forEach(
              executor ->
                  hosts
                      .computeIfAbsent(
                          executor.hostPort().replaceAll(":\\d+$", ""), any -> new ArrayList<>())
                      .add(executor.id()));
      return hosts;
    }

    @Override
    public void giveBack(List<String> executors) {
      spark.killExecutors(JavaConverters.asScalaBuffer(executors).toSeq());
    }

    @Override
    public void sleep(long millis) throws InterruptedException {
      TimeUnit.MILLISECONDS.sleep(millis);
    }
  }
}
