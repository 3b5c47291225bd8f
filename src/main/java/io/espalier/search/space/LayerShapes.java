package io.espalier.search.space;

import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.ModelSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * What a network's layers turn an example into, by PyTorch's arithmetic.
 *
 * @param layers the hidden layers in order, then the output layer
 */
public record LayerShapes(List<Layer> layers) {
  /**
   * One layer.
   *
   * @param number from 1, the output layer being the last
   * @param kind its word in an experiment file, {@code conv}; {@code output} for the output layer
   * @param output the shape of one example after it
   * @param parameters its trainable numbers, biases included; running means and variances of batch
   *     normalisation are not trained and do not count
   */
  public record Layer(int number, String kind, InputShape output, long parameters) {}

  public LayerShapes {
    layers = List.copyOf(layers);
  }

  /**
   * The shapes of a network.
   *
   * @param outputs classes, or numbers to predict
   * @throws ImpossibleModelException if a layer does not fit what comes before it
   */
  public static LayerShapes of(ModelSpec model, InputShape input, int outputs) {
    if (model.kind() == ModelSpec.Kind.CNN && input instanceof InputShape.Flat) {
      throw new ImpossibleModelException(
          "a cnn needs images, not examples of "
              + input
              + " flat numbers: set data.flatten = false if they are images, else take model.kind ="
              + " mlp");
    }
    InputShape shape =
        model.kind() == ModelSpec.Kind.CNN ? input : new InputShape.Flat(input.size());
    List<Layer> layers = new ArrayList<>();
    for (LayerSpec spec : model.layers()) {
      Layer layer = LayerShape.after(layers.size() + 1, spec, shape);
      layers.add(layer);
      shape = layer.output();
    }
    layers.add(LayerShape.dense(layers.size() + 1, "output", shape, outputs));
    return new LayerShapes(layers);
  }

  /** All trainable numbers, as PyTorch counts them. */
  public long parameters() {
    return layers.stream().mapToLong(Layer::parameters).sum();
  }
}
