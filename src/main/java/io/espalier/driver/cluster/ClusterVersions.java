package io.espalier.driver.cluster;

import io.espalier.wire.Platform;
import java.util.stream.Collectors;
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
    Platform platform =
        Platform.all().stream()
            .filter(known -> known.has(spark, scala))
            .findFirst()
            .orElseThrow(
                () ->
                    new ClusterException(
                        "this is Spark "
                            + spark
                            + " for Scala "
                            + scala
                            + "; Espalier needs Spark "
                            + needed()
                            + ": set SPARK_HOME to one"));
    if (!platform.javas().contains(java)) {
      throw new ClusterException(
          "this is Java "
              + java
              + "; Espalier needs Java "
              + Platform.javasText()
              + ": set JAVA_HOME to one");
    }
  }

  private static String needed() {
    return Platform.all().stream()
        .map(known -> known.spark() + " for Scala " + known.scala())
        .collect(Collectors.joining(" or "));
  }
}
