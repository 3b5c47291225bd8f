package io.espalier.executor.compiled;

import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A parameter of a layer and its gradient, both views of the network's flat arrays. */
record Parameter(INDArray value, INDArray gradient) {
  static Parameter of(Layer layer, String key) {
    INDArray gradient =
        layer
            .conf()
            .getLayer()
            .initializer()
            .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray())
            .get(key);
    return new Parameter(layer.getParam(key), Objects.requireNonNull(gradient, key));
  }
}
