package io.espalier.driver.cluster;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

/** What nothing is begun with. */
class RefusalsTest {
  @Test
  void thisProcessHasTheVersionsThatTheProgramWasBuiltFor() {
    assertThatCode(ClusterVersions.here()::require).doesNotThrowAnyException();
  }

  @Test
  void anotherSparkScalaOrJavaIsRefused() {
    refused(
        () -> new ClusterVersions("4.7.1", "2.13.18", 17, "2.13").require(),
        "this is Spark 4.7.1 for Scala 2.13.18; Espalier needs Spark 3.5 for Scala 2.12 or 3.5 for"
            + " Scala 2.13 or 4.0 for Scala 2.13 or 4.1 for Scala 2.13 or 4.2 for Scala 2.13: set SPARK_HOME to one");
    refused(
        () -> new ClusterVersions("3.5.9", "2.11.12", 17, "2.13").require(),
        "this is Spark 3.5.9 for Scala 2.11.12; Espalier needs Spark 3.5 for Scala 2.12 or 3.5 for"
            + " Scala 2.13 or 4.0 for Scala 2.13 or 4.1 for Scala 2.13 or 4.2 for Scala 2.13: set SPARK_HOME to one");
    refused(
        () -> new ClusterVersions("3.5.9", "2.12.18", 25, "2.12").require(),
        "this is Java 25; with Spark 3.5.9 Espalier needs Java 17 or 21: set JAVA_HOME to one");
    refused(
        () -> new ClusterVersions("4.2.0", "2.13.18", 17, "2.12").require(),
        "this is Spark 4.2.0 for Scala 2.13.18, and this jar of Espalier is for Scala 2.12; the"
            + " scripts in submit/ take the jar that fits SPARK_HOME");
  }

  @Test
  void aSessionThatSerialisesByKryoIsRefused() {
    String kryo = "org.apache.spark.serializer.KryoSerializer";
    refused(
        () -> SessionCheck.require(new SparkConf(false).set("spark.serializer", kryo)),
        "spark.serializer is "
            + kryo
            + ", which cannot carry records; leave it out when the session is built");
  }

  @Test
  void aSessionThatSpeculatesIsRefused() {
    refused(
        () -> SessionCheck.require(new SparkConf(false).set("spark.speculation", "true")),
        "spark.speculation is true, so Spark would train slow trials twice; set it to false when"
            + " the session is built");
  }

  @Test
  void aSessionOfDefaultsIsFine() {
    assertThatCode(() -> SessionCheck.require(new SparkConf(false))).doesNotThrowAnyException();
  }

  @Test
  void aRelativeLocalOutputFolderOfADriverOnTheClusterIsRefused() {
    refused(
        () -> OutputFolder.require("notebooks-out", true, new Configuration(false)),
        "output.directory notebooks-out is relative, and the driver runs in a folder of the"
            + " cluster's that is deleted with it; set output.directory to hdfs://… or to a whole"
            + " path that all machines share (--set output.directory=…), or set"
            + " ESPALIER_DEPLOY=client");
  }

  @Test
  void aWholePathOrADriverHereIsFine() {
    Configuration local = new Configuration(false);
    assertThatCode(() -> OutputFolder.require("notebooks-out", false, local))
        .doesNotThrowAnyException();
    assertThatCode(() -> OutputFolder.require("/shared/out", true, local))
        .doesNotThrowAnyException();
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable start, String message) {
    assertThatThrownBy(start).isInstanceOf(ClusterException.class).hasMessage(message);
  }
}
