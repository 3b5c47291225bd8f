package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.Experiment;
import io.espalier.model.ImpossibleModelException;
import io.espalier.wire.Activation;
import io.espalier.wire.Configuration;
import io.espalier.wire.GraphSpec;
import io.espalier.wire.GraphSpec.Output;
import io.espalier.wire.GraphSpec.Propagation;
import io.espalier.wire.GraphSpec.ReadOut;
import io.espalier.wire.LayerSpec.Dense;
import io.espalier.wire.LayerSpec.Dropout;
import io.espalier.wire.LayerSpec.GraphConv;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models of kind gcn; what data they learn from does not matter here. */
class GraphModelTest {
  private static final Configuration NONE = Configuration.of(Map.of());

  @TempDir private Path folder;
  private Written written = new Written(Path.of("."));

  @BeforeEach
  void place() {
    written = new Written(folder);
  }

  @Test
  void aNumberIsALayerAndABlockMayBeSeveral() {
    ModelSpec model =
        model(
            "activation = tanh, layers = [ { graph-conv = 16 }, { graph-conv { units = 8,"
                + " activation = relu, dropout = 0.5, l2 = 5e-4, repeat = 2 } }, { dropout = 0.25"
                + " }, { dense = 32 } ]");
    assertThat(model.layers())
        .containsExactly(
            new GraphConv(16, Activation.TANH, 0),
            new Dropout(0.5),
            new GraphConv(8, Activation.RELU, 5e-4),
            new Dropout(0.5),
            new GraphConv(8, Activation.RELU, 5e-4),
            new Dropout(0.25),
            new Dense(32, Activation.TANH));
    assertThat(model.graph()).isEqualTo(GraphSpec.PLAIN);
  }

  @Test
  void theGraphKeysAreRead() {
    assertThat(graph("propagation = neighbours, read-out = max, output = graph-conv"))
        .isEqualTo(
            new GraphSpec(
                Propagation.NEIGHBOURS,
                ReadOut.MAX,
                new Output.GraphOutput(Activation.IDENTITY, 0)));
    assertThat(graph("read-out = sum, output = dense"))
        .isEqualTo(new GraphSpec(Propagation.LOOPS, ReadOut.SUM, new Output.DenseOutput()));
  }

  @Test
  void anOutputByConvolutionHasItsDropoutAfterTheLayers() {
    ModelSpec model =
        model(
            "layers = [ { graph-conv { units = 16, dropout = 0.5 } } ], output { graph-conv {"
                + " activation = relu, l2 = 0.1, dropout = 0.25 } }");
    assertThat(model.layers())
        .containsExactly(
            new Dropout(0.5), new GraphConv(16, Activation.RELU, 0), new Dropout(0.25));
    assertThat(model.graph().output()).isEqualTo(new Output.GraphOutput(Activation.RELU, 0.1));
  }

  @Test
  void everyNumberCanBeSearchedInPlace() {
    Experiment spec =
        written.load(
            gcn(
                """
                layers = [ { graph-conv {
                  units { grid = [8, 16] }
                  activation { choice = [relu, tanh] }
                  dropout { uniform = [0, 0.5], points = 2 }
                  l2 { grid = [0, 5e-4], name = layer-l2 }
                  repeat { int = [1, 3] } } } ]
                propagation { choice = [loops, neighbours] }
                read-out { choice = [mean, sum, max] }
                output { choice = [ dense, { name = convolved, graph-conv { l2 { grid = [0, 0.1] } } } ] }
                """));
    assertThat(spec.space().names())
        .containsExactly(
            "units",
            "activation",
            "dropout",
            "layer_l2",
            "repeat",
            "propagation",
            "read_out",
            "output",
            "l2");
    List<ModelSpec> models = spec.space().stream().map(row -> spec.plan().of(row).model()).toList();
    assertThat(models).hasSize(2 * 2 * 2 * 2 * 3 * 2 * 3 * 3).doesNotHaveDuplicates();
    assertThat(models.stream().mapToInt(model -> model.layers().size()))
        .containsOnly(1, 2, 3, 4, 6);
  }

  @Test
  void aLayerThatAGcnDoesNotTakeIsOneLine() {
    String accepted = "accepted are graph-conv, dense, dropout, as in { dense = 120 }";
    assertThat(
            written.problems(
                gcn(
                    """
                    layers = [ { graph-conv = 4 }
                      { conv { channels = 3, kernel = 3 } }
                      { pool { kernel = 2 } }
                      { batch-norm {} }
                      { graph-covn = 3 } ]
                    """)))
        .containsExactly(
            "test.conf:3: model.layers.1.conv: a model of kind gcn has no such layer; "
                + accepted
                + "; did you mean 'graph-conv'?",
            "test.conf:4: model.layers.2.pool: a model of kind gcn has no such layer; " + accepted,
            "test.conf:5: model.layers.3.batch-norm: a model of kind gcn has no such layer; "
                + accepted,
            "test.conf:6: model.layers.4.graph-covn: unknown layer; "
                + accepted
                + "; did you mean 'graph-conv'?");
  }

