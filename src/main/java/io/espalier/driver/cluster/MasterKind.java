package io.espalier.driver.cluster;

/** What kind of cluster a master's address means, and what Spark does there by itself. */
enum MasterKind {
  /** Driver and tasks share one JVM. */
  LOCAL,
  /**
   * Spark's own cluster; an executor takes all cores of its worker, and nobody counts memory
   * outside heaps.
   */
  STANDALONE,
  /** An executor is a container that is killed when it outgrows heap and overhead. */
  YARN,
  /** The same, in a pod. */
  KUBERNETES;

  /** The kind of {@code spark.master}; what nobody knows is treated as Spark's own cluster. */
  static MasterKind of(String master) {
    if (master.startsWith("local") && !master.startsWith("local-cluster")) {
      return LOCAL;
    } else if (master.equals("yarn")) {
      return YARN;
    }
    return master.startsWith("k8s://") ? KUBERNETES : STANDALONE;
  }

  /** Whether executors have a limit of memory outside the heap that somebody enforces. */
  boolean limitsContainers() {
    return this == YARN || this == KUBERNETES;
  }
}
