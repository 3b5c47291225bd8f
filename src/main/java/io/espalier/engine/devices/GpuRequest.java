package io.espalier.engine.devices;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;

/**
 * What Spark's settings say of GPUs, and what this process is to Spark.
 *
 * @param asked whether tasks are to get a GPU each, or a part of one
 * @param fallback whether the CPU will do where no GPU can be used
 */
record GpuRequest(Role role, boolean asked, boolean fallback) {
  /** What Spark calls the driver among executors. */
  private static final String DRIVER = "driver";

  static final String AMOUNT = "spark.task.resource.gpu.amount";
  static final String FALLBACK = "spark.espalier.gpu.fallback";

  /** What a process does. */
  enum Role {
    /** Everything: Spark in local mode. */
    LOCAL,
    /** Decides only; it never trains. */
    DRIVER,
    EXECUTOR
  }

  /** In this process; before Spark starts, its settings are system properties. */
  static GpuRequest here() {
    SparkEnv spark = SparkEnv.get();
    SparkConf conf = spark == null ? new SparkConf(true) : spark.conf();
    boolean driver = spark == null || spark.executorId().equals(DRIVER);
    return of(conf, driver);
  }

  static GpuRequest of(SparkConf conf, boolean driver) {
    String master = conf.get("spark.master", "local");
    boolean local = master.equals("local") || master.startsWith("local[");
    return new GpuRequest(
        local ? Role.LOCAL : driver ? Role.DRIVER : Role.EXECUTOR,
        conf.contains(AMOUNT),
        conf.get(FALLBACK, "").equals("cpu"));
  }
}