  @Test
  void whatOnlyAGcnHasIsRefusedElsewhere() {
    assertThat(
            written.problems(
                """
                data { source = iris }
                model { kind = mlp
                  layers = [ { graph-conv = 16 } ]
                  propagation = loops
                  read-out = mean
                  output = dense }
                """))
        .containsExactly(
            "test.conf:3: model.layers.0.graph-conv: a model of kind mlp has no such layer;"
                + " accepted are conv, separable-conv, pool, dense, dropout, batch-norm, activation, residual, global-pool, as in { dense = 120 }; graph-conv needs a model"
                + " of kind gcn",
            "test.conf:4: model.propagation: only a model of kind gcn has this, not one of kind mlp",
            "test.conf:5: model.read-out: only a model of kind gcn has this, not one of kind mlp",
            "test.conf:6: model.output: only a model of kind gcn has this, not one of kind mlp");
  }

  @Test
  void aMisspeltKindIsTheOnlyProblem() {
    assertThat(
            written.problems(
                "data { source = iris }\nmodel { kind = gcm, layers = [ { graph-conv = 16 } ],"
                    + " read-out = sum }"))
        .singleElement()
        .asString()
        .endsWith(
            "accepted are linear, softmax, mlp, cnn, gcn, rnn, function, class, trainable; did you mean 'gcn'?");
  }

  @Test
  void wrongValuesAreNamedWithTheirLines() {
    assertThat(
            written.problems(
                gcn(
                    """
                    layers = [ { graph-conv { unit = 16 } }
                      { graph-conv { units = 0, dropout = 1, l2 = -1, repeat = 101 } }
                      { graph-conv = many } ]
                    propagation = loop
                    read-out = average
                    output { dens {} }
                    """)))
        .containsExactly(
            "test.conf:2: model.layers.0.graph-conv.unit: unknown key of a graph-conv layer;"
                + " accepted are activation, dropout, l2, repeat, units; did you mean 'units'?",
            "test.conf:2: model.layers.0.graph-conv.units: missing; needed is a whole number above"
                + " 0",
            "test.conf:3: model.layers.1.graph-conv.dropout: rate must lie in [0, 1), not 1.0",
            "test.conf:3: model.layers.1.graph-conv.l2: l2 must be a finite number of at least 0,"
                + " not -1.0",
            "test.conf:3: model.layers.1.graph-conv.repeat: a whole number from 1 to 100 is"
                + " accepted, not 101",
            "test.conf:3: model.layers.1.graph-conv.units: units must be a finite number above 0,"
                + " not 0.0",
            "test.conf:4: model.layers.2.graph-conv: 'many' is not a whole number",
            "test.conf:5: model.propagation: 'loop' is not accepted; accepted are loops,"
                + " neighbours; did you mean 'loops'?",
            "test.conf:6: model.read-out: 'average' is not accepted; accepted are mean, sum, max",
            "test.conf:7: model.output: accepted are dense, graph-conv and a block such as {"
                + " graph-conv { activation = relu } }");
    assertThat(written.problems(gcn("layers = [ { graph-conv = 4 } ], output = convolution")))
        .singleElement()
        .asString()
        .endsWith("'convolution' is not accepted; accepted are dense, graph-conv");
    assertThat(
            written.problems(
                gcn("layers = [ { graph-conv = 4 } ], output { graph-conv { units = 2 } }")))
        .containsExactly(
            "test.conf:2: model.output.graph-conv.units: unknown key of an output by graph"
                + " convolution; accepted are activation, dropout, l2");
  }

  @Test
  void layersThatDoNotGoTogetherAreNamed() {
    assertThat(written.problems(gcn("layers = [ { dense = 4 } ]")))
        .containsExactly("test.conf:2: model: a gcn model needs a graph convolution");
    assertThat(written.problems(gcn("layers = [ { dense = 4 }, { graph-conv = 4 } ]")))
        .containsExactly("test.conf:2: model: a graph convolution cannot come after a dense layer");
    Experiment spec =
        written.load(
            gcn(
                "layers = [ { graph-conv = 4 }, { dense = 4 } ], output { choice = [dense,"
                    + " graph-conv] }"));
    assertThat(spec.space().stream().map(row -> reason(spec, row)))
        .containsExactly("", "an output by graph convolution cannot come after a dense layer");
  }

  @Test
  void aBatchMayBeTheWholePart() {
    String model = "data { source = iris }\nmodel.kind = linear\n";
    assertThat(batchSizes(model)).containsExactly(32);
    assertThat(batchSizes(model + "training.batch-size = all"))
        .containsExactly(TrainingSpec.WHOLE_PART);
    assertThat(batchSizes(model + "training.batch-size { choice = [8, all] }"))
        .containsExactly(8, TrainingSpec.WHOLE_PART);
    assertThat(written.problems(model + "training.batch-size = every"))
        .containsExactly("test.conf:3: training.batch-size: 'every' is not a whole number or all");
    assertThat(written.problems(model + "training.batch-size { grid = [8, all] }"))
        .singleElement()
        .asString()
        .endsWith("'all' is no number; grid takes numbers, choice takes anything");
  }

  private List<Integer> batchSizes(String text) {
    Experiment spec = written.load(text);
    return spec.space().stream().map(row -> spec.plan().of(row).training().batchSize()).toList();
  }

  private static String reason(Experiment spec, Configuration row) {
    try {
      return spec.plan().of(row).model().layers().isEmpty() ? "no layers" : "";
    } catch (ImpossibleModelException impossible) {
      return String.valueOf(impossible.getMessage());
    }
  }

  private GraphSpec graph(String text) {
    return model("layers = [ { graph-conv = 4 } ], " + text).graph();
  }

  private ModelSpec model(String text) {
    return written.load(gcn(text)).plan().of(NONE).model();
  }

  private static String gcn(String text) {
    return "data { source = iris }\nmodel { kind = gcn, " + text + "\n}\n";
  }
}
