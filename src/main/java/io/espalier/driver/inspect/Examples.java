package io.espalier.driver.inspect;

import io.espalier.data.Dataset;
import io.espalier.data.PreparedData;
import io.espalier.engine.ModelTools;
import io.espalier.wire.InputShape;
import java.io.IOException;

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
    float[] inputs = inputs(data, dataset.vectors(rows));
    float[][] outputs =
        dataset.shape() instanceof InputShape.Graph graph
            ? ModelTools.predictGraphs(zip, inputs, dataset.graphs().only(rows), graph)
            : ModelTools.predict(zip, inputs, rows.length, dataset.shape());
    dataset.targets().scale().unscale(outputs);
    return outputs;
  }
}
