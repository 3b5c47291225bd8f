package io.espalier.engine.step;

import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A parameter of a layer and its gradient, both views of the network's flat arrays. */
record RecordedParameter(INDArray value, INDArray gradient) {
  static RecordedParameter of(Layer layer, String key) {
    INDArray gradient =
        layer
            .conf()
            .getLayer()
            .initializer()
            .getGradientsFromFlattened(layer.conf(), layer.getGradientsViewArray())
            .get(key);
    return new RecordedParameter(layer.getParam(key), Objects.requireNonNull(gradient, key));
  }
}
