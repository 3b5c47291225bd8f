package io.espalier.driver.cluster;

import org.apache.spark.SparkConf;

/** Checks what Spark's settings ask of GPUs, before Spark starts. */
final class GpuSettings {
  private static final String TASK = "spark.task.resource.gpu.amount";
  private static final String FALLBACK = "spark.espalier.gpu.fallback";
  private static final double LARGEST_FRACTION = 0.5;

  private GpuSettings() {}

  /**
   * Makes executors number GPUs as nvidia-smi does, where tasks get GPUs.
   *
   * @throws ClusterException if the settings cannot be followed
   */
  static void complete(SparkConf conf) {
    String fallback = conf.get(FALLBACK, "cpu");
    if (!fallback.equals("cpu")) {
      throw new ClusterException(
          FALLBACK + " is " + fallback + "; accepted is cpu, or leave it out");
    }
    if (!conf.contains(TASK)) {
      return;
    }
    checkAmount(conf.get(TASK));
    String master = conf.get("spark.master");
    if (master.equals("local") || master.startsWith("local[")) {
      throw new ClusterException(
          TASK
              + " is set, but the master is "
              + master
              + ": Spark gives out GPUs on clusters only; leave it out, and espalier-cuda.jar"
              + " computes on the first GPU");
    }
    conf.setIfMissing("spark.executorEnv.CUDA_DEVICE_ORDER", "PCI_BUS_ID");
  }

  /** Spark shares a GPU among tasks that each ask for half of it or less. */
  private static void checkAmount(String text) {
    double amount;
    try {
      amount = Double.parseDouble(text.strip());
    } catch (NumberFormatException notANumber) {
      amount = Double.NaN;
    }
    if (amount == 1 || (amount > 0 && amount <= LARGEST_FRACTION)) {
      return;
    }
    String reason = amount > 1 ? "a trial uses one GPU" : "a trial uses a GPU or its share of one";
    throw new ClusterException(
        TASK
            + " is "
            + text
            + ", but "
            + reason
            + "; accepted are 1, 0.5 and less (0.25: four trials on each GPU)");
  }
}
