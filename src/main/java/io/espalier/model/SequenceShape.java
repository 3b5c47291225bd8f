package io.espalier.model;

import io.espalier.model.LayerShapes.Layer;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Flat;
import io.espalier.wire.InputShape.Sequence;
import io.espalier.wire.LayerSpec.Conv1d;
import io.espalier.wire.LayerSpec.Embedding;
import io.espalier.wire.LayerSpec.Pool1d;
import io.espalier.wire.LayerSpec.Recurrent;
import io.espalier.wire.LayerSpec.States;

/** Rules of {@link LayerKinds} for the shape after a layer over sequences. */
final class SequenceShape {
  /** Why a layer over vectors does not take a sequence. */
  static final String UNPOOLED =
      "its input is a sequence; give the layer before it output = last, or put a global-pool"
          + " between them";

  private static final String CONVOLUTION = "conv1d";
  private static final String POOLING = "pool1d";
  private static final String EMBEDDING = "embedding";

  private SequenceShape() {}

  /**
   * A recurrent layer.
   *
   * @param gates products of a step's input, and of the state before it, with as many units each
   */
  static Layer recurrent(int number, String kind, Recurrent layer, int gates, InputShape input) {
    Sequence sequence = sequence(number, kind, input);
    long weights = (sequence.features() + layer.units() + 1L) * layer.units() * gates;
    LayerShape.refuseAbove(number, kind, (double) weights, "weights");
    InputShape output =
        layer.output() == States.ALL
            ? new Sequence(layer.units(), sequence.steps())
            : new Flat(layer.units());
    long kept = (long) layer.units() * sequence.steps() * (gates + 1) / 2;
    return new Layer(number, kind, output, weights, kept);
  }

  /**
   * A convolution over steps; a shorter sequence keeps its share of them. In training the windows
   * are kept beside what comes of them.
   */
  static Layer convolution(int number, Conv1d conv, InputShape input) {
    Sequence sequence = sequence(number, CONVOLUTION, input);
    double weights = ((double) sequence.features() * conv.kernel() + 1) * conv.channels();
    LayerShape.refuseAbove(number, CONVOLUTION, weights, "weights");
    int steps = (sequence.steps() - 1) / conv.stride() + 1;
    LayerShape.refuseAbove(number, CONVOLUTION, (double) conv.channels() * steps, "numbers");
    long inWindows = (long) sequence.features() * conv.kernel() * steps;
    Sequence output = new Sequence(conv.channels(), steps);
    return new Layer(number, CONVOLUTION, output, (long) weights, output.size() + inWindows);
  }

  /** Windows of steps; a shorter sequence keeps its share of them. */
  static Layer pooling(int number, Pool1d pool, InputShape input) {
    Sequence sequence = sequence(number, POOLING, input);
    int steps = (sequence.steps() - 1) / pool.stride() + 1;
    return new Layer(number, POOLING, new Sequence(sequence.features(), steps), 0);
  }

  /** Vectors of codes, which only the data have. */
  static Layer embedding(int number, Embedding embedding, InputShape input) {
    Sequence sequence = sequence(number, EMBEDDING, input);
    if (number > 1 || sequence.features() > 1) {
      throw LayerShape.impossible(
          number,
          EMBEDDING,
          number > 1
              ? "it takes the codes of the data and must be the first layer"
              : "a step has "
                  + sequence.features()
                  + " numbers, and an embedding takes one code for each");
    }
    if (embedding.codes() == Embedding.COUNTED) {
      throw new IllegalArgumentException("the codes of an embedding are counted with the data");
    }
    double weights = (double) embedding.codes() * embedding.units();
    LayerShape.refuseAbove(number, EMBEDDING, weights, "weights");
    double numbers = (double) embedding.units() * sequence.steps();
    LayerShape.refuseAbove(number, EMBEDDING, numbers, "numbers");
    Sequence output = new Sequence(embedding.units(), sequence.steps());
    return new Layer(number, EMBEDDING, output, (long) weights);
  }

  private static Sequence sequence(int number, String kind, InputShape input) {
    if (input instanceof Sequence sequence) {
      return sequence;
    }
    throw LayerShape.impossible(
        number,
        kind,
        "its input is a vector of "
            + input
            + " numbers, not a sequence; a recurrent layer before it needs output = all");
  }
}
