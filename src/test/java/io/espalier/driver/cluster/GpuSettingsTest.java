package io.espalier.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GpuSettingsTest {
  private static final String ORDER = "spark.executorEnv.CUDA_DEVICE_ORDER";

  private static SparkConf conf(String master, String amount) {
    return new SparkConf(false)
        .set("spark.master", master)
        .set("spark.task.resource.gpu.amount", amount);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "1.0", "0.5", "0.25", "0.1"})
  void aWholeGpuOrAShareOfOneIsAccepted(String amount) {
    SparkConf conf = conf("spark://host:7077", amount);
    GpuSettings.complete(conf);
    assertThat(conf.get(ORDER)).isEqualTo("PCI_BUS_ID");
  }

  @ParameterizedTest
  @CsvSource({
    "2, a trial uses one GPU",
    "1.5, a trial uses one GPU",
    "0.75, a trial uses a GPU or its share of one",
    "0, a trial uses a GPU or its share of one",
    "-1, a trial uses a GPU or its share of one",
    "all, a trial uses a GPU or its share of one"
  })
  void otherAmountsAreRefusedInOneLine(String amount, String reason) {
    assertThatThrownBy(() -> GpuSettings.complete(conf("spark://host:7077", amount)))
        .isInstanceOf(ClusterException.class)
        .hasMessage(
            "spark.task.resource.gpu.amount is "
                + amount
                + ", but "
                + reason
                + "; accepted are 1, 0.5 and less (0.25: four trials on each GPU)");
  }

  @Test
  void localModeHasNoAddresses() {
    assertThatThrownBy(() -> GpuSettings.complete(conf("local[4]", "1")))
        .isInstanceOf(ClusterException.class)
        .hasMessageStartingWith(
            "spark.task.resource.gpu.amount is set, but the master is local[4]: Spark gives out");
  }

  @Test
  void nothingIsSetWhereNothingWasAskedFor() {
    SparkConf conf = new SparkConf(false).set("spark.master", "local[*]");
    GpuSettings.complete(conf);
    assertThat(conf.contains(ORDER)).isFalse();
  }

  @Test
  void theFallbackIsTheCpu() {
    SparkConf conf = conf("spark://host:7077", "1").set("spark.espalier.gpu.fallback", "cpu");
    GpuSettings.complete(conf);
    conf.set("spark.espalier.gpu.fallback", "yes");
    assertThatThrownBy(() -> GpuSettings.complete(conf))
        .isInstanceOf(ClusterException.class)
        .hasMessage("spark.espalier.gpu.fallback is yes; accepted is cpu, or leave it out");
  }
}
