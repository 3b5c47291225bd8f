package io.espalier.wire;

import java.io.Serializable;
import java.util.List;

/** A network: its hidden layers in order, its loss, and how its weights start. */
public record ModelSpec(Kind kind, List<LayerSpec> layers, Loss loss, WeightInit weightInit)
    implements Serializable {
  /** The family, which says what layers are allowed. */
  public enum Kind {
    /** One linear layer straight to the outputs; any loss. */
    LINEAR,
    /** Softmax regression: linear with cross-entropy. */
    SOFTMAX,
    /** Dense layers, dropout and batch normalisation over the flattened input. */
    MLP,
    /** Convolution and pooling over images, then any of the layers of an MLP. */
    CNN
  }

  public ModelSpec {
    layers = List.copyOf(layers);
    Check.that(
        layers.isEmpty() || (kind != Kind.LINEAR && kind != Kind.SOFTMAX),
        "a %s model has no hidden layers",
        kind);
    Check.that(
        kind != Kind.SOFTMAX || loss == Loss.CROSS_ENTROPY,
        "a softmax model has cross-entropy as its loss");
    Check.that(
        kind == Kind.CNN
            || layers.stream()
                .noneMatch(l -> l instanceof LayerSpec.Conv || l instanceof LayerSpec.Pool),
        "convolution and pooling need a model of kind cnn");
  }
}
