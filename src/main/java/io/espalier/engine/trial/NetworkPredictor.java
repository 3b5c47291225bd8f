package io.espalier.engine.trial;

import io.espalier.engine.models.InputFit;
import io.espalier.engine.models.Networks;
import io.espalier.engine.models.Release;
import io.espalier.engine.step.Compilability;
import io.espalier.engine.step.CompiledForward;
import io.espalier.wire.InputShape;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Applies a trained network, of layers or of vertices, to new inputs, by recorded operations where
 * they can be recorded; neither its weights nor its statistics change. Not thread-safe.
 */
final class NetworkPredictor implements Predictor {
  private final Model network;
  private final boolean probabilities;
  private final boolean compiled;
  private final NetworkPass pass;
  private final Map<Integer, CompiledForward> recorded = new TreeMap<>();
  private int recordedExample;
  private float[] outputs = {};

  /** Predicts with a network, which is freed with the predictor. */
  NetworkPredictor(Model network) {
    this.network = network;
    pass = new NetworkPass(network);
    probabilities = pass.outputActivation() instanceof ActivationSoftmax;
    compiled =
        network.params().dataType() == DataType.FLOAT && Compilability.objection(network).isEmpty();
  }

  @Override
  public float[][] predict(float[] inputs, int examples, InputShape shape) {
    InputFit.check(network, inputs.length, examples, shape);
    float[][] predictions = new float[examples][];
    int batchSize = Predictor.batchSize(shape.size());
    for (int from = 0; from < examples; from += batchSize) {
      int count = Math.min(batchSize, examples - from);
      int width = forward(inputs, from, count, shape) / count;
      for (int i = 0; i < count; i++) {
        float[] row = Arrays.copyOfRange(outputs, i * width, (i + 1) * width);
        if (probabilities) {
          softmax(row);
        }
        predictions[from + i] = row;
      }
    }
    return predictions;
  }

  /** Leaves what some examples put out in {@code outputs}; returns how many numbers that are. */
  private int forward(float[] inputs, int from, int count, InputShape shape) {
    if (!compiled) {
      float[] part = Arrays.copyOfRange(inputs, from * shape.size(), (from + count) * shape.size());
      outputs = layerwise(part, Networks.batchShape(network, shape, count));
      return outputs.length;
    }
    if (recordedExample != shape.size()) { // sequences of more steps, or fewer
      free();
      recordedExample = shape.size();
    }
    int batch = recordedSize(count);
    CompiledForward forward =
        recorded.computeIfAbsent(
            batch, size -> new CompiledForward(network, Networks.batchShape(network, shape, size)));
    if (outputs.length < forward.outputs()) {
      outputs = new float[forward.outputs()];
    }
    forward.apply(inputs, from * shape.size(), count * shape.size(), outputs);
    return forward.outputs() / batch * count;
  }

  /** Few sizes are recorded, however many remainders there are: powers of two. */
  private static int recordedSize(int count) {
    return count == 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
  }

  private float[] layerwise(float[] inputs, long[] batchShape) {
    return NetworkPass.inWorkspace(
        () -> {
          INDArray batch = Nd4j.createFromArray(inputs).reshape('c', batchShape);
          return pass.forward(batch, false).dup('c').data().asFloat();
        });
  }

  /** Turns what softmax is given into probabilities, in place. */
  private static void softmax(float[] row) {
    float largest = Float.NEGATIVE_INFINITY;
    for (float number : row) {
      largest = Math.max(largest, number);
    }
    double total = 0;
    for (float number : row) {
      total += Math.exp(number - largest);
    }
    for (int i = 0; i < row.length; i++) {
      row[i] = (float) (Math.exp(row[i] - largest) / total);
    }
  }

  private void free() {
    recorded.values().forEach(CompiledForward::close);
    recorded.clear();
  }

  @Override
  public void close() {
    free();
    Release.network(network);
  }
}
