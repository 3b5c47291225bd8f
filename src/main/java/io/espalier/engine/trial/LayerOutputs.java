package io.espalier.engine.trial;

import io.espalier.engine.models.InputFit;
import io.espalier.engine.models.Networks;
import io.espalier.engine.models.ResidualNetworks;
import io.espalier.wire.InputShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What every layer of a trained network makes of given inputs, as plain numbers. */
public final class LayerOutputs {
  private static final int BATCH = 256;

  private LayerOutputs() {}

  /**
   * Runs inputs through a network; neither its weights nor its statistics change.
   *
   * @param inputs normalised, example by example
   * @return one array per layer, the output layer last, or per vertex in the order in which they
   *     were added; each example by example, images plane by plane. Of a residual block it is what
   *     comes out of it.
   * @throws IllegalArgumentException if the inputs do not fit the network
   */
  public static List<float[]> of(Model network, float[] inputs, int examples, InputShape shape) {
    InputFit.check(network, inputs.length, examples, shape);
    List<float[]> outputs = new ArrayList<>();
    for (int from = 0; from < examples; from += BATCH) {
      int count = Math.min(BATCH, examples - from);
      float[] part = Arrays.copyOfRange(inputs, from * shape.size(), (from + count) * shape.size());
      long[] batchShape = Networks.batchShape(network, shape, count);
      List<INDArray> layers = of(network, Nd4j.createFromArray(part).reshape('c', batchShape));
      for (int layer = 0; layer < layers.size(); layer++) {
        float[] numbers = layers.get(layer).dup('c').data().asFloat();
        if (from == 0) {
          outputs.add(new float[numbers.length / count * examples]);
        }
        int size = numbers.length / count;
        System.arraycopy(numbers, 0, outputs.get(layer), from * size, numbers.length);
      }
    }
    return outputs;
  }

  private static List<INDArray> of(Model network, INDArray batch) {
    if (network instanceof MultiLayerNetwork layers) {
      List<INDArray> all = layers.feedForward(batch, false);
      return all.subList(1, all.size());
    }
    ComputationGraph graph = (ComputationGraph) network;
    Map<String, INDArray> all = graph.feedForward(batch, false);
    return ResidualNetworks.layers(graph).stream()
        .map(name -> Objects.requireNonNull(all.get(name), name))
        .toList();
  }
}
