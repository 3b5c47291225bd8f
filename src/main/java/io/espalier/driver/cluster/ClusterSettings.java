package io.espalier.driver.cluster;

import io.espalier.engine.LivePlugin;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkConf;

/**
 * The Spark settings that trials depend on, whatever the cluster's defaults are. Everything is set
 * here, by the program, so that a plain {@code spark-submit} of the packaged jar is enough.
 */
final class ClusterSettings {
  private static final String CORES = "spark.executor.cores";
  private static final String CPUS = "spark.task.cpus";
  private static final String PLUGINS = "spark.plugins";
  private static final String FLAGS = "spark.executor.extraJavaOptions";

  private ClusterSettings() {}

  /**
   * Completes settings that name a master.
   *
   * @throws ClusterException if something is set that an experiment cannot run with
   * @throws io.espalier.ConfigurationException if a setting cannot be read
   */
  static void complete(SparkConf conf, MemoryNeed need) {
    GpuSettings.complete(conf);
    conf.setIfMissing(CPUS, "1");
    conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", conf.get(CPUS));
    conf.setIfMissing("spark.executorEnv.OPENBLAS_NUM_THREADS", conf.get(CPUS));
    // A second copy of a trial wastes a slot; waiting for locality leaves one idle.
    conf.set("spark.speculation", "false");
    conf.set("spark.locality.wait", "0");
    // Records do not survive Kryo.
    conf.set("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
    if (need.dataBytes() > 0) {
      conf.set(PLUGINS, withLive(conf.get(PLUGINS, "")));
    }
    if (MasterKind.of(conf.get("spark.master")) == MasterKind.LOCAL) {
      conf.setIfMissing("spark.driver.host", "127.0.0.1");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      conf.setIfMissing("spark.ui.enabled", "false");
    } else {
      executors(conf, need);
    }
  }

  /** Those that were asked for, and the one by which trials tell what they measure. */
  private static String withLive(String plugins) {
    String live = LivePlugin.class.getName();
    if (plugins.isBlank()) {
      return live;
    }
    return List.of(plugins.split("\\s*,\\s*")).contains(live) ? plugins : plugins + "," + live;
  }

  private static void executors(SparkConf conf, MemoryNeed need) {
    int threads = conf.getInt(CPUS, 1);
    if (MasterKind.of(conf.get("spark.master")).limitsContainers()) {
      conf.setIfMissing(CORES, Integer.toString(threads)); // Spark's default is 1
    }
    if (conf.contains(CORES) && conf.getInt(CORES, 1) < threads) {
      throw new ClusterException(
          CORES
              + " is "
              + conf.get(CORES)
              + ", but a trial takes "
              + threads
              + " cores (spark.task.cpus), so no executor could train one; raise "
              + CORES
              + " or lower ESPALIER_THREADS");
    }
    // Trials shuffle nothing, so that executors may come and go without a shuffle service.
    conf.setIfMissing("spark.dynamicAllocation.shuffleTracking.enabled", "true");
    ExecutorMemory memory = ExecutorMemory.of(conf, need);
    memory.write(conf);
    conf.set(FLAGS, ExecutorFlags.merged(conf.get(FLAGS, ""), memory.arraysMegabytes()));
  }

  /** What executors that train are like, for a person; nothing where there are none. */
  static Optional<String> executorsInWords(SparkConf completed, MemoryNeed need) {
    boolean apart = MasterKind.of(completed.get("spark.master")) != MasterKind.LOCAL;
    return apart && need.dataBytes() > 0
        ? Optional.of(ExecutorMemory.of(completed, need).inWords(need))
        : Optional.empty();
  }
}
