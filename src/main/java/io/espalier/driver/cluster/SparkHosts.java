package io.espalier.driver.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.ExecutorAllocationClient;
import org.apache.spark.SparkContext;

/** The hosts of a Spark application, by the names that tasks know them by. */
record SparkHosts(SparkContext spark) implements HostHealth.Hosts {
  @Override
  public boolean mayGrow() {
    return !spark.isLocal();
  }

  @Override
  public Map<String, List<String>> executors() {
    Map<String, List<String>> hosts = new TreeMap<>();
    if (spark.isLocal()) {
      return hosts;
    }
    ScalaCollections.copied(spark.statusStore().executorList(true)).stream()
        .filter(executor -> !executor.id().equals("driver"))
        .forEach(
            executor ->
                hosts
                    .computeIfAbsent(
                        executor.hostPort().replaceAll(":\\d+$", ""), any -> new ArrayList<>())
                    .add(executor.id()));
    return hosts;
  }

  /**
   * Asks for fewer executors before it gives some back, else Spark would start others at once, on
   * the same host; and for those that stay, since Spark would otherwise want none, and one that is
   * lost would never be replaced. Where Spark decides how many there are, it does so as before.
   */
  @Override
  public boolean giveBack(List<String> executors, int staying) {
    if (!(spark.schedulerBackend() instanceof ExecutorAllocationClient client)) {
      return false;
    }
    ask(
        Math.max(
            staying, spark.getConf().getInt("spark.executor.instances", 0) - executors.size()));
    client.killExecutors(ScalaCollections.list(executors), false, false, true);
    return true;
  }

  @Override
  public void ask(int executors) {
    if (!spark.getConf().getBoolean("spark.dynamicAllocation.enabled", false)) {
      spark.requestTotalExecutors(executors, 0, scala.collection.immutable.Map$.MODULE$.empty());
    }
  }

  @Override
  public void sleep(long millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }
}
