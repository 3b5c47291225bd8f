package io.espalier.driver.inspect;

import io.espalier.data.Dataset;
import io.espalier.data.PreparedData;
import io.espalier.engine.ModelTools;
import io.espalier.wire.InputShape;
import java.io.IOException;
import java.util.stream.IntStream;

/** Examples as a network takes them. */
final class Examples {
  private Examples() {}

  /** The inputs of these rows of the data set, or of nodes, normalised, example by example. */
  static float[] inputs(PreparedData data, int[] rows) {
    float[] inputs = new float[Math.multiplyExact(rows.length, data.dataset().shape().size())];
    data.fill(rows, 0, rows.length, inputs);
    return inputs;
  }

  /** What a saved network predicts for these rows of the data set, in the labels' units. */
  static float[][] predictions(String zip, PreparedData data, int[] rows) throws IOException {
    Dataset dataset = data.dataset();
    float[][] outputs =
        dataset.shape() instanceof InputShape.Graph graph
            ? predictions(zip, data, rows, graph)
            : ModelTools.predict(zip, inputs(data, rows), rows.length, dataset.shape());
    dataset.targets().scale().unscale(outputs);
    return outputs;
  }

  /** Nodes are seen by their neighbours, so all nodes are predicted where they are the examples. */
  private static float[][] predictions(
      String zip, PreparedData data, int[] rows, InputShape.Graph shape) throws IOException {
    Dataset dataset = data.dataset();
    if (shape.example() == InputShape.Graph.Example.GRAPH) {
      float[] nodes = inputs(data, dataset.vectors(rows));
      return ModelTools.predictGraphs(zip, nodes, dataset.graphs().only(rows), shape);
    }
    float[] nodes = inputs(data, IntStream.range(0, dataset.examples()).toArray());
    float[][] all = ModelTools.predictGraphs(zip, nodes, dataset.graphs(), shape);
    return IntStream.of(rows).mapToObj(row -> all[row]).toArray(float[][]::new);
  }
}
