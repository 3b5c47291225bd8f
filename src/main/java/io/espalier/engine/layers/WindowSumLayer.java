package io.espalier.engine.layers;

import io.espalier.wire.LayerSpec.Window;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** The running half of {@link WindowSum}: ND4J's average pooling over whole windows, scaled. */
final class WindowSumLayer extends PoolingLayer<WindowSum> {
  private static final long serialVersionUID = 1L;

  /** Tells the native operation to divide by the whole window, padding included. */
  private static final int WHOLE_WINDOW = 1;

  private static final int EXPLICIT_PADDING = 0;
  private static final int CHANNELS_FIRST = 0;

  WindowSumLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    Window window = layerConf().window();
    long[] shape = {
      input.size(0),
      input.size(1),
      WindowSum.size(
          input.size(2), window.kernelHeight(), window.strideHeight(), window.paddingHeight()),
      WindowSum.size(
          input.size(3), window.kernelWidth(), window.strideWidth(), window.paddingWidth())
    };
    INDArray output = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape, 'c');
    Nd4j.exec(pooling("avgpool2d").addInputs(input).addOutputs(output).build());
    return output.muli(layerConf().meanFactor());
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray below =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    Nd4j.exec(pooling("avgpool2d_bp").addInputs(input, epsilon).addOutputs(below).build());
    return new Pair<>(new DefaultGradient(), below.muli(layerConf().meanFactor()));
  }

  private DynamicCustomOp.DynamicCustomOpsBuilder pooling(String operation) {
    Window w = layerConf().window();
    int[] arguments = {
      w.kernelHeight(),
      w.kernelWidth(),
      w.strideHeight(),
      w.strideWidth(),
      w.paddingHeight(),
      w.paddingWidth(),
      1,
      1,
      EXPLICIT_PADDING,
      WHOLE_WINDOW,
      CHANNELS_FIRST
    };
    return DynamicCustomOp.builder(operation).addIntegerArguments(arguments);
  }
}
