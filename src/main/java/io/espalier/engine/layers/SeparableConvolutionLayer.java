package io.espalier.engine.layers;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.SeparableConvolution2DLayer;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The running half of {@link SeparableConvolution}: both convolutions one after the other. ND4J's
 * operation for the two at once takes a hundred times as long and fails for a single channel.
 */
final class SeparableConvolutionLayer extends SeparableConvolution2DLayer {
  private static final long serialVersionUID = 1L;
  private static final String WINDOWS = SeparableConvolutionParamInitializer.DEPTH_WISE_WEIGHT_KEY;
  private static final String MIXING = SeparableConvolutionParamInitializer.POINT_WISE_WEIGHT_KEY;
  private static final String BIAS = SeparableConvolutionParamInitializer.BIAS_KEY;

  /** Channels first, and weights as DL4J keeps them. */
  private static final int[] PIXEL = {1, 1, 1, 1, 0, 0, 1, 1, 0, 0, 1};

  SeparableConvolutionLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  protected Pair<INDArray, INDArray> preOutput(
      boolean training, boolean forBackprop, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    return new Pair<>(mixed(between(training, workspaceMgr), training, workspaceMgr), null);
  }

  private INDArray between(boolean training, LayerWorkspaceMgr workspaceMgr) {
    INDArray windows = getParamWithNoise(WINDOWS, training, workspaceMgr);
    long multiplier = windows.size(0);
    INDArray between =
        Nd4j.createUninitialized(
            dataType,
            new long[] {input.size(0), multiplier * input.size(1), size(2, 0), size(3, 1)},
            'c');
    for (long i = 0; i < multiplier; i++) {
      Nd4j.exec(
          DynamicCustomOp.builder("depthwise_conv2d")
              .addInputs(input.castTo(dataType), ChannelWindows.windows(windows, i))
              .addOutputs(ChannelWindows.outputs(between, multiplier, i))
              .addIntegerArguments(window())
              .build());
    }
    return between;
  }

  private long size(int dimension, int side) {
    return WindowSum.size(
        input.size(dimension),
        layerConf().getKernelSize()[side],
        layerConf().getStride()[side],
        layerConf().getPadding()[side]);
  }

  private INDArray mixed(INDArray between, boolean training, LayerWorkspaceMgr workspaceMgr) {
    INDArray weights = getParamWithNoise(MIXING, training, workspaceMgr);
    INDArray bias = getParamWithNoise(BIAS, training, workspaceMgr);
    long[] shape = {between.size(0), weights.size(0), between.size(2), between.size(3)};
    INDArray outputs =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    Nd4j.exec(
        DynamicCustomOp.builder("conv2d")
            .addInputs(between, weights, bias.reshape(bias.length()))
            .addOutputs(outputs)
            .addIntegerArguments(PIXEL)
            .build());
    return outputs;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray between = between(true, workspaceMgr);
    INDArray outputs = mixed(between, true, workspaceMgr);
    INDArray delta = layerConf().getActivationFn().backprop(outputs, epsilon).getFirst();
    INDArray bias = getParamWithNoise(BIAS, true, workspaceMgr);
    INDArray biasGradient = gradientOf(BIAS);
    INDArray betweenGradient = between.ulike();
    Nd4j.exec(
        DynamicCustomOp.builder("conv2d_bp")
            .addInputs(
                between,
                getParamWithNoise(MIXING, true, workspaceMgr),
                bias.reshape(bias.length()),
                delta)
            .addOutputs(
                betweenGradient, gradientOf(MIXING), biasGradient.reshape(biasGradient.length()))
            .addIntegerArguments(PIXEL)
            .build());
    INDArray below = backpropDropOutIfPresent(below(betweenGradient, workspaceMgr));
    weightNoiseParams.clear();
    Gradient gradient = new DefaultGradient();
    gradient.setGradientFor(BIAS, biasGradient);
    gradient.setGradientFor(WINDOWS, gradientOf(WINDOWS), 'c');
    gradient.setGradientFor(MIXING, gradientOf(MIXING), 'c');
    return new Pair<>(gradient, below);
  }

  private INDArray below(INDArray betweenGradient, LayerWorkspaceMgr workspaceMgr) {
    INDArray windows = getParamWithNoise(WINDOWS, true, workspaceMgr);
    long multiplier = windows.size(0);
    INDArray below =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    INDArray next = multiplier == 1 ? below : below.ulike();
    for (long i = 0; i < multiplier; i++) {
      Nd4j.exec(
          DynamicCustomOp.builder("depthwise_conv2d_bp")
              .addInputs(
                  input.castTo(dataType),
                  ChannelWindows.windows(windows, i),
                  ChannelWindows.outputs(betweenGradient, multiplier, i))
              .addOutputs(i == 0 ? below : next, ChannelWindows.windows(gradientOf(WINDOWS), i))
              .addIntegerArguments(window())
              .build());
      if (i > 0) {
        below.addi(next);
      }
    }
    return below;
  }

  private INDArray gradientOf(String parameter) {
    return Objects.requireNonNull(gradientViews.get(parameter));
  }

  private int[] window() {
    int[] kernel = layerConf().getKernelSize();
    int[] stride = layerConf().getStride();
    int[] padding = layerConf().getPadding();
    return new int[] {
      kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1], 1, 1, 0, 0, 0
    };
  }
}
