package io.espalier.engine.models;

import static io.espalier.engine.GraphSpecs.DENSE;
import static io.espalier.engine.GraphSpecs.convolution;
import static io.espalier.engine.GraphSpecs.everyOption;
import static io.espalier.engine.GraphSpecs.gcn;
import static io.espalier.engine.GraphSpecs.graphConv;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.engine.GraphSpecs;
import io.espalier.engine.GraphSpecs.Sample;
import io.espalier.engine.Specs;
import io.espalier.wire.Activation;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.GraphSpec;
import io.espalier.wire.GraphSpec.Propagation;
import io.espalier.wire.GraphSpec.ReadOut;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph.Example;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.regularization.L2Regularization;

class GraphNetworksTest {
  private static final int FEATURES = 5;
  private static final int CLASSES = 3;
  private static final TrainingSpec TRAINING = Specs.training(Specs.adam(), 4);
  @TempDir private Path folder;

  private static ComputationGraph network(ModelSpec model, Example example, DataType precision) {
    return GraphNetworks.create(
        model,
        TRAINING,
        new InputShape.Graph(FEATURES, example),
        CLASSES,
        Task.CLASSIFICATION,
        7,
        precision);
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void graphsAreWhatTheDenseReferenceSays(Loss loss) {
    Sample sample = Sample.draw(3, FEATURES, Example.GRAPH, 4, 1, 9, 2, 6);
    for (ModelSpec model : everyOption(loss)) {
      ComputationGraph network = network(model, Example.GRAPH, DataType.DOUBLE);
      DenseReference reference = new DenseReference(model, network);
      double[][] outputs = network.outputSingle(sample.inputs(DataType.DOUBLE)).toDoubleMatrix();
      assertThat(outputs).hasNumberOfRows(5);
      for (int g = 0; g < outputs.length; g++) {
        assertThat(outputs[g])
            .as("%s, graph %d", model.graph(), g)
            .containsExactly(reference.outputs(sample, g)[0], within(1e-10));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void nodesAreWhatTheDenseReferenceSays(Loss loss) {
    Sample sample = Sample.draw(4, FEATURES, Example.NODE, 14);
    for (ModelSpec model : everyOption(loss)) {
      ComputationGraph network = network(model, Example.NODE, DataType.DOUBLE);
      double[][] expected = new DenseReference(model, network).outputs(sample, 0);
      double[][] outputs = network.outputSingle(sample.inputs(DataType.DOUBLE)).toDoubleMatrix();
      assertThat(outputs).hasNumberOfRows(14);
      for (int v = 0; v < outputs.length; v++) {
        assertThat(outputs[v])
            .as("%s, node %d", model.graph(), v)
            .containsExactly(expected[v], within(1e-10));
      }
    }
  }

  @Test
  void theNotebooksNetworkIsTheSoftmaxOfTheMeanOfTheLastLayer() {
    Sample sample = Sample.draw(5, FEATURES, Example.GRAPH, 7, 3);
    ComputationGraph network = network(GraphSpecs.notebook(), Example.GRAPH, DataType.FLOAT);
    DenseReference reference = new DenseReference(GraphSpecs.notebook(), network);
    double[][] outputs = network.outputSingle(sample.inputs(DataType.FLOAT)).toDoubleMatrix();
    assertThat(outputs[0]).containsExactly(reference.outputs(sample, 0)[0], within(1e-6));
    assertThat(outputs[1]).containsExactly(reference.outputs(sample, 1)[0], within(1e-6));
  }

  @Test
  void verticesAreNamedByTheirLayers() {
    ModelSpec model =
        gcn(
            new GraphSpec(Propagation.LOOPS, ReadOut.SUM, DENSE),
            graphConv(6, Activation.RELU),
            new LayerSpec.Dropout(0.5),
            new LayerSpec.Dense(4, Activation.RELU));
    ComputationGraph network = network(model, Example.GRAPH, DataType.FLOAT);
    assertThat(network.getConfiguration().getNetworkInputs())
        .containsExactly("nodes", "edges", "graphs");
    assertThat(network.getConfiguration().getVertices().keySet())
        .containsExactly("0-propagation", "0", "1", "read-out", "2", "3");
    assertThat(network.paramTable().keySet())
        .containsExactly("0_W", "0_b", "2_W", "2_b", "3_W", "3_b");
    assertThat(Networks.trainableNumbers(network)).isEqualTo(5 * 6 + 6 + 6 * 4 + 4 + 4 * 3 + 3);
  }

  @Test
  void aConvolutionAsOutputIsReadOutBeforeTheLossUnlessNodesAreTheExamples() {
    GraphSpec graph =
        new GraphSpec(Propagation.LOOPS, ReadOut.MAX, convolution(Activation.IDENTITY));
    ModelSpec model = gcn(graph, graphConv(6, Activation.RELU));
    assertThat(network(model, Example.GRAPH, DataType.FLOAT).getConfiguration().getVertices())
        .containsOnlyKeys("0-propagation", "0", "1-propagation", "1", "read-out", "loss");
    assertThat(network(model, Example.NODE, DataType.FLOAT).getConfiguration().getVertices())
        .containsOnlyKeys("0-propagation", "0", "1-propagation", "1");
  }

  @Test
  void aLayersPenaltyComesOnTopOfTheTrainings() {
    ModelSpec model =
        gcn(
            new GraphSpec(
                Propagation.LOOPS,
                ReadOut.MAX,
                new GraphSpec.Output.GraphOutput(Activation.RELU, 0.25)),
            new LayerSpec.GraphConv(6, Activation.RELU, 0.5),
            graphConv(6, Activation.RELU));
    TrainingSpec training = new TrainingSpec(Specs.adam(), TRAINING.schedule(), 4, 1, 0, 0.125);
    ComputationGraph network =
        GraphNetworks.create(
            model,
            training,
            new InputShape.Graph(FEATURES, Example.GRAPH),
            CLASSES,
            Task.CLASSIFICATION,
            7,
            DataType.FLOAT);
    assertThat(l2(network, "0")).isEqualTo(0.625);
    assertThat(l2(network, "1")).isEqualTo(0.125);
    assertThat(l2(network, "2")).isEqualTo(0.375);
  }

  private static double l2(ComputationGraph network, String layer) {
    BaseLayer conf = (BaseLayer) network.getLayer(layer).conf().getLayer();
    assertThat(conf.getRegularization()).hasSize(1);
    return ((L2Regularization) conf.getRegularization().get(0)).getL2().valueAt(0, 0);
  }

  @Test
  void weightsAreThoseOfANetworkOfLayers() {
    ModelSpec model = gcn(GraphSpec.PLAIN, graphConv(6, Activation.RELU));
    INDArray graph = network(model, Example.NODE, DataType.FLOAT).params();
    INDArray layers =
        Networks.create(
                Specs.mlp(new LayerSpec.Dense(6, Activation.RELU)),
                TRAINING,
                new InputShape.Flat(FEATURES),
                CLASSES,
                Task.CLASSIFICATION,
                7,
                DataType.FLOAT)
            .params();
    assertThat(graph).isEqualTo(layers);
  }

  @Test
  void graphsWithoutEdgesAreTrainedToo() {
    Sample sample = Sample.draw(5, FEATURES, Example.GRAPH, 1, 1, 1);
    INDArray[] inputs = sample.inputs(DataType.FLOAT);
    assertThat(inputs[1].shape()).containsExactly(2, 0);
    ComputationGraph network = network(GraphSpecs.notebook(), Example.GRAPH, DataType.FLOAT);
    INDArray before = network.params().dup();
    network.fit(inputs, new INDArray[] {Nd4j.eye(CLASSES).castTo(DataType.FLOAT)});
    assertThat(network.params()).isNotEqualTo(before);
    assertThat(network.outputSingle(inputs).shape()).containsExactly(3, CLASSES);
  }

  @Test
  void plainDeeplearning4jLoadsTheZipAndPredictsTheSame() throws IOException {
    Sample sample = Sample.draw(6, FEATURES, Example.GRAPH, 4, 1, 8);
    INDArray[] inputs = sample.inputs(DataType.FLOAT);
    INDArray labels = Nd4j.eye(CLASSES).castTo(DataType.FLOAT);
    for (ModelSpec model : everyOption(Loss.CROSS_ENTROPY)) {
      ComputationGraph network = network(model, Example.GRAPH, DataType.FLOAT);
      network.fit(inputs, new INDArray[] {labels});
      File file = folder.resolve("model.zip").toFile();
      ModelFiles.save(network, new CheckpointRef(file.toString()));
      ComputationGraph loaded = ComputationGraph.load(file, true);
      assertThat(loaded.output(inputs[0], inputs[1], inputs[2])[0])
          .isEqualTo(network.outputSingle(inputs));
      assertThat(loaded.getConfiguration().toJson()).isEqualTo(network.getConfiguration().toJson());
      Nd4j.getRandom().setSeed(1);
      loaded.fit(inputs, new INDArray[] {labels});
      Nd4j.getRandom().setSeed(1);
      network.fit(inputs, new INDArray[] {labels});
      assertThat(loaded.getIterationCount()).isEqualTo(2);
      assertThat(loaded.updaterState()).isEqualTo(network.updaterState());
    }
  }

  @Test
  void aFileSaysWhatItsNetworkTakes() throws IOException {
    CheckpointRef ref = new CheckpointRef(folder.resolve("model.zip").toString());
    ModelFiles.save(network(GraphSpecs.notebook(), Example.NODE, DataType.FLOAT), ref);
    assertThat(ModelFiles.loadGraph(ref).numParams()).isEqualTo(5 * 16 + 16 + 16 * 3 + 3);
    assertThatThrownBy(() -> ModelFiles.load(ref))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the model in " + ref.uri() + " takes graphs, not vectors or images");
    ModelFiles.save(
        Networks.create(
            Specs.mlp(),
            TRAINING,
            new InputShape.Flat(2),
            2,
            Task.CLASSIFICATION,
            1,
            DataType.FLOAT),
        ref);
    assertThatThrownBy(() -> ModelFiles.loadGraph(ref))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the model in " + ref.uri() + " takes vectors or images, not graphs");
  }

  /** Twice the same graphs: the gradient doubles. Penalties would not, but there are none. */
  @Test
  void fittingFollowsTheSumOverExamples() {
    Sample sample = Sample.draw(8, FEATURES, Example.GRAPH, 4, 4);
    TrainingSpec descent = Specs.training(new Updater.Sgd(1), 4);
    INDArray[] both = sample.inputs(DataType.DOUBLE);
    INDArray step = step(descent, both, new double[][] {{1, 0, 0}, {0, 1, 0}});
    INDArray first =
        step(
            descent,
            GraphInputArrays.of(
                sample.nodes(), sample.graphs(), 0, 1, sample.shape(), DataType.DOUBLE),
            new double[][] {{1, 0, 0}});
    INDArray second =
        step(
            descent,
            GraphInputArrays.of(
                sample.nodes(), sample.graphs(), 1, 2, sample.shape(), DataType.DOUBLE),
            new double[][] {{0, 1, 0}});
    assertThat(step.distance2(first.add(second)))
        .isLessThan(1e-12 * step.norm2Number().doubleValue());
  }

  private static INDArray step(TrainingSpec training, INDArray[] inputs, double[][] labels) {
    ComputationGraph network =
        GraphNetworks.create(
            GraphSpecs.notebook(),
            training,
            new InputShape.Graph(FEATURES, Example.GRAPH),
            CLASSES,
            Task.CLASSIFICATION,
            7,
            DataType.DOUBLE);
    INDArray before = network.params().dup();
    network.fit(inputs, new INDArray[] {Nd4j.createFromArray(labels)});
    return before.subi(network.params());
  }

  @Test
  void modelsAndInputsMustFit() {
    assertThatThrownBy(
            () ->
                Networks.create(
                    GraphSpecs.notebook(),
                    TRAINING,
                    new InputShape.Flat(3),
                    2,
                    Task.CLASSIFICATION,
                    1,
                    DataType.FLOAT))
        .hasMessage("a model of kind gcn needs graphs, but an input is a vector of 3 numbers");
    assertThatThrownBy(
            () ->
                Networks.create(
                    Specs.mlp(),
                    TRAINING,
                    new InputShape.Graph(3, Example.NODE),
                    2,
                    Task.CLASSIFICATION,
                    1,
                    DataType.FLOAT))
        .hasMessage("a model of kind mlp takes no graphs: give it the kind gcn");
    assertThatThrownBy(() -> network(Specs.mlp(), Example.NODE, DataType.FLOAT))
        .hasMessage("a model of kind mlp takes no graphs: give it the kind gcn");
    assertThatThrownBy(
            () ->
                GraphNetworks.create(
                    GraphSpecs.notebook(),
                    TRAINING,
                    new InputShape.Graph(3, Example.NODE),
                    2,
                    Task.REGRESSION,
                    1,
                    DataType.FLOAT))
        .hasMessage("regression needs squared error as its loss");
  }
}
