package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.space.LayerShapes;
import io.espalier.wire.Configuration;
import io.espalier.wire.InputShape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The experiment files that come with the program. */
class ShippedExperimentsTest {
  private static final int CLASSES = 10;

  @Test
  void theQuickstartHasAtLeastEightPossibleRows() {
    ExperimentSpec quickstart = load("quickstart");

    assertThat(quickstart.space().stream())
        .hasSizeGreaterThanOrEqualTo(8)
        .allSatisfy(
            row ->
                assertThat(parameters(quickstart, row, new InputShape.Image(1, 28, 28)))
                    .isPositive());
  }

  @Test
  void theCifarGridHasItsEightRowsWithChannelsOutermostThenStrideThenKernel() {
    ExperimentSpec cifar = load("cifar10-cnn-grid");

    assertThat(cifar.space().names()).containsExactly("channels_2", "pool_stride", "pool_kernel");
    assertThat(cifar.space().stream().map(Configuration::toString))
        .containsExactly(
            "channels_2=16 pool_kernel=2 pool_stride=2",
            "channels_2=16 pool_kernel=3 pool_stride=2",
            "channels_2=16 pool_kernel=2 pool_stride=3",
            "channels_2=16 pool_kernel=3 pool_stride=3",
            "channels_2=32 pool_kernel=2 pool_stride=2",
            "channels_2=32 pool_kernel=3 pool_stride=2",
            "channels_2=32 pool_kernel=2 pool_stride=3",
            "channels_2=32 pool_kernel=3 pool_stride=3");
    assertThat(
            cifar.space().stream()
                .map(row -> parameters(cifar, row, new InputShape.Image(3, 32, 32))))
        .startsWith(62_006L);
  }

  @Test
  void theMnistNetworkHasItsPublishedNumberOfParameters() {
    ExperimentSpec mnist = load("mnist-convnet");

    assertThat(
            mnist.space().stream()
                .map(row -> parameters(mnist, row, new InputShape.Image(1, 28, 28))))
        .containsExactly(3_199_106L);
  }

  private static ExperimentSpec load(String name) {
    return ExperimentFile.load(Path.of("conf", name + ".conf"), List.of(), Map.of());
  }

  private static long parameters(ExperimentSpec spec, Configuration row, InputShape input) {
    return LayerShapes.of(spec.resolver().apply(row).model(), input, CLASSES).parameters();
  }
}
