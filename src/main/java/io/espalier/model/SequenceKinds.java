package io.espalier.model;

import static io.espalier.model.LayerKinds.ACTIVATION;
import static io.espalier.model.LayerKinds.CHANNELS;
import static io.espalier.model.LayerKinds.KERNEL;
import static io.espalier.model.LayerKinds.PADDING;
import static io.espalier.model.LayerKinds.STRIDE;
import static io.espalier.model.LayerKinds.UNITS;
import static io.espalier.model.LayerKinds.activation;
import static io.espalier.model.LayerKinds.channels;
import static io.espalier.model.LayerKinds.layer;
import static io.espalier.model.LayerKinds.pooling;
import static io.espalier.model.LayerKinds.units;

import io.espalier.model.Field.Usual;
import io.espalier.model.LayerKinds.Kind;
import io.espalier.wire.Activation;
import io.espalier.wire.LayerSpec.Conv1d;
import io.espalier.wire.LayerSpec.Embedding;
import io.espalier.wire.LayerSpec.Ends;
import io.espalier.wire.LayerSpec.Lstm;
import io.espalier.wire.LayerSpec.Pool1d;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LayerSpec.SimpleRnn;
import io.espalier.wire.LayerSpec.States;
import java.util.List;

/** The {@link LayerKinds} over the steps of sequences. */
final class SequenceKinds {
  private static final String OUTPUT = "output";
  private static final String KIND = "kind";
  private static final String CODES = "codes";
  private static final String DILATION = "dilation";

  /** Input, forget and output gate, and what the input gate lets in. */
  private static final int LSTM_GATES = 4;

  private SequenceKinds() {}

  static List<Kind<?>> all() {
    return List.of(
        new Kind<>(
            Lstm.class,
            true,
            layer(
                "lstm",
                Lstm.class,
                "long short-term memory over a sequence: [features, steps] → [units], or →"
                    + " [units, steps]; of an rnn",
                "{ lstm { units = 64, output = all } }",
                v -> new Lstm(v.whole(UNITS), v.word(OUTPUT, States.class), v.real("forget-bias")),
                units(),
                output(),
                Field.real(
                    "forget-bias",
                    FieldRange.ANY,
                    1,
                    "added to the biases of the forget gates at the start; 0 is PyTorch's way")),
            (number, lstm, input) ->
                SequenceShape.recurrent(number, "lstm", lstm, LSTM_GATES, input)),
        new Kind<>(
            SimpleRnn.class,
            true,
            layer(
                "simple-rnn",
                SimpleRnn.class,
                "recurrent layer without gates, h = f(W·x + R·h' + b); of an rnn",
                "{ simple-rnn { units = 64, activation = relu } }",
                v ->
                    new SimpleRnn(
                        v.whole(UNITS),
                        v.word(OUTPUT, States.class),
                        v.word(ACTIVATION, Activation.class)),
                units(),
                output(),
                Field.word(
                    ACTIVATION,
                    Activation.class,
                    new Usual.Fixed(Activation.TANH),
                    "the function f")),
            (number, rnn, input) -> SequenceShape.recurrent(number, "simple-rnn", rnn, 1, input)),
        new Kind<>(
            Conv1d.class,
            false,
            layer(
                "conv1d",
                Conv1d.class,
                "convolution with bias over the steps of a sequence: [features, steps] →"
                    + " [channels, steps/stride]; of an rnn",
                "{ conv1d { channels = 32, kernel = 5 } }",
                v ->
                    new Conv1d(
                        v.whole(CHANNELS),
                        v.whole(KERNEL),
                        v.whole(STRIDE),
                        v.whole(DILATION),
                        v.word(PADDING, Ends.class),
                        v.word(ACTIVATION, Activation.class)),
                channels(),
                Field.whole(KERNEL, FieldRange.ABOVE_ZERO, "steps of a window"),
                Field.whole(
                    STRIDE, FieldRange.ABOVE_ZERO, new Usual.Fixed(1), "from window to window"),
                Field.whole(
                    DILATION,
                    FieldRange.ABOVE_ZERO,
                    new Usual.Fixed(1),
                    "from one step of a window to the next"),
                Field.word(PADDING, Ends.class, new Usual.Fixed(Ends.SAME), "where windows lie"),
                activation()),
            SequenceShape::convolution),
        new Kind<>(
            Pool1d.class,
            true,
            layer(
                "pool1d",
                Pool1d.class,
                "pooling over windows of the steps that a sequence has: [features, steps] →"
                    + " [features, steps/stride]; of an rnn",
                "{ pool1d { kernel = 2, kind = average } }",
                v -> new Pool1d(v.word(KIND, Pooling.class), v.whole(KERNEL), v.whole(STRIDE)),
                Field.whole(KERNEL, FieldRange.ABOVE_ZERO, "steps of a window"),
                pooling(KIND),
                Field.whole(
                    STRIDE,
                    FieldRange.ABOVE_ZERO,
                    new Usual.SameAs(KERNEL, KERNEL),
                    "from window to window")),
            SequenceShape::pooling),
        new Kind<>(
            Embedding.class,
            true,
            layer(
                "embedding",
                Embedding.class,
                "a vector for each code, [1, steps] → [units, steps]: the first layer of an rnn"
                    + " over sequences of whole numbers",
                "{ embedding = 32 }",
                v -> new Embedding(v.whole(UNITS), v.whole(CODES)),
                units(),
                Field.whole(
                    CODES,
                    FieldRange.AT_LEAST_ZERO,
                    new Usual.Fixed(Embedding.COUNTED),
                    "how many codes there are, from 0 on; 0 for as many as the data have")),
            SequenceShape::embedding));
  }

  private static Field output() {
    Usual usual = new Usual.Fixed(States.LAST);
    return Field.word(OUTPUT, States.class, usual, "which of its states it puts out");
  }
}
