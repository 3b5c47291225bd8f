package io.espalier.engine.graphs;

import io.espalier.engine.step.MaskSource;
import io.espalier.wire.ModelSpec;
import java.nio.FloatBuffer;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The ways forward and back through a graph network in single precision, from the network's flat
 * parameters to its flat gradients. Allocates nothing once its arrays have grown to the largest
 * batch. Not thread-safe.
 */
public final class GraphPasses implements AutoCloseable {
  private final MaskSource masks = new MaskSource();
  private final Products products = new Products();
  private final GraphStage[] stages;
  private final List<Weights> weights;
  private final int firstTrained;
  private final FloatBuffer parameters;
  private final FloatBuffer gradients;
  private final Matrix delta = new Matrix();

  /**
   * For a network of the model's layers, in single precision.
   *
   * @param batches where all batches come from
   * @throws IllegalArgumentException if the network is not the model's
   */
  public GraphPasses(ComputationGraph network, ModelSpec model, GraphBatches batches) {
    if (network.getFlattenedGradients() == null) {
      network.initGradientsView();
    }
    GraphStages made = new GraphStages(network, model, batches, masks, products);
    stages = made.inOrder();
    weights = made.weights();
    firstTrained = made.firstTrained();
    parameters = numbers(network.params());
    gradients = numbers(network.getFlattenedGradients());
  }

  private static FloatBuffer numbers(INDArray array) {
    if (array.dataType() != DataType.FLOAT || array.offset() != 0) {
      throw new IllegalArgumentException("graph networks train in FLOAT, not " + array.dataType());
    }
    return array.data().asNioFloat();
  }

  /** Sets the source of dropout; nothing drawn before has an influence on what comes after. */
  public void reseed(long seed) {
    masks.reseed(seed);
  }

  /**
   * The outputs before the loss's activation, a row per node or, of models that read graphs out,
   * per graph; valid until the next call.
   *
   * @param training whether numbers are dropped
   */
  public Matrix forward(GraphBatch batch, boolean training) {
    for (Weights layer : weights) {
      layer.read(parameters);
    }
    Matrix numbers = batch.dense();
    for (GraphStage stage : stages) {
      numbers = stage.forward(numbers, batch, training);
    }
    delta.resize(numbers.rows(), numbers.columns());
    return numbers;
  }

  /** Where {@link #backward} finds the loss's gradient by the outputs; to be filled before. */
  public Matrix delta() {
    return delta;
  }

  /** Writes all gradients of the last batch, which went forward in training. */
  public void backward(GraphBatch batch) {
    Matrix epsilon = delta;
    for (int i = stages.length - 1; i >= firstTrained; i--) {
      epsilon = stages[i].backward(epsilon, batch, i > firstTrained);
    }
    for (Weights layer : weights) {
      layer.write(gradients);
    }
  }

  @Override
  public void close() {
    products.close();
  }
}
