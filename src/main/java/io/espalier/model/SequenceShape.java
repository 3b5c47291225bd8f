package io.espalier.model;

import io.espalier.model.LayerShapes.Layer;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Flat;
import io.espalier.wire.InputShape.Sequence;
import io.espalier.wire.LayerSpec.Recurrent;
import io.espalier.wire.LayerSpec.States;

/** Rules of {@link LayerKinds} for the shape after a layer over sequences. */
final class SequenceShape {
  /** Why a layer over vectors does not take a sequence. */
  static final String UNPOOLED =
      "its input is a sequence; give the layer before it output = last, or put a global-pool"
          + " between them";

  private SequenceShape() {}

  /**
   * A recurrent layer.
   *
   * @param gates products of a step's input, and of the state before it, with as many units each
   */
  static Layer recurrent(int number, String kind, Recurrent layer, int gates, InputShape input) {
    if (!(input instanceof Sequence sequence)) {
      throw LayerShape.impossible(
          number,
          kind,
          "its input is a vector of "
              + input
              + " numbers, not a sequence; a recurrent layer before it needs output = all");
    }
    long weights = (sequence.features() + layer.units() + 1L) * layer.units() * gates;
    LayerShape.refuseAbove(number, kind, (double) weights, "weights");
    InputShape output =
        layer.output() == States.ALL
            ? new Sequence(layer.units(), sequence.steps())
            : new Flat(layer.units());
    long kept = (long) layer.units() * sequence.steps() * (gates + 1) / 2;
    return new Layer(number, kind, output, weights, kept);
  }
}
