package io.espalier.engine.step;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A layer over sequences of whose outputs only those at each sequence's last step count: {@code
 * [steps, batch, in] -> [batch, units]}.
 */
final class LastStateStage implements Stage {
  private final Stage layer;
  private Optional<Sequences> taken = Optional.empty();
  private INDArray states = Nd4j.empty();

  /** What is behind a layer. */
  LastStateStage(Stage layer) {
    this.layer = layer;
  }

  @Override
  public INDArray forward(INDArray inputs, Recording recording) {
    states = layer.forward(inputs, recording);
    INDArray outputs = recording.array(states.size(1), states.size(2));
    Sequences sequences = recording.sequences();
    taken = Optional.of(sequences);
    recording.operation(
        Operation.of("last", () -> copy(sequences, states, outputs, true), states, outputs));
    return outputs;
  }

  /** Copies the last steps' states out of those of all steps, or into them. */
  private static void copy(Sequences sequences, INDArray states, INDArray last, boolean out) {
    ByteBuffer all = states.data().asNio();
    ByteBuffer some = last.data().asNio();
    int offset = Math.toIntExact(last.offset() * last.dataType().width());
    int bytes = Math.toIntExact(last.size(1) * last.dataType().width());
    for (int i = 0; i < sequences.examples(); i++) {
      int at = (sequences.last(i) * sequences.examples() + i) * bytes;
      if (out) {
        some.put(offset + i * bytes, all, at, bytes);
      } else {
        all.put(at, some, offset + i * bytes, bytes);
      }
    }
  }

  @Override
  public INDArray backward(INDArray delta, boolean below, Recording recording) {
    INDArray ofStates = recording.array(states.shape());
    Sequences sequences = taken.orElseThrow();
    Runnable work =
        () -> {
          Recording.clear(ofStates);
          copy(sequences, ofStates, delta, false);
        };
    recording.operation(Operation.of("last_bp", work, delta, ofStates));
    return layer.backward(ofStates, below, recording);
  }
}
