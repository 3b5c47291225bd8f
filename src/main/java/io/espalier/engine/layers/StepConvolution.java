package io.espalier.engine.layers;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's convolution over the steps of sequences, with zeros behind their ends, {@code [batch,
 * features, steps] -> [batch, channels, steps']}. DL4J's own layer never hears of the mask, so that
 * a second one would see what the first makes of nothing.
 */
public final class StepConvolution extends Convolution1DLayer {
  private static final long serialVersionUID = 1L;

  /** For reading a saved model. */
  StepConvolution() {}

  /** A layer with the settings of another. */
  public StepConvolution(Convolution1DLayer settings) {
    setNOut(settings.getNOut());
    setKernelSize(settings.getKernelSize());
    setStride(settings.getStride());
    setPadding(settings.getPadding());
    setDilation(settings.getDilation());
    setConvolutionMode(settings.getConvolutionMode());
    setHasBias(settings.hasBias());
    setActivationFn(settings.getActivationFn());
    setCnn2dDataFormat(settings.getCnn2dDataFormat());
    setRnnDataFormat(settings.getRnnDataFormat());
    setRegularization(settings.getRegularization());
    setRegularizationBias(settings.getRegularizationBias());
    setGradientNormalization(settings.getGradientNormalization());
    setBiasInit(settings.getBiasInit());
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    StepConvolutionLayer layer = new StepConvolutionLayer(conf, networkDataType);
    layer.setListeners(trainingListeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(layerParamsView);
    layer.setParamTable(initializer().init(conf, layerParamsView, initializeParams));
    layer.setConf(conf);
    return layer;
  }
}
