package io.espalier.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.wire.Activation;
import io.espalier.wire.GraphSpec;
import io.espalier.wire.GraphSpec.Output;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Dense;
import io.espalier.wire.LayerSpec.Dropout;
import io.espalier.wire.LayerSpec.GraphConv;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.ModelSpec.Kind;
import io.espalier.wire.WeightInit;
import java.util.List;
import org.junit.jupiter.api.Test;

class GraphShapesTest {
  private static final InputShape GRAPHS = new Graph(7, Graph.Example.GRAPH);
  private static final InputShape NODES = new Graph(1433, Graph.Example.NODE);
  private static final Output DENSE = new Output.DenseOutput();
  private static final Output GRAPH = new Output.GraphOutput(Activation.IDENTITY, 0);

  @Test
  void graphsReadThemselvesOutBeforeTheFirstDenseLayer() {
    assertThat(layers(gcn(DENSE, conv(16), new Dropout(0.5), dense(8), dense(4)), GRAPHS, 2))
        .containsExactly(
            "1 graph-conv graph of nodes of 16 128",
            "2 dropout graph of nodes of 16 0",
            "3 read-out 16 0",
            "4 dense 8 136",
            "5 dense 4 36",
            "6 output 2 10");
  }

  @Test
  void graphsReadThemselvesOutBeforeADenseOutput() {
    assertThat(layers(gcn(DENSE, conv(16), conv(16)), GRAPHS, 2))
        .containsExactly(
            "1 graph-conv graph of nodes of 16 128",
            "2 graph-conv graph of nodes of 16 272",
            "3 read-out 16 0",
            "4 output 2 34");
  }

  @Test
  void graphsReadThemselvesOutAfterAnOutputByConvolution() {
    assertThat(layers(gcn(GRAPH, conv(16)), GRAPHS, 2))
        .containsExactly(
            "1 graph-conv graph of nodes of 16 128",
            "2 output graph of nodes of 2 34",
            "3 read-out 2 0");
  }

  @Test
  void nodesAreNotReadOut() {
    ModelSpec kipf = gcn(GRAPH, new Dropout(0.5), conv(16), new Dropout(0.5));
    assertThat(LayerShapes.of(kipf, NODES, 7).parameters())
        .isEqualTo(1433L * 16 + 16 + 16L * 7 + 7);
    assertThat(layers(gcn(DENSE, conv(16), dense(8)), NODES, 7))
        .containsExactly(
            "1 graph-conv node of 16 22944", "2 dense node of 8 136", "3 output node of 7 63");
  }

  @Test
  void aGcnNeedsGraphs() {
    ModelSpec model = gcn(DENSE, conv(16));
    assertThatThrownBy(() -> LayerShapes.of(model, new InputShape.Image(3, 32, 32), 10))
        .isInstanceOf(ImpossibleModelException.class)
        .hasMessage("a gcn needs graphs, not images of 3x32x32: take model.kind = cnn or mlp");
    assertThatThrownBy(() -> LayerShapes.of(model, new InputShape.Flat(4), 3))
        .isInstanceOf(ImpossibleModelException.class)
        .hasMessage("a gcn needs graphs, not examples of 4 flat numbers: take model.kind = mlp");
  }

  @Test
  void graphsNeedAGcn() {
    for (Kind kind : List.of(Kind.LINEAR, Kind.SOFTMAX, Kind.MLP, Kind.CNN)) {
      ModelSpec model = model(kind, GraphSpec.PLAIN);
      assertThatThrownBy(() -> LayerShapes.of(model, GRAPHS, 2))
          .isInstanceOf(ImpossibleModelException.class)
          .hasMessage(
              "a model of kind %s cannot take in graphs: take model.kind = gcn", word(kind));
      assertThatThrownBy(() -> LayerShapes.of(model, NODES, 2))
          .isInstanceOf(ImpossibleModelException.class);
    }
  }

  @Test
  void whatNoArrayHoldsIsImpossible() {
    assertThatThrownBy(() -> LayerShapes.of(gcn(DENSE, conv(2_000_000_000)), GRAPHS, 2))
        .hasMessage(
            "layer 1 (graph-conv): 16000000000 weights are more than an array can hold"
                + " (2147483647)");
  }

  private static String word(Kind kind) {
    return kind.name().toLowerCase(java.util.Locale.ROOT);
  }

  private static List<String> layers(ModelSpec model, InputShape input, int outputs) {
    return LayerShapes.of(model, input, outputs).layers().stream()
        .map(l -> l.number() + " " + l.kind() + " " + l.output() + " " + l.parameters())
        .toList();
  }

  private static ModelSpec gcn(Output output, LayerSpec... layers) {
    return model(
        Kind.GCN,
        new GraphSpec(GraphSpec.Propagation.LOOPS, GraphSpec.ReadOut.MEAN, output),
        layers);
  }

  private static ModelSpec model(Kind kind, GraphSpec graph, LayerSpec... layers) {
    WeightInit init = WeightInit.of(WeightInit.Scheme.PYTORCH);
    return new ModelSpec(kind, List.of(layers), Loss.CROSS_ENTROPY, init, graph);
  }

  private static LayerSpec conv(int units) {
    return new GraphConv(units, Activation.RELU, 0);
  }

  private static LayerSpec dense(int units) {
    return new Dense(units, Activation.RELU);
  }
}
