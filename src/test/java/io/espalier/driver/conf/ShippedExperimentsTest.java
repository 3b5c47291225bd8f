package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.Experiment;
import io.espalier.data.DataSource;
import io.espalier.model.LayerShapes;
import io.espalier.search.schedule.Schedulers;
import io.espalier.search.schedule.SearchSettings;
import io.espalier.search.suggest.Searchers;
import io.espalier.wire.Activation;
import io.espalier.wire.Configuration;
import io.espalier.wire.GraphSpec;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The experiment files that come with the program. */
class ShippedExperimentsTest {
  private static final int CLASSES = 10;

  @Test
  void theQuickstartHasAtLeastEightPossibleRows() {
    Experiment quickstart = load("quickstart");

    assertThat(quickstart.space().stream())
        .hasSizeGreaterThanOrEqualTo(8)
        .allSatisfy(
            row ->
                assertThat(parameters(quickstart, row, new InputShape.Image(1, 28, 28)))
                    .isPositive());
  }

  @Test
  void theCifarGridHasItsEightRowsWithChannelsOutermostThenStrideThenKernel() {
    Experiment cifar = load("cifar10-cnn-grid");

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
    Experiment mnist = load("mnist-convnet");

    assertThat(
            mnist.space().stream()
                .map(row -> parameters(mnist, row, new InputShape.Image(1, 28, 28))))
        .containsExactly(3_199_106L);
  }

  @Test
  void theMutagGridHasAtLeast24PossibleRowsOfTenFolds() {
    Experiment mutag = load("mutag-gcn");

    assertThat(mutag.data().folds()).isEqualTo(10);
    assertThat(mutag.objective().metric()).isEqualTo("validation_accuracy");
    assertThat(mutag.space().stream())
        .hasSizeGreaterThanOrEqualTo(24)
        .allSatisfy(row -> assertThat(parameters(mutag, row, graphs(7))).isPositive());
  }

  @Test
  void theFirstRowOnCoraIsTheNetworkOfKipfAndWelling() {
    Experiment cora = load("cora-gcn");
    Configuration first = cora.space().stream().findFirst().orElseThrow();
    ModelSpec model = cora.plan().of(first).model();
    TrainingSpec training = cora.plan().of(first).training();

    assertThat(model.layers())
        .containsExactly(
            new LayerSpec.Dropout(0.5),
            new LayerSpec.GraphConv(16, Activation.RELU, 5e-4),
            new LayerSpec.Dropout(0.5));
    assertThat(model.graph().propagation()).isEqualTo(GraphSpec.Propagation.LOOPS);
    assertThat(model.graph().output())
        .isEqualTo(new GraphSpec.Output.GraphOutput(Activation.IDENTITY, 0));
    assertThat(training.batchSize()).isEqualTo(TrainingSpec.WHOLE_PART);
    assertThat(training.updater().learningRate()).isEqualTo(0.01);
    assertThat(cora.retrain().seeds()).isEqualTo(10);
    InputShape node = new InputShape.Graph(1433, InputShape.Graph.Example.NODE);
    assertThat(LayerShapes.of(model, node, 7).parameters()).isEqualTo(23_063);
  }

  @Test
  void theDrawnGraphsHavePossibleRowsOnly() {
    Experiment drawn = load("graphs-gcn");

    assertThat(drawn.space().stream())
        .hasSize(8)
        .allSatisfy(row -> assertThat(parameters(drawn, row, graphs(2))).isPositive());
  }

  @Test
  void theShippedFunctionNeedsNoData() {
    Experiment branin = load("branin");
    assertThat(branin.data().source()).isInstanceOf(DataSource.NoData.class);
    assertThat(branin.space().names()).containsExactly("x1", "x2");
  }

  @Test
  void everySearcherAndEverySchedulerHasAnExample() throws IOException {
    List<SearchSettings> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("conf"))) {
      for (Path file : files.sorted().toList()) {
        all.add(ExperimentFile.load(file, List.of(), Map.of()).search());
      }
    }
    assertThat(all.stream().map(SearchSettings::algorithm)).containsAll(Searchers.words());
    assertThat(all.stream().map(one -> one.scheduler().kind())).containsAll(Schedulers.words());
    assertThat(load("iris-gaussian-process-target").search().stopping().target()).hasValue(0.1);
    assertThat(load("iris-sobol-patience").search().stopping().patience()).hasValue(20);
    assertThat(load("fashion-auto-asha").search().stopping().leastGain()).isPresent();
    assertThat(load("fashion-start-from").search().startFrom())
        .containsExactly("fashion-auto-asha");
  }

  private static InputShape graphs(int features) {
    return new InputShape.Graph(features, InputShape.Graph.Example.GRAPH);
  }

  private static Experiment load(String name) {
    return ExperimentFile.load(Path.of("conf", name + ".conf"), List.of(), Map.of());
  }

  private static long parameters(Experiment spec, Configuration row, InputShape input) {
    return LayerShapes.of(spec.plan().of(row).model(), input, CLASSES).parameters();
  }
}
