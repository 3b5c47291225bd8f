package io.espalier.engine.trial;

import io.espalier.engine.models.Release;
import io.espalier.wire.InputShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Applies a trained graph of vertices of the user's own to new inputs. */
public final class VertexPredictor implements Predictor {
  private static final int BATCH = 256;

  private final ComputationGraph network;

  /** Predicts with a network; neither its weights nor its statistics change. */
  public VertexPredictor(ComputationGraph network) {
    this.network = network;
  }

  @Override
  public float[][] predict(float[] inputs, int examples, InputShape shape) {
    List<float[]> vertices = vertexOutputs(inputs, examples, shape);
    List<String> names = List.copyOf(network.getConfiguration().getVertices().keySet());
    float[] last =
        vertices.get(names.indexOf(network.getConfiguration().getNetworkOutputs().get(0)));
    int width = last.length / examples;
    float[][] rows = new float[examples][];
    for (int i = 0; i < examples; i++) {
      rows[i] = Arrays.copyOfRange(last, i * width, (i + 1) * width);
    }
    return rows;
  }

  /**
   * What every vertex makes of the examples, in the order in which the vertices were added.
   *
   * @return one array per vertex, each example by example; images plane by plane
   * @throws IllegalArgumentException if they do not fit the network
   */
  public List<float[]> vertexOutputs(float[] inputs, int examples, InputShape shape) {
    if ((long) examples * shape.size() != inputs.length) {
      throw new IllegalArgumentException(
          inputs.length + " numbers are not " + examples + " examples of " + shape);
    }
    List<float[]> outputs = new ArrayList<>();
    for (int from = 0; from < examples; from += BATCH) {
      int count = Math.min(BATCH, examples - from);
      float[] part = Arrays.copyOfRange(inputs, from * shape.size(), (from + count) * shape.size());
      Map<String, INDArray> vertices = forward(part, count, shape);
      int vertex = 0;
      for (String name : network.getConfiguration().getVertices().keySet()) {
        float[] numbers = Objects.requireNonNull(vertices.get(name)).dup('c').data().asFloat();
        int size = numbers.length / count;
        if (from == 0) {
          outputs.add(new float[size * examples]);
        }
        System.arraycopy(numbers, 0, outputs.get(vertex), from * size, numbers.length);
        vertex++;
      }
    }
    return outputs;
  }

  private Map<String, INDArray> forward(float[] inputs, int examples, InputShape shape) {
    long[] batch =
        shape instanceof InputShape.Image image
            ? new long[] {examples, image.channels(), image.height(), image.width()}
            : new long[] {examples, shape.size()};
    try {
      return network.feedForward(Nd4j.createFromArray(inputs).reshape('c', batch), false);
    } catch (RuntimeException misfit) {
      throw new IllegalArgumentException("the model does not take examples of " + shape, misfit);
    }
  }

  @Override
  public void close() {
    Release.network(network);
  }
}
