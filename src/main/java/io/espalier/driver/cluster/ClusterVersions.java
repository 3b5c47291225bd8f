package io.espalier.driver.cluster;

import scala.util.Properties;

/**
 * The versions that this program was built for. Others fail later, in the middle of work, with
 * messages about methods that are not there.
 *
 * @param spark as Spark says it, {@code 3.5.9}
 * @param scala as Scala's library says it, {@code 2.12.18}
 * @param java feature number, {@code 17}
 */
record ClusterVersions(String spark, String scala, int java) {
  private static final int JAVA = 17;

  /** Those of this process. */
  static ClusterVersions here() {
    return new ClusterVersions(
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        Properties.versionNumberString(),
        Runtime.version().feature());
  }

  /**
   * Refuses others.
   *
   * @throws ClusterException naming what there is and what is needed
   */
  void require() {
    if (!spark.startsWith("3.5.") || !scala.startsWith("2.12.")) {
      throw new ClusterException(
          "this is Spark "
              + spark
              + " for Scala "
              + scala
              + "; Espalier needs Spark 3.5 for Scala 2.12: set SPARK_HOME to one");
    }
    if (java != JAVA) {
      throw new ClusterException(
          "this is Java " + java + "; Espalier needs Java 17: set JAVA_HOME to one");
    }
  }
}
