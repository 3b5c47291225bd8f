package io.espalier.engine.devices;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.engine.devices.DriverReport.Absent;
import io.espalier.engine.devices.GpuRequest.Role;
import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class BackendChoiceTest {
  private static DriverReport notAsked() {
    throw new AssertionError("nvidia-smi was asked");
  }

  private static GpuRequest request(Role role, boolean asked) {
    return new GpuRequest(role, asked, false);
  }

  @Test
  void theOrdinaryJarComputesOnTheCpuAndAsksNobody() {
    BackendChoice choice =
        BackendChoice.of(false, request(Role.EXECUTOR, false), BackendChoiceTest::notAsked);
    assertThat(choice.cuda()).isFalse();
    assertThat(choice.objection()).isEmpty();
  }

  @Test
  void theOrdinaryJarCannotDoWhatGpusWereAskedFor() {
    assertThat(
            BackendChoice.of(false, request(Role.EXECUTOR, true), BackendChoiceTest::notAsked)
                .objection())
        .hasValue("its jar computes on the CPU; submit espalier-cuda.jar");
  }

  @Test
  void aDriverOfAClusterLeavesGpusAlone() {
    BackendChoice choice =
        BackendChoice.of(true, request(Role.DRIVER, true), BackendChoiceTest::notAsked);
    assertThat(choice.cuda()).isFalse();
    assertThat(choice.objection()).isEmpty();
  }

  @Test
  void anExecutorWithoutAddressesDoesNotGuess() {
    BackendChoice choice =
        BackendChoice.of(true, request(Role.EXECUTOR, false), BackendChoiceTest::notAsked);
    assertThat(choice.cuda()).isFalse();
    assertThat(choice.objection())
        .hasValue("Spark gives its tasks no GPU addresses; set spark.task.resource.gpu.amount");
  }

  @Test
  void anExecutorWithAUsableCardComputesOnIt() {
    BackendChoice choice = BackendChoice.of(true, request(Role.EXECUTOR, true), Smi::two);
    assertThat(choice.cuda()).isTrue();
    assertThat(choice.objection()).isEmpty();
    assertThat(choice.gpus()).startsWith("driver 535.104.05, CUDA 12.2: 0 NVIDIA A100");
  }

  @Test
  void aLibraryThatDoesNotStartIsTheObjectionToo() {
    BackendChoice choice = BackendChoice.of(true, request(Role.EXECUTOR, true), Smi::two);
    assertThat(BackendChoice.confirmed(choice, "JCublasBackend")).isEqualTo(choice);
    BackendChoice cpu = BackendChoice.confirmed(choice, "CpuBackend");
    assertThat(cpu.cuda()).isFalse();
    assertThat(cpu.objection().orElseThrow())
        .startsWith("ND4J could not start CUDA, and its log says why, though nvidia-smi tells of")
        .endsWith("0 NVIDIA A100-SXM4-40GB (8.0), 1 Tesla T4 (7.5)");
  }

  @Test
  void localModeTakesAUsableCardUnasked() {
    assertThat(BackendChoice.of(true, request(Role.LOCAL, false), Smi::two).cuda()).isTrue();
  }

  @Test
  void whatIsMissingIsTheObjection() {
    BackendChoice choice =
        BackendChoice.of(true, request(Role.LOCAL, false), () -> new Absent("no driver"));
    assertThat(choice.cuda()).isFalse();
    assertThat(choice.objection()).hasValue("no driver");
    assertThat(choice.gpus()).isEqualTo("no driver");
  }

  @Test
  void theRequestIsReadFromSparksSettings() {
    SparkConf conf = new SparkConf(false).set("spark.master", "spark://host:7077");
    assertThat(GpuRequest.of(conf, false)).isEqualTo(new GpuRequest(Role.EXECUTOR, false, false));
    conf.set("spark.task.resource.gpu.amount", "0.5").set("spark.espalier.gpu.fallback", "cpu");
    assertThat(GpuRequest.of(conf, false)).isEqualTo(new GpuRequest(Role.EXECUTOR, true, true));
    assertThat(GpuRequest.of(conf, true).role()).isEqualTo(Role.DRIVER);
    assertThat(GpuRequest.of(conf.set("spark.master", "local[4]"), true).role())
        .isEqualTo(Role.LOCAL);
    assertThat(GpuRequest.of(conf.set("spark.master", "local-cluster[2,1,1024]"), true).role())
        .isEqualTo(Role.DRIVER);
  }

  @Test
  void nd4jSeesTheCpusBackendAlone() throws IOException {
    ClassLoader loader = new CpuBackendOnly(getClass().getClassLoader());
    List<URL> backends =
        Collections.list(
            loader.getResources("META-INF/services/org.nd4j.linalg.factory.Nd4jBackend"));
    assertThat(backends).hasSize(1);
    try (var stream = backends.get(0).openStream()) {
      String name = new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
      assertThat(name).isEqualTo(org.nd4j.linalg.cpu.nativecpu.CpuBackend.class.getName());
    }
  }
}
