package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Properties;
import org.apache.spark.SparkUserAppException;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DriverProcessTest {
  private final Properties before = new Properties();

  @BeforeEach
  void remember() {
    before.putAll(System.getProperties());
  }

  @AfterEach
  void restore() {
    System.setProperties(before);
  }

  @Test
  void anApplicationMasterGoesOnAfterASuccess() {
    SparkSession spark = onYarn();
    assertThatCode(() -> DriverProcess.end(0)).doesNotThrowAnyException();
    assertThat(spark.sparkContext().isStopped()).isTrue();
  }

  @Test
  void anApplicationMasterLearnsTheExitCodeWithoutAnEndOfTheProcess() {
    SparkSession spark = onYarn();
    assertThatThrownBy(() -> DriverProcess.end(3))
        .isInstanceOfSatisfying(
            SparkUserAppException.class, ended -> assertThat(ended.exitCode()).isEqualTo(3))
        .hasMessage("User application exited with 3");
    assertThat(spark.sparkContext().isStopped()).isTrue();
  }

  private static SparkSession onYarn() {
    SparkSession spark = TinyExperiments.spark();
    System.setProperty("spark.submit.deployMode", "cluster");
    System.setProperty("spark.master", "yarn");
    return spark;
  }

  @Test
  void whatTheLibrariesReadIsSetUnlessSomebodyHas() {
    System.clearProperty("org.bytedeco.javacpp.maxphysicalbytes");
    System.clearProperty("org.bytedeco.javacpp.cachedir");
    System.setProperty("org.eclipse.deeplearning4j.helpers.disable", "true");
    DriverProcess.prepare();
    assertThat(System.getProperty("org.bytedeco.javacpp.maxphysicalbytes")).isEqualTo("0");
    assertThat(System.getProperty("org.eclipse.deeplearning4j.helpers.disable")).isEqualTo("true");
    assertThat(System.getProperty("org.bytedeco.javacpp.cachedir")).isNull();
  }

  @Test
  void aDriverOnTheClusterUnpacksLibrariesInItsOwnFolder() {
    System.clearProperty("org.bytedeco.javacpp.cachedir");
    System.setProperty("spark.submit.deployMode", "cluster");
    DriverProcess.prepare();
    assertThat(System.getProperty("org.bytedeco.javacpp.cachedir")).isEqualTo("javacpp");
  }
}
