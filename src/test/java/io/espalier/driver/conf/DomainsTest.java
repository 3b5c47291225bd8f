package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.Experiment;
import io.espalier.model.ImpossibleModelException;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.ValueType;
import io.espalier.wire.Activation;
import io.espalier.wire.Configuration;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrialPlan;
import io.espalier.wire.Updater;
import io.espalier.wire.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DomainsTest {
  @TempDir private Path folder;
  private Written written = new Written(Path.of("."));

  @BeforeEach
  void place() {
    written = new Written(folder);
  }

  @Test
  void aFileWithoutDomainsIsOneRow() {
    Experiment spec = written.load(Written.iris(""));
    assertThat(Written.rows(spec)).containsExactly("");
    assertThat(spec.plan().of(Configuration.of(Map.of())).training().batchSize()).isEqualTo(32);
    assertThat(spec.name()).isEqualTo("test");
  }

  @Test
  void theOrderIsThatOfTheLines() {
    Experiment spec =
        written.load(
            """
            training { l2 { grid = [0, 1e-4] }
                       batch-size { grid = [16, 32] } }
            data { source = iris }
            model { kind = mlp
                    layers = [ { dense { grid = [5, 6] } } ] }
            """);
    assertThat(spec.space().names()).containsExactly("l2", "batch_size", "dense");
    assertThat(spec.space().parameters())
        .extracting(parameter -> parameter.domain().type())
        .containsExactly(ValueType.REAL, ValueType.WHOLE, ValueType.WHOLE);
  }

  @Test
  void namedInOrderComeFirstAndTheOthersFollow() {
    String text =
        Written.iris(
            """
            training { l1 { grid = [0, 1] }
                       l2 { grid = [0, 1] }
                       batch-size { grid = [16, 32] } }
            search.order = [batch-size]
            """);
    assertThat(written.load(text).space().names()).containsExactly("batch_size", "l1", "l2");
    assertThat(written.load(text.replace("batch-size]", "l2, batch_size]")).space().names())
        .containsExactly("l2", "batch_size", "l1");
    assertThat(written.problems(text.replace("[batch-size]", "[batchsize, l1, l1]")))
        .containsExactly(
            "test.conf:6: search.order: 'batchsize' is no parameter; known are l1, l2, batch_size;"
                + " did you mean 'batch_size'?",
            "test.conf:6: search.order: 'l1' comes twice");
  }

  @Test
  void namesAreTheLastUnambiguousWords() {
    Experiment spec =
        written.load(
            """
            data { source = cifar10 }
            model { kind = cnn
              layers = [
                { conv { channels { grid = [6, 8] }, kernel = 3 } }
                { conv { channels { grid = [6, 8] }, kernel { grid = [3, 5] } } }
                { pool { kernel = [{ grid = [2, 3] }, 2], stride { grid = [1, 2], name = pool-stride } } }
                { dense { units { grid = [10, 20] } } }
              ] }
            training.updater { kind = sgd, learning-rate { grid = [0.1, 0.2] } }
            """);
    assertThat(spec.space().names())
        .containsExactly(
            "layers_0_conv_channels",
            "layers_1_conv_channels",
            "kernel",
            "kernel_0",
            "pool_stride",
            "units",
            "learning_rate");
  }

  @Test
  void branchesHaveTheirOwnParameters() {
    Experiment spec =
        written.load(
            Written.iris(
                """
                training {
                  updater { choice = [
                    { kind = adam }
                    { kind = momentum
                      learning-rate { grid = [0.1, 0.2] }
                      momentum { choice = [0.5, 0.9] } }
                    { kind = sgd, name = slow, learning-rate = 1e-4 }
                  ] }
                  batch-size { grid = [16, 32] }
                }
                """));
    assertThat(spec.space().rows()).isEqualTo(12);
    assertThat(Written.rows(spec))
        .hasSize(12)
        .startsWith(
            "batch_size=16 updater=adam",
            "batch_size=32 updater=adam",
            "batch_size=16 learning_rate=0.1 momentum=0.5 updater=momentum")
        .endsWith("batch_size=16 updater=slow", "batch_size=32 updater=slow");
    List<Updater> updaters =
        spec.space().stream()
            .map(row -> spec.plan().of(row).training().updater())
            .distinct()
            .toList();
    assertThat(updaters)
        .containsExactly(
            new Updater.Adam(1e-3, 0.9, 0.999, 1e-8),
            new Updater.Momentum(0.1, 0.5),
            new Updater.Momentum(0.1, 0.9),
            new Updater.Momentum(0.2, 0.5),
            new Updater.Momentum(0.2, 0.9),
            new Updater.Sgd(1e-4));
  }

  @Test
  void theModelItselfMayBeAChoice() {
    Experiment spec =
        written.load(
            """
            data { source = cifar10, flatten = false }
            model { choice = [
              { kind = linear }
              { kind = mlp, layers { choice = [ [{ dense = 8 }], [{ dense { grid = [4, 5] } }, { dropout = 0.5 }] ] } }
              { kind = mlp, name = tanh-mlp, activation = tanh, layers = [ { dense = 3 } ] }
            ] }
            """);
    assertThat(spec.space().parameters())
        .extracting(Parameter::name)
        .containsExactly("model", "layers", "dense");
    assertThat(Written.rows(spec))
        .containsExactly(
            "model=linear",
            "layers=[{\"dense\":8}] model=mlp",
            "dense=4 layers=[{\"dense\":{\"grid\":[4,5]}},{\"dropout\":0.5}] model=mlp",
            "dense=5 layers=[{\"dense\":{\"grid\":[4,5]}},{\"dropout\":0.5}] model=mlp",
            "model=tanh-mlp");
    List<TrialPlan> resolved = spec.space().stream().map(row -> spec.plan().of(row)).toList();
    assertThat(resolved.get(0).model().kind()).isEqualTo(ModelSpec.Kind.LINEAR);
    assertThat(resolved.get(3).model().layers())
        .containsExactly(new LayerSpec.Dense(5, Activation.RELU), new LayerSpec.Dropout(0.5));
    assertThat(resolved.get(4).model().layers())
        .containsExactly(new LayerSpec.Dense(3, Activation.TANH));
  }

  @Test
  void wholeBlocksMayBeTheSame() {
    Experiment spec =
        written.load(
            """
            data { source = cifar10 }
            model { kind = cnn
              layers = [
                { choice = [ { name = small, conv { channels { grid = [2, 3] }, kernel = 3 } }
                             { name = none, dropout = 0 } ], name = first }
                { same-as = first }
              ] }
            """);
    assertThat(Written.rows(spec))
        .containsExactly("channels=2 first=small", "channels=3 first=small", "first=none");
    List<LayerSpec> layers =
        spec.plan()
            .of(
                Configuration.of(
                    Map.of("channels", new Value.Whole(3), "first", new Value.Text("small"))))
            .model()
            .layers();
    assertThat(layers).hasSize(2);
    assertThat(layers.get(1)).isEqualTo(layers.get(0));
  }

  @Test
  void rangesGiveTheirValues() {
    Experiment spec =
        written.load(
            Written.iris(
                """
                training {
                  updater { kind = sgd, learning-rate { uniform = [1e-3, 1e-1], points = 3, scale = log } }
                  batch-size { int = [16, 64], step = 2, scale = log }
                  l2 { uniform = [0, 0.2], step = 0.1 }
                  epochs { int = [1, 2] }
                }
                """));
    assertThat(spec.space().parameters())
        .extracting(
            parameter ->
                parameter.name()
                    + parameter.domain().gridValues().stream().map(Value::text).toList())
        .containsExactly(
            "learning_rate[0.001, 0.01, 0.1]",
            "batch_size[16, 32, 64]",
            "l2[0.0, 0.1, 0.2]",
            "epochs[1, 2]");
    TrialPlan resolved =
        spec.plan()
            .of(
                Configuration.of(
                    Map.of(
                        "learning_rate", new Value.Real(0.0123),
                        "batch_size", new Value.Whole(17),
                        "l2", new Value.Whole(0),
                        "epochs", new Value.Whole(2))));
    assertThat(resolved.training().updater()).isEqualTo(new Updater.Sgd(0.0123));
    assertThat(resolved.training().batchSize()).isEqualTo(17);
  }

  @Test
  void aNumberReadBackAsAnotherTypeIsTheSameValue() {
    Experiment spec =
        written.load(
            Written.iris("training.updater { kind = sgd, learning-rate { grid = [1, 0.5] } }"));
    assertThat(
            spec.plan()
                .of(Configuration.of(Map.of("learning_rate", new Value.Whole(1))))
                .training()
                .updater())
        .isEqualTo(new Updater.Sgd(1));
  }

  @Test
  void wordsListsAndMixturesAreChoices() {
    Experiment spec =
        written.load(
            """
            data { source = cifar10 }
            model { kind = cnn
              activation { choice = [relu, leaky-relu] }
              weight-init { choice = [he, { name = small, normal = 0.01 }] }
              layers = [ { conv { channels = 2, kernel { choice = [3, [3, 5]] } } } ] }
            """);
    assertThat(Written.rows(spec))
        .hasSize(8)
        .contains("activation=leaky-relu kernel=[3,5] weight_init=small");
    TrialPlan resolved =
        spec.plan()
            .of(
                Configuration.of(
                    Map.of(
                        "activation", new Value.Text("leaky-relu"),
                        "weight_init", new Value.Text("small"),
                        "kernel", new Value.Text("[3,5]"))));
    assertThat(resolved.model().layers())
        .containsExactly(
            new LayerSpec.Conv(2, new LayerSpec.Window(3, 5, 1, 1, 0, 0), Activation.LEAKY_RELU));
    assertThat(resolved.model().weightInit().value()).isEqualTo(0.01);
  }

  @Test
  void schedulesAreChosenToo() {
    Experiment spec =
        written.load(
            Written.iris(
                """
                training { epochs = 7
                  schedule { choice = [ constant, { kind = cosine }, { kind = step, factor = 0.1, epochs = 3 } ] } }
                """));
    assertThat(spec.space().stream().map(row -> spec.plan().of(row).training().schedule()))
        .containsExactly(
            new LearningRateSchedule.Constant(),
            new LearningRateSchedule.Cosine(7, 0),
            new LearningRateSchedule.Step(0.1, 3));
  }

  @Test
  void constraintsTakeRowsOut() {
    Experiment spec =
        written.load(
            Written.iris(
                """
                training { batch-size { grid = [16, 32] }, l2 { grid = [0, 0.1] } }
                search.constraints = ["batch_size == 16 || l2 == 0"]
                """));
    assertThat(Written.rows(spec))
        .containsExactly("batch_size=16 l2=0.0", "batch_size=16 l2=0.1", "batch_size=32 l2=0.0");
  }

  @Test
  void valuesThatOnlyDoNotGoTogetherAreLeftToTheirRows() {
    Experiment spec =
        written.load(
            """
            data { source = iris }
            model { kind { choice = [softmax, linear] }, loss { choice = [squared-error, cross-entropy] } }
            """);
    assertThat(Written.rows(spec)).hasSize(4);
    assertThatThrownBy(() -> spec.plan().of(spec.space().grid().iterator().next()))
        .isInstanceOf(ImpossibleModelException.class)
        .hasMessage("a softmax model has cross-entropy as its loss");
  }
}
