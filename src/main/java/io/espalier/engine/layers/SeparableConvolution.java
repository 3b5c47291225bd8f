package io.espalier.engine.layers;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's depthwise-separable convolution with bias, whose parameters are named in the order in
 * which they lie. DL4J names the bias, which lies first, last; its updaters go by that order, so
 * that penalties fall on the bias and not on as many of the last weights.
 */
public final class SeparableConvolution extends SeparableConvolution2D {
  private static final long serialVersionUID = 1L;

  /** For reading a saved model. */
  SeparableConvolution() {}

  /** A layer with these settings. */
  public SeparableConvolution(SeparableConvolution2D.Builder settings) {
    super(settings);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> trainingListeners,
      int layerIndex,
      INDArray layerParamsView,
      boolean initializeParams,
      DataType networkDataType) {
    SeparableConvolutionLayer layer = new SeparableConvolutionLayer(conf, networkDataType);
    layer.setListeners(trainingListeners);
    layer.setIndex(layerIndex);
    layer.setParamsViewArray(layerParamsView);
    layer.setParamTable(initializer().init(conf, layerParamsView, initializeParams));
    layer.setConf(conf);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return new InOrder();
  }

  private static final class InOrder extends SeparableConvolutionParamInitializer {
    private static final List<String> ORDER =
        List.of(BIAS_KEY, DEPTH_WISE_WEIGHT_KEY, POINT_WISE_WEIGHT_KEY);

    @Override
    public Map<String, INDArray> init(
        NeuralNetConfiguration conf, INDArray paramsView, boolean initializeParams) {
      return Collections.synchronizedMap(inOrder(super.init(conf, paramsView, initializeParams)));
    }

    @Override
    public Map<String, INDArray> getGradientsFromFlattened(
        NeuralNetConfiguration conf, INDArray gradientView) {
      return inOrder(super.getGradientsFromFlattened(conf, gradientView));
    }

    private static Map<String, INDArray> inOrder(Map<String, INDArray> named) {
      Map<String, INDArray> ordered = new LinkedHashMap<>();
      ORDER.forEach(name -> ordered.put(name, Objects.requireNonNull(named.get(name))));
      return ordered;
    }
  }
}
