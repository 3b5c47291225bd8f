package io.espalier.engine.devices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class NoDeviceExceptionTest {
  private static int refuse(int ignored) {
    throw new NoDeviceException("the executor on h1 cannot train on a GPU: no driver");
  }

  @Test
  void theReasonSurvivesSparksOwnWords() {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[1]")
            .setAppName("no-device")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "localhost")
            .set("spark.driver.bindAddress", "127.0.0.1");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      Throwable failure =
          catchThrowable(
              () -> spark.parallelize(List.of(1), 1).map(NoDeviceExceptionTest::refuse).collect());
      assertThat(failure).isInstanceOf(org.apache.spark.SparkException.class);
      assertThat(NoDeviceException.message(failure))
          .hasValue("the executor on h1 cannot train on a GPU: no driver");
    }
  }

  @Test
  void otherFailuresAreOfAnotherKind() {
    assertThat(NoDeviceException.message(new IllegalStateException("NoDeviceException: no")))
        .isEmpty();
    assertThat(NoDeviceException.message(new IllegalStateException())).isEmpty();
  }
}
