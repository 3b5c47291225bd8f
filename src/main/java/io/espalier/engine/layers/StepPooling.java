package io.espalier.engine.layers;

import java.util.Collection;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.InputTypeUtil;
import org.deeplearning4j.nn.conf.layers.NoParamLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Pooling over windows of steps, {@code [features, steps] -> [features, steps/stride]} rounded up.
 * Windows begin at the first step and are cut at a sequence's end: only steps that there are count.
 * DL4J's own layer takes those that there are not for zeros.
 */
public final class StepPooling extends NoParamLayer {
  private static final long serialVersionUID = 1L;

  @JsonProperty private PoolingType pooling = PoolingType.MAX;
  @JsonProperty private int kernel;
  @JsonProperty private int stride;

  /** For reading a saved model. */
  StepPooling() {}

  /**
   * The maximum, the mean or the sum of windows.
   *
   * @param kernel steps of a window
   * @param stride steps from one window to the next
   */
  public StepPooling(PoolingType pooling, int kernel, int stride) {
    this.pooling = pooling;
    this.kernel = kernel;
    this.stride = stride;
  }

  /** What is taken of each window. */
  public PoolingType pooling() {
    return pooling;
  }

  /** Steps of a window. */
  public int kernel() {
    return kernel;
  }

  /** Steps from one window to the next. */
  public int stride() {
    return stride;
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    StepPoolingLayer layer = new StepPoolingLayer(conf, networkDataType);
    layer.setListeners(trainingListeners);
    layer.setIndex(layerIndex);
    return layer;
  }

  @Override
  public InputType getOutputType(int layerIndex, InputType inputType) {
    if (!(inputType instanceof InputType.InputTypeRecurrent sequence)) {
      throw new IllegalStateException(
          "pooling over steps in layer " + layerIndex + " needs a sequence, not " + inputType);
    }
    long steps = sequence.getTimeSeriesLength();
    return InputType.recurrent(sequence.getSize(), steps > 0 ? windows(steps) : steps);
  }

  long windows(long steps) {
    return (steps - 1) / stride + 1;
  }

  @Override
  public @Nullable InputPreProcessor getPreProcessorForInputType(InputType inputType) {
    return InputTypeUtil.getPreprocessorForInputTypeRnnLayers(
        inputType, RNNFormat.NCW, getLayerName());
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return new LayerMemoryReport.Builder(
            layerName, StepPooling.class, inputType, getOutputType(-1, inputType))
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(MemoryReport.CACHE_MODE_ALL_ZEROS, MemoryReport.CACHE_MODE_ALL_ZEROS)
        .build();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StepPooling that
        && super.equals(other)
        && pooling == that.pooling
        && kernel == that.kernel
        && stride == that.stride;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), pooling, kernel, stride);
  }
}
