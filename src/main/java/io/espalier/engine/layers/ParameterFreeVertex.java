package io.espalier.engine.layers;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A vertex without parameters over two inputs: the numbers of nodes {@code [nodes, features]}, and
 * integers that say how nodes belong together, which have no gradient.
 */
@SuppressWarnings("overrides") // DL4J's base class leaves the dots out of setInputs(INDArray...)
abstract sealed class ParameterFreeVertex extends BaseGraphVertex
    permits PropagationVertex, ReadOutVertex {
  private static final long serialVersionUID = 1L;

  ParameterFreeVertex(ComputationGraph graph, String name, int index, DataType networkType) {
    super(graph, name, index, null, null, networkType);
  }

  /** Computes the outputs; {@code output} makes their array. */
  abstract INDArray forward(INDArray nodes, INDArray integers, NewMatrix output);

  /** Computes the gradient by the nodes' numbers from the gradient by the outputs. */
  abstract INDArray backward(
      INDArray nodes, INDArray integers, INDArray outputGradient, NewMatrix nodeGradient);

  /** Makes a matrix in order 'c' where DL4J wants it; its numbers are to be written. */
  interface NewMatrix {
    INDArray of(long rows, long columns);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr arrays) {
    if (!canDoForward()) {
      throw new IllegalStateException("the inputs of " + vertexName + " are not set");
    }
    return forward(inputs[0], inputs[1], matrix(ArrayType.ACTIVATIONS, arrays));
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr arrays) {
    if (!canDoBackward()) {
      throw new IllegalStateException("the inputs or errors of " + vertexName + " are not set");
    }
    INDArray gradient =
        backward(inputs[0], inputs[1], epsilon, matrix(ArrayType.ACTIVATION_GRAD, arrays));
    return new Pair<>(null, new @Nullable INDArray[] {gradient, null});
  }

  private NewMatrix matrix(ArrayType purpose, LayerWorkspaceMgr arrays) {
    DataType type = inputs[0].dataType();
    return (rows, columns) ->
        arrays.createUninitialized(purpose, type, new long[] {rows, columns}, 'c');
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public @Nullable Layer getLayer() {
    return null;
  }

  @Override
  public void setBackpropGradientsViewArray(@Nullable INDArray gradients) {
    if (gradients != null) {
      throw new IllegalArgumentException(vertexName + " has no parameters");
    }
  }

  /** Masks are over time steps, which nodes do not have. */
  @Override
  public @Nullable Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray @Nullable [] masks, MaskState state, int minibatchSize) {
    return null;
  }
}
