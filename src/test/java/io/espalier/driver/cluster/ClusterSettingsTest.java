package io.espalier.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.ConfigurationException;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSettingsTest {
  private static final long MEGABYTE = 1 << 20;

  /** 100 MB of data; a trial takes 200 MB outside the heap. */
  private static final MemoryNeed NEED = new MemoryNeed(100 * MEGABYTE, 200 * MEGABYTE, 0, 0);

  @ParameterizedTest
  @CsvSource({
    "local, LOCAL",
    "local[*], LOCAL",
    "'local-cluster[2,1,1024]', STANDALONE",
    "spark://host:7077, STANDALONE",
    "yarn, YARN",
    "k8s://https://host:6443, KUBERNETES"
  })
  void theMasterSaysWhatKindOfClusterItIs(String master, MasterKind kind) {
    assertThat(MasterKind.of(master)).isEqualTo(kind);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local[2]", "spark://host:7077", "yarn", "k8s://https://host:6443"})
  void whatTrialsDependOnIsSetWhateverTheDefaultsAre(String master) {
    SparkConf conf = conf(master);
    conf.set("spark.speculation", "true");
    conf.set("spark.locality.wait", "3s");
    conf.set("spark.serializer", "org.apache.spark.serializer.KryoSerializer");
    conf.set("spark.task.cpus", "2");
    ClusterSettings.complete(conf, NEED);

    assertThat(conf.get("spark.speculation")).isEqualTo("false");
    assertThat(conf.get("spark.locality.wait")).isEqualTo("0");
    assertThat(conf.get("spark.serializer")).endsWith(".JavaSerializer");
    assertThat(conf.get("spark.executorEnv.OMP_NUM_THREADS")).isEqualTo("2");
    assertThat(conf.get("spark.executorEnv.OPENBLAS_NUM_THREADS")).isEqualTo("2");
  }

  @ParameterizedTest
  @CsvSource({
    "'', io.espalier.engine.LivePlugin",
    "org.example.Own, 'org.example.Own,io.espalier.engine.LivePlugin'",
    "'io.espalier.engine.LivePlugin, org.example.Own', 'io.espalier.engine.LivePlugin, org.example.Own'"
  })
  void whatTrainsHasThePluginBesideThoseThatWereAskedFor(String asked, String plugins) {
    SparkConf conf = conf("local[2]").set("spark.plugins", asked);
    ClusterSettings.complete(conf, NEED);
    assertThat(conf.get("spark.plugins")).isEqualTo(plugins);
  }

  @Test
  void whatTrainsNothingHasNoPlugin() {
    SparkConf conf = conf("local[2]");
    ClusterSettings.complete(conf, MemoryNeed.NONE);
    assertThat(conf.contains("spark.plugins")).isFalse();
  }

  @Test
  void localModeHasNoExecutorsToSize() {
    SparkConf conf = completed(conf("local[2]"));
    assertThat(conf.contains("spark.executor.memory")).isFalse();
    assertThat(conf.contains("spark.executor.extraJavaOptions")).isFalse();
    assertThat(ClusterSettings.executorsInWords(conf, NEED)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yarn", "k8s://https://host:6443"})
  void aContainerHasRoomForTheTrialsSideBySideAndTheVirtualMachine(String master) {
    SparkConf conf = conf(master);
    conf.set("spark.task.cpus", "2");
    conf.set("spark.executor.cores", "8");
    completed(conf);
    // 4 × 200 MB, in steps of 256 MB; and 1024 MB
    assertThat(conf.get("spark.executor.memoryOverhead")).isEqualTo("2048m");
    assertThat(conf.get("spark.executor.extraJavaOptions"))
        .contains("-Dorg.bytedeco.javacpp.maxbytes=1024m");
    assertThat(conf.get("spark.executor.memory")).isEqualTo("2048m");
  }

  @Test
  void eachCoreOfATrialBeyondOneHasGradientsOfItsOwn() {
    SparkConf conf = conf("yarn").set("spark.task.cpus", "4").set("spark.executor.cores", "8");
    ClusterSettings.complete(
        conf, new MemoryNeed(100 * MEGABYTE, 200 * MEGABYTE, 0, 100 * MEGABYTE));
    // 2 × (200 + 3 × 100) MB, in steps of 256 MB
    assertThat(conf.get("spark.executor.extraJavaOptions"))
        .contains("-Dorg.bytedeco.javacpp.maxbytes=1024m");
  }

  @Test
  void theHeapHoldsTheDataTwice() {
    SparkConf conf = conf("yarn");
    ClusterSettings.complete(conf, new MemoryNeed(2000 * MEGABYTE, 0, 100 * MEGABYTE, 0));
    // 2.2 × 2000 + 100 + 384 = 4884 MB, in steps of 256 MB
    assertThat(conf.get("spark.executor.memory")).isEqualTo("5120m");
  }

  @Test
  void anExecutorHasTheCoresOfATrialWhereItWouldHaveOneOnly() {
    SparkConf conf = conf("yarn").set("spark.task.cpus", "4");
    assertThat(completed(conf).get("spark.executor.cores")).isEqualTo("4");
  }

  @Test
  void aStandaloneExecutorTakesWhatItsWorkerHasAndIsLimitedGenerously() {
    SparkConf conf = completed(conf("spark://host:7077"));
    assertThat(conf.contains("spark.executor.cores")).isFalse();
    assertThat(conf.get("spark.executor.extraJavaOptions"))
        .contains("-Dorg.bytedeco.javacpp.maxbytes=12800m"); // 64 × 200 MB
    assertThat(completed(conf("spark://host:7077").set("spark.cores.max", "4")))
        .extracting(some -> some.get("spark.executor.extraJavaOptions"))
        .asString()
        .contains("-Dorg.bytedeco.javacpp.maxbytes=1024m"); // 4 × 200 MB, in steps of 256 MB
  }

  @Test
  void whatFitsStaysAsItWasSet() {
    SparkConf conf = conf("yarn");
    conf.set("spark.executor.memory", "3g");
    conf.set("spark.executor.memoryOverhead", "5000");
    conf.set(ExecutorMemory.ARRAYS, "2g");
    completed(conf);
    assertThat(conf.get("spark.executor.memory")).isEqualTo("3072m");
    assertThat(conf.get("spark.executor.memoryOverhead")).isEqualTo("5000m");
    assertThat(conf.get("spark.executor.extraJavaOptions"))
        .contains("-Dorg.bytedeco.javacpp.maxbytes=2048m");
  }

  @Test
  void aHeapTooSmallForTheDataIsRefused() {
    refused(
        conf("spark://host:7077").set("spark.executor.memory", "512m"),
        "spark.executor.memory is 512m, but an executor holds the data twice (100 MB each) and needs"
            + " a heap of 604 MB; set ESPALIER_EXECUTOR_MEMORY=768m or leave it out");
  }

  @Test
  void anOverheadBelowTheNeedIsRefusedWhereContainersAreKilledForIt() {
    refused(
        conf("yarn").set("spark.executor.memoryOverhead", "384m"),
        "spark.executor.memoryOverhead is 384m, but 1 trials side by side need 1280 MB beside the"
            + " heap (200 MB each for arrays of the largest row, 1024 MB for the virtual machine);"
            + " set it to 1280m or leave it out");
    completed(conf("spark://host:7077").set("spark.executor.memoryOverhead", "384m"));
  }

  @Test
  void aLimitOfArraysBelowTheLargestRowIsRefused() {
    refused(
        conf("yarn").set(ExecutorMemory.ARRAYS, "100m"),
        "spark.espalier.native.memory is 100m, but the largest row needs about 200 MB outside the"
            + " heap; set ESPALIER_NATIVE=256m or leave it out");
  }

  @Test
  void fewerCoresPerExecutorThanATrialTakesAreRefused() {
    refused(
        conf("spark://host:7077").set("spark.task.cpus", "4").set("spark.executor.cores", "2"),
        "spark.executor.cores is 2, but a trial takes 4 cores (spark.task.cpus), so no executor"
            + " could train one; raise spark.executor.cores or lower ESPALIER_THREADS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spark.espalier.native.memory",
        "spark.executor.memory",
        "spark.executor.memoryOverhead"
      })
  void aSizeThatIsNoneIsAMistakeOfTheConfiguration(String key) {
    SparkConf conf = conf("yarn").set(key, "lots");
    assertThatThrownBy(() -> ClusterSettings.complete(conf, NEED))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(key + ": 'lots' is no size; accepted are whole numbers with a unit: 4g");
  }

  @Test
  void aPersonIsToldInOneLineHowLargeExecutorsAre() {
    SparkConf conf = completed(conf("yarn"));
    assertThat(ClusterSettings.executorsInWords(conf, NEED))
        .hasValue(
            "an executor has 2048 MB of heap and 1280 MB beside it, 256 MB of them for arrays; the"
                + " data take 100 MB, the largest trial about 200 MB outside the heap");
    assertThat(ClusterSettings.executorsInWords(conf, MemoryNeed.NONE)).isEmpty();
  }

  private static SparkConf conf(String master) {
    return new SparkConf(false).set("spark.master", master);
  }

  private static SparkConf completed(SparkConf conf) {
    ClusterSettings.complete(conf, NEED);
    return conf;
  }

  private static void refused(SparkConf conf, String message) {
    assertThatThrownBy(() -> ClusterSettings.complete(conf, NEED))
        .isInstanceOf(ClusterException.class)
        .hasMessage(message);
  }
}
