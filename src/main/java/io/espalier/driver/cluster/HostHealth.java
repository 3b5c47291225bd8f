package io.espalier.driver.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.spark.SparkContext;

/**
 * Hosts that meet trouble. One that meets it {@value #IN_A_ROW} times in a row gets no more work:
 * its executors are given back, and Spark is asked for no others in their place. If it has some
 * again, because Spark replaces one that was lost elsewhere, they are given back at their first
 * trouble, once others that are asked for have come. The last host is waited for instead, longer
 * each time, before the work pauses. Used by one thread.
 */
public final class HostHealth {
  /** The host of a trouble that the driver met: no other can do its work. */
  public static final String DRIVER = "the driver's host";

  private static final int IN_A_ROW = 3;
  private static final long FIRST_PAUSE_MILLIS = 500;

  /** Executors that Spark starts at one time are there within this time of each other. */
  private static final long OTHERS_MILLIS = 10_000;

  /** An executor that is asked for is there within this time. */
  private static final long ASKED_MILLIS = 30_000;

  private static final long LOOK_AGAIN_MILLIS = 100;

  private final Hosts hosts;
  private final Consumer<String> notices;
  private final Map<String, Integer> troubles = new TreeMap<>();
  private final Set<String> leftOut = new TreeSet<>();

  /** The cluster's hosts, as far as they have executors. */
  interface Hosts {
    /** Whether there can be others than those that are there. */
    boolean mayGrow();

    /** Executors of each host; none in local mode. */
    Map<String, List<String>> executors();

    /**
     * Gives executors back, for good; whether this cluster can.
     *
     * @param staying how many executors others have
     */
    boolean giveBack(List<String> executors, int staying);

    /** Asks for so many executors, the present ones among them. */
    void ask(int executors);

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
    if (leftOut.contains(host) && others(host).isEmpty()) {
      askForOthers(host);
    }
    if (host.equals(DRIVER) || others(host).isEmpty()) {
      pause(host, reason, times);
    } else if (times >= IN_A_ROW || leftOut.contains(host)) {
      leaveOut(host, reason);
    }
  }

  /**
   * Whether another host has executors that may do this one's work, now or in {@value
   * #OTHERS_MILLIS} ms at most: Spark gives work to the first that comes.
   *
   * @throws ClusterException if the thread is interrupted
   */
  boolean awaitOthers(String host) {
    return awaitOthers(host, hosts.mayGrow() ? OTHERS_MILLIS : 0);
  }

  /** Has what was lost elsewhere replaced elsewhere: here its place is taken, until it is there. */
  private void askForOthers(String host) {
    int its = hosts.executors().getOrDefault(host, List.of()).size();
    int all = hosts.executors().values().stream().mapToInt(List::size).sum();
    hosts.ask(all + its);
    awaitOthers(host, ASKED_MILLIS);
  }

  private boolean awaitOthers(String host, long millis) {
    boolean found = !others(host).isEmpty();
    for (long waited = 0; !found && waited < millis; waited += LOOK_AGAIN_MILLIS) {
      sleep(LOOK_AGAIN_MILLIS);
      found = !others(host).isEmpty();
    }
    return found;
  }

  /** Whether a host gets no more work. */
  boolean isLeftOut(String host) {
    return leftOut.contains(host);
  }

  /**
   * Gives a host no more work, from now on.
   *
   * @throws ClusterException if it is the only one, or the cluster takes no executors back
   */
  void leaveOut(String host, String reason) {
    Map<String, List<String>> staying = others(host);
    if (staying.isEmpty()) {
      throw paused(host, reason);
    }
    List<String> its = hosts.executors().getOrDefault(host, List.of());
    int others = staying.values().stream().mapToInt(List::size).sum();
    if (!its.isEmpty() && !hosts.giveBack(its, others)) {
      throw new ClusterException(
          "the host "
              + host
              + " cannot train: "
              + reason
              + "; this cluster takes no executors back: keep the program off that host, and the"
              + " same command goes on from here");
    }
    troubles.remove(host);
    if (leftOut.add(host)) {
      notices.accept(
          "the host "
              + host
              + " gets no more work: "
              + reason
              + "; the work goes on on "
              + String.join(", ", staying.keySet()));
    }
  }

  /** Executors of the hosts besides this one that may be given work. */
  private Map<String, List<String>> others(String host) {
    Map<String, List<String>> others = new TreeMap<>(hosts.executors());
    others.remove(host);
    others.keySet().removeAll(leftOut);
    return others;
  }

  /** Waits a moment: trouble with files is often brief. */
  private void pause(String host, String reason, int times) {
    if (times >= IN_A_ROW) {
      throw paused(host, reason);
    }
    sleep(FIRST_PAUSE_MILLIS << (2 * times - 2));
  }

  private void sleep(long millis) {
    try {
      hosts.sleep(millis);
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
}
