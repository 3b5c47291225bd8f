package io.espalier.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.data.Graphs;
import io.espalier.engine.GraphSpecs.Sample;
import io.espalier.engine.models.GraphNetworks;
import io.espalier.engine.models.ModelFiles;
import io.espalier.engine.models.Networks;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph.Example;
import io.espalier.wire.Task;
import io.espalier.wire.TrainingSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class ModelToolsGraphTest {
  private static final TrainingSpec TRAINING = Specs.training(Specs.adam(), 4);
  @TempDir private Path folder;

  private String save(Example example) throws IOException {
    String file = folder.resolve(example + ".zip").toString();
    ModelFiles.save(network(example), new CheckpointRef(file));
    return file;
  }

  private static ComputationGraph network(Example example) {
    return GraphNetworks.create(
        GraphSpecs.notebook(),
        TRAINING,
        new InputShape.Graph(5, example),
        3,
        Task.CLASSIFICATION,
        7,
        DataType.FLOAT);
  }

  /** 60 graphs of 300 nodes are more than one batch. */
  @Test
  void graphsArePredictedOneByOneHoweverManyThereAre() throws IOException {
    int[] sizes = new int[60];
    Arrays.fill(sizes, 300);
    sizes[20] = 1;
    Sample sample = Sample.draw(1, 5, Example.GRAPH, sizes);
    float[][] predictions =
        ModelTools.predictGraphs(
            save(Example.GRAPH), sample.nodes(), sample.graphs(), sample.shape());
    assertThat(predictions)
        .isDeepEqualTo(
            network(Example.GRAPH).outputSingle(sample.inputs(DataType.FLOAT)).toFloatMatrix());
  }

  /** A graph of 9,000 nodes is a batch, with those without nodes before and behind it. */
  @Test
  void graphsWithoutNodesAreAllPredictedTheSame() throws IOException {
    Sample sample = Sample.draw(1, 5, Example.GRAPH, 0, 9_000, 0, 3, 0, 0);
    String model = save(Example.GRAPH);
    float[][] predictions =
        ModelTools.predictGraphs(model, sample.nodes(), sample.graphs(), sample.shape());
    assertThat(predictions).hasDimensions(6, 3);
    assertThat(predictions[3]).isNotEqualTo(predictions[0]);
    Graphs none = sample.graphs().only(new int[] {4, 0});
    float[][] alone = ModelTools.predictGraphs(model, new float[0], none, sample.shape());
    assertThat(alone).hasDimensions(2, 3);
    for (int without : new int[] {0, 2, 4, 5}) {
      assertThat(predictions[without]).containsExactly(alone[0], within(1e-6f));
    }
    assertThat(alone[1]).isEqualTo(alone[0]);
  }

  @Test
  void nodesArePredictedOneByOne() throws IOException {
    Sample sample = Sample.draw(1, 5, Example.NODE, 12);
    float[][] predictions =
        ModelTools.predictGraphs(
            save(Example.NODE), sample.nodes(), sample.graphs(), sample.shape());
    assertThat(predictions)
        .isDeepEqualTo(
            network(Example.NODE).outputSingle(sample.inputs(DataType.FLOAT)).toFloatMatrix());
  }

  @Test
  void whatDoesNotFitIsRefusedInOneLine() throws IOException {
    String graphs = save(Example.GRAPH);
    String nodes = save(Example.NODE);
    String vectors = folder.resolve("vectors.zip").toString();
    ModelFiles.save(
        Networks.create(
            Specs.mlp(),
            TRAINING,
            new InputShape.Flat(5),
            3,
            Task.CLASSIFICATION,
            1,
            DataType.FLOAT),
        new CheckpointRef(vectors));
    assertRefused(graphs, 4, Example.GRAPH, "the model takes nodes of 5 numbers, not of 4");
    assertRefused(
        graphs, 5, Example.NODE, "the model predicts for whole graphs, not for single nodes");
    assertRefused(
        nodes, 5, Example.GRAPH, "the model predicts for single nodes, not for whole graphs");
    assertRefused(
        vectors,
        5,
        Example.GRAPH,
        "the model in " + vectors + " takes vectors or images, not graphs");
    assertThatThrownBy(
            () -> ModelTools.predict(graphs, new float[5], 1, new InputShape.Image(5, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the model in " + graphs + " takes graphs, not vectors or images");
    assertThatThrownBy(
            () ->
                ModelTools.predict(vectors, new float[5], 1, new InputShape.Graph(5, Example.NODE)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the model takes vectors or images, not graphs");
  }

  private static void assertRefused(String model, int features, Example example, String message) {
    Graphs one = new Graphs(new int[] {0, 1}, new int[] {0, 0}, new int[0]);
    InputShape.Graph shape = new InputShape.Graph(features, example);
    assertThatThrownBy(() -> ModelTools.predictGraphs(model, new float[features], one, shape))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void numbersThatAreNotAllNodesAreRefused() throws IOException {
    Sample sample = Sample.draw(1, 5, Example.GRAPH, 3);
    String model = save(Example.GRAPH);
    assertThatThrownBy(
            () -> ModelTools.predictGraphs(model, new float[9], sample.graphs(), sample.shape()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("9 numbers are not 3 nodes of 5");
  }

  @Test
  void aGraphModelIsCountedAndCompiled() {
    InputShape shape = new InputShape.Graph(5, Example.GRAPH);
    assertThat(
            ModelTools.parameterCount(
                GraphSpecs.notebook(), TRAINING, shape, 3, Task.CLASSIFICATION))
        .isEqualTo(5 * 16 + 16 + 16 * 3 + 3);
    assertThat(
            ModelTools.notCompiled(GraphSpecs.notebook(), TRAINING, shape, 3, Task.CLASSIFICATION))
        .isEmpty();
  }
}
