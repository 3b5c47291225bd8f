package io.espalier.driver.cluster;

import io.espalier.wire.BuildFacts;
import io.espalier.wire.Platform;
import java.util.List;
import java.util.stream.Collectors;
import scala.util.Properties;

/**
 * The versions that this program was built for. Others fail later, in the middle of work, with
 * messages about methods that are not there.
 *
 * @param spark as Spark says it, {@code 3.5.9}
 * @param scala as Scala's library says it, {@code 2.12.18}
 * @param java feature number, {@code 17}
 * @param built the line of Scala that the jar was built for, {@code 2.12}
 */
record ClusterVersions(String spark, String scala, int java, String built) {
  /** Those of this process. */
  static ClusterVersions here() {
    return new ClusterVersions(
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        Properties.versionNumberString(),
        Runtime.version().feature(),
        BuildFacts.of("scala"));
  }

  /**
   * Refuses others.
   *
   * @throws ClusterException naming what there is and what is needed
   */
  void require() {
    List<Integer> javas = Platform.javas(spark, scala);
    if (javas.isEmpty()) {
      throw new ClusterException(
          "this is Spark "
              + spark
              + " for Scala "
              + scala
              + "; Espalier needs Spark "
              + needed()
              + ": set SPARK_HOME to one");
    }
    if (!scala.startsWith(built + ".")) {
      throw new ClusterException(
          "this is Spark "
              + spark
              + " for Scala "
              + scala
              + ", and this jar of Espalier is for Scala "
              + built
              + "; the scripts in submit/ take the jar that fits SPARK_HOME");
    }
    if (!javas.contains(java)) {
      throw new ClusterException(
          "this is Java "
              + java
              + "; with Spark "
              + spark
              + " Espalier needs Java "
              + Platform.text(javas)
              + ": set JAVA_HOME to one");
    }
  }

  private static String needed() {
    return Platform.usable().stream()
        .map(known -> known.spark() + " for Scala " + known.scala())
        .distinct()
        .collect(Collectors.joining(" or "));
  }
}
