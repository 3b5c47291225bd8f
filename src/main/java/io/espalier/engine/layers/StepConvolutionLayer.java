package io.espalier.engine.layers;

import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.Convolution1DLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;

/** The running half of {@link StepConvolution}: steps that are not there put out zeros. */
final class StepConvolutionLayer extends Convolution1DLayer {
  private static final long serialVersionUID = 1L;
  private static final int[] EXAMPLES_AND_STEPS = {0, 2};

  StepConvolutionLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  /** Keeps the mask of the inputs, by which the outputs are masked. */
  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray maskArray, MaskState currentMaskState, int minibatchSize) {
    setMaskArray(maskArray);
    return super.feedForwardMaskArray(maskArray, currentMaskState, minibatchSize);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    if (maskArray == null) {
      return super.backpropGradient(epsilon, workspaceMgr);
    }
    INDArray there =
        super.feedForwardMaskArray(maskArray, MaskState.Active, (int) epsilon.size(0)).getFirst();
    INDArray masked = epsilon.ulike();
    Broadcast.mul(epsilon, there.castTo(epsilon.dataType()), masked, EXAMPLES_AND_STEPS);
    return super.backpropGradient(masked, workspaceMgr);
  }
}
