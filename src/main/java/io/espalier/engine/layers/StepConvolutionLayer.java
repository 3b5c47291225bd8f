package io.espalier.engine.layers;

import java.util.Objects;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.Convolution1DLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The running half of {@link StepConvolution}: steps that are not there put out zeros. Windows with
 * a dilation are taken for wider ones with zeros between their weights: ND4J's fast operation fails
 * for some of the former.
 */
final class StepConvolutionLayer extends Convolution1DLayer {
  private static final long serialVersionUID = 1L;
  private static final int[] EXAMPLES_AND_STEPS = {0, 2};
  private static final String WEIGHTS = ConvolutionParamInitializer.WEIGHT_KEY;
  private static final String BIAS = ConvolutionParamInitializer.BIAS_KEY;
  private static final int SAME = 1;
  private static final int CAUSAL = 2;
  private static final int CHANNELS_FIRST = 0;

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

  private int dilation() {
    return layerConf().getDilation()[0];
  }

  @Override
  protected Pair<INDArray, INDArray> preOutput(
      boolean training, boolean forBackprop, LayerWorkspaceMgr workspaceMgr) {
    if (dilation() == 1) {
      return super.preOutput(training, forBackprop, workspaceMgr);
    }
    assertInputSet(false);
    long windows = (input.size(2) - 1) / layerConf().getStride()[0] + 1;
    long[] shape = {input.size(0), layerConf().getNOut(), windows};
    INDArray outputs =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    Nd4j.exec(
        convolution("conv1d")
            .addInputs(input.castTo(dataType), spread(), bias())
            .addOutputs(outputs)
            .build());
    return new Pair<>(outputs, null);
  }

  private DynamicCustomOp.DynamicCustomOpsBuilder convolution(String operation) {
    return DynamicCustomOp.builder(operation)
        .addIntegerArguments(
            (layerConf().getKernelSize()[0] - 1) * dilation() + 1,
            layerConf().getStride()[0],
            0,
            1,
            layerConf().getConvolutionMode() == ConvolutionMode.Causal ? CAUSAL : SAME,
            CHANNELS_FIRST);
  }

  private INDArray bias() {
    INDArray bias = getParam(BIAS);
    return bias.reshape(bias.length());
  }

  /** Weights or their gradient as they lie, {@code [kernel, features, channels]}. */
  private static INDArray asUsed(INDArray weights) {
    return weights.reshape('c', weights.size(2), weights.size(1), weights.size(0));
  }

  /** The weights with zeros between them. */
  private INDArray spread() {
    INDArray weights = asUsed(getParam(WEIGHTS));
    long wide = (weights.size(0) - 1) * dilation() + 1;
    INDArray spread =
        Nd4j.create(dataType, new long[] {wide, weights.size(1), weights.size(2)}, 'c');
    for (long k = 0; k < weights.size(0); k++) {
      step(spread, k * dilation()).assign(step(weights, k));
    }
    return spread;
  }

  private static INDArray step(INDArray weights, long k) {
    return weights.get(NDArrayIndex.point(k), NDArrayIndex.all(), NDArrayIndex.all());
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    INDArray masked = epsilon;
    if (maskArray != null) {
      INDArray there =
          super.feedForwardMaskArray(maskArray, MaskState.Active, (int) epsilon.size(0)).getFirst();
      masked = epsilon.ulike();
      Broadcast.mul(epsilon, there.castTo(epsilon.dataType()), masked, EXAMPLES_AND_STEPS);
    }
    return dilation() == 1
        ? super.backpropGradient(masked, workspaceMgr)
        : backpropSpread(masked, workspaceMgr);
  }

  private Pair<Gradient, INDArray> backpropSpread(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    INDArray sums = preOutput(true, true, workspaceMgr).getFirst();
    INDArray delta = layerConf().getActivationFn().backprop(sums, epsilon).getFirst();
    INDArray spread = spread();
    INDArray ofSpread = spread.ulike();
    INDArray ofBias = Objects.requireNonNull(gradientViews.get(BIAS));
    INDArray ofWeights = Objects.requireNonNull(gradientViews.get(WEIGHTS));
    INDArray below =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    Nd4j.exec(
        convolution("conv1d_bp")
            .addInputs(input.castTo(dataType), spread, bias(), delta)
            .addOutputs(below, ofSpread, ofBias.reshape(ofBias.length()))
            .build());
    INDArray target = asUsed(ofWeights);
    for (long k = 0; k < target.size(0); k++) {
      step(target, k).assign(step(ofSpread, k * dilation()));
    }
    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(BIAS, ofBias);
    gradient.setGradientFor(WEIGHTS, ofWeights, 'c');
    return new Pair<>(gradient, below);
  }
}
