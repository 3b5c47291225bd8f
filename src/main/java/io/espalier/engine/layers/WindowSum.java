package io.espalier.engine.layers;

import io.espalier.wire.LayerSpec.Window;
import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.InputTypeUtil;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Pooling that sums each window, padding counted as zeros, and multiplies the sum by a factor: 1
 * for sum pooling, 1/(height·width) for an average over the whole window. {@code [channels, h, w]
 * -> [channels, h', w']}, sizes rounded down.
 */
public final class WindowSum extends NoParamLayer {
  private static final long serialVersionUID = 1L;

  @JsonProperty private int kernelHeight;
  @JsonProperty private int kernelWidth;
  @JsonProperty private int strideHeight;
  @JsonProperty private int strideWidth;
  @JsonProperty private int paddingHeight;
  @JsonProperty private int paddingWidth;
  @JsonProperty private double factor;

  /** For reading a saved model. */
  WindowSum() {}

  /** Sums over a window, times a factor. */
  public WindowSum(Window window, double factor) {
    kernelHeight = window.kernelHeight();
    kernelWidth = window.kernelWidth();
    strideHeight = window.strideHeight();
    strideWidth = window.strideWidth();
    paddingHeight = window.paddingHeight();
    paddingWidth = window.paddingWidth();
    this.factor = factor;
  }

  /** The window that is summed. */
  public Window window() {
    return new Window(
        kernelHeight, kernelWidth, strideHeight, strideWidth, paddingHeight, paddingWidth);
  }

  /** What the mean over the window, padding included, is multiplied by. */
  public double meanFactor() {
    return factor * kernelHeight * kernelWidth;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    WindowSumLayer layer = new WindowSumLayer(conf, networkDataType);
    layer.setListeners(trainingListeners);
    layer.setIndex(layerIndex);
    return layer;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    if (!(inputType instanceof InputType.InputTypeConvolutional image)) {
      throw new IllegalStateException(
          "pooling in layer " + layerIndex + " needs an image, not " + inputType);
    }
    return InputType.convolutional(
        size(image.getHeight(), kernelHeight, strideHeight, paddingHeight),
        size(image.getWidth(), kernelWidth, strideWidth, paddingWidth),
        image.getChannels());
  }

  static long size(long input, int kernel, int stride, int padding) {
    long room = input + 2L * padding - kernel;
    if (room < 0) {
      throw new IllegalStateException(
          "a pooling window of " + kernel + " does not fit into " + (input + 2L * padding));
    }
    return room / stride + 1;
  }

  @Override
  public InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return InputTypeUtil.getPreProcessorForInputTypeCnnLayers(inputType, getLayerName());
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return new LayerMemoryReport.Builder(
            layerName, WindowSum.class, inputType, getOutputType(-1, inputType))
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WindowSum that
        && super.equals(other)
        && window().equals(that.window())
        && factor == that.factor;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), window(), factor);
  }
}
