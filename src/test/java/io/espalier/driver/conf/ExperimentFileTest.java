package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.Experiment;
import io.espalier.RetrainSpec;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.driver.hocon.Words;
import io.espalier.model.LayerShapes;
import io.espalier.search.history.Objective;
import io.espalier.search.schedule.SearchSettings;
import io.espalier.wire.Activation;
import io.espalier.wire.Configuration;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.Loss;
import io.espalier.wire.Metric;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Part;
import io.espalier.wire.TrainingPlan.TrainMeasure;
import io.espalier.wire.TrialPlan;
import io.espalier.wire.Updater;
import io.espalier.wire.WeightInit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentFileTest {
  @TempDir private Path folder;
  private Written written = new Written(Path.of("."));

  @BeforeEach
  void place() {
    written = new Written(folder);
  }

  @Test
  void theCifarGridHasItsEightRowsInOrder() {
    Experiment spec = written.load(Written.CIFAR);
    assertThat(Written.rows(spec))
        .containsExactly(
            "channels_2=16 pool_kernel=2 pool_stride=2",
            "channels_2=16 pool_kernel=3 pool_stride=2",
            "channels_2=16 pool_kernel=2 pool_stride=3",
            "channels_2=16 pool_kernel=3 pool_stride=3",
            "channels_2=32 pool_kernel=2 pool_stride=2",
            "channels_2=32 pool_kernel=3 pool_stride=2",
            "channels_2=32 pool_kernel=2 pool_stride=3",
            "channels_2=32 pool_kernel=3 pool_stride=3");
    assertThat(spec.space().names()).containsExactly("channels_2", "pool_stride", "pool_kernel");
  }

  @Test
  void everyPartOfTheCifarExperimentIsRead() {
    Experiment spec = written.load(Written.CIFAR);
    assertThat(spec.name()).isEqualTo("cifar10-cnn");
    assertThat(spec.seed()).isEqualTo(42);
    assertThat(spec.data())
        .isEqualTo(
            new DataSpec(
                new DataSource.Cifar10("data/cifar-10"),
                0,
                new DataSpec.Amount.Share(0.25),
                0,
                new DataSpec.Amount.Share(0.2),
                0,
                DataSpec.Selection.RANDOM,
                new DataSpec.Normalise.Given(List.of(0.5), List.of(0.5)),
                false));
    assertThat(spec.search()).isEqualTo(SearchSettings.GRID);
    assertThat(spec.objective())
        .isEqualTo(new Objective("validation_loss", Objective.Goal.MINIMIZE, Objective.At.LAST));
    assertThat(spec.measure()).isEqualTo(TrainMeasure.STEPS);
    assertThat(spec.retrain()).isEqualTo(new RetrainSpec(1, 1, 15, Part.TRAIN));
    assertThat(spec.outputDirectory()).isEqualTo("notebooks-out");
  }

  @Test
  void everyCifarRowIsAPossibleNetwork() {
    Experiment spec = written.load(Written.CIFAR);
    InputShape.Image image = new InputShape.Image(3, 32, 32);
    List<Long> parameters =
        spec.space().stream()
            .map(row -> spec.plan().of(row))
            .map(resolved -> LayerShapes.of(resolved.model(), image, 10).parameters())
            .toList();
    assertThat(parameters).hasSize(8).first().isEqualTo(62_006L);
    TrialPlan first = spec.plan().of(spec.space().grid().iterator().next());
    assertThat(first.training().updater()).isEqualTo(new Updater.Adam(1e-3, 0.9, 0.999, 1e-8));
    assertThat(first.training().batchSize()).isEqualTo(32);
    assertThat(first.training().epochs()).isEqualTo(5);
    assertThat(first.model().loss()).isEqualTo(Loss.CROSS_ENTROPY);
    assertThat(first.model().weightInit()).isEqualTo(WeightInit.of(WeightInit.Scheme.PYTORCH));
  }

  @Test
  void aFileWithSixMistakesReportsAllSix() {
    assertThat(
            written.problems(
                """
                experiment { seeed = 1 }
                data { source = cifar11 }
                model {
                  kind = mlp
                  layers = [ { dense { units = 0 } } ]
                  activation = reluu
                }
                training {
                  updater { kind = adam, momentum = 0.9 }
                  batch-size { grid = [32, 6.5] }
                }
                """))
        .containsExactly(
            "test.conf:1: experiment.seeed: unknown key; accepted are name, seed; did you mean"
                + " 'seed'?",
            "test.conf:2: data.source: 'cifar11' is not accepted; accepted are idx, mnist,"
                + " fashion-mnist, emnist, cifar10, cifar100, csv, parquet, table, images, npy, iris,"
                + " digits, blobs, playground, tu, mutag, citations, cora, graphs, class; did you mean 'cifar10'?",
            "test.conf:5: model.layers.0.dense.units: units must be a finite number above 0, not"
                + " 0.0",
            "test.conf:6: model.activation: 'reluu' is not accepted; accepted are identity, relu,"
                + " leaky-relu, elu, selu, gelu, swish, softplus, sigmoid, tanh, arctan, mish; did you"
                + " mean 'relu'?",
            "test.conf:9: training.updater.momentum: unknown key of an updater of kind adam;"
                + " accepted are beta1, beta2, epsilon, kind, learning-rate",
            "test.conf:10: training.batch-size: '6.5' is not a whole number");
  }

  @Test
  void theEnvironmentIsTheGivenOne() {
    Path file = written.write(Written.CIFAR);
    Experiment spec = ExperimentFile.load(file, List.of(), Map.of("ESPALIER_DATA", "/mnt/sets"));
    assertThat(spec.data().source()).isEqualTo(new DataSource.Cifar10("/mnt/sets/cifar-10"));
  }

  @Test
  void anotherLibrarysReferenceDoesNotReachAnExperiment() {
    assertThat(ExperimentFile.class.getResource("/reference.conf"))
        .as("the decoy of the test class path comes first")
        .asString()
        .contains("test-classes");
    Experiment spec = written.load(Written.iris(""));
    assertThat(spec.plan().of(Configuration.of(Map.of())).training().epochs()).isEqualTo(10);
    assertThat(spec.file().orElseThrow()).doesNotContain("somebody");
  }

  @Test
  void theReferenceNamesEveryWord() throws IOException {
    String reference = Files.readString(Path.of("src/main/resources/io/espalier/reference.conf"));
    List<String> words = new ArrayList<>();
    words.addAll(Words.of(Activation.class));
    words.addAll(Words.of(WeightInit.Scheme.class));
    words.addAll(Words.of(ModelSpec.Kind.class));
    words.addAll(Words.of(Loss.class));
    words.addAll(Words.of(LayerSpec.Pooling.class));
    words.addAll(Words.of(DataSpec.Selection.class));
    words.addAll(Words.of(DataSource.Playground.Pattern.class));
    words.addAll(Words.of(DataSource.Playground.Input.class));
    words.addAll(Words.of(Objective.Goal.class));
    words.addAll(Words.of(Objective.At.class));
    words.addAll(Words.of(TrainMeasure.class));
    words.addAll(Words.of(Metric.class));
    assertThat(words)
        .allSatisfy(word -> assertThat(reference).containsPattern("\\b" + word + "\\b"));
  }
}
