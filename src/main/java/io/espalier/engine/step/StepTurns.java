package io.espalier.engine.step;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The steps of an array {@code [steps, batch, features]} in turn in several arrays: of three the
 * first has the steps 0, 3, 6 …. Of one it is the array itself.
 */
final class StepTurns {
  private final INDArray whole;
  private final List<INDArray> arrays;

  private StepTurns(INDArray whole, List<INDArray> arrays) {
    this.whole = whole;
    this.arrays = arrays;
  }

  /** Those of an array, to be filled or to be put together. */
  static StepTurns of(INDArray whole, int count, Recording recording) {
    return new StepTurns(
        whole,
        IntStream.range(0, count)
            .mapToObj(turn -> count == 1 ? whole : array(whole, count, turn, recording))
            .toList());
  }

  private static INDArray array(INDArray whole, int count, int turn, Recording recording) {
    int steps = steps((int) whole.size(0), count, turn);
    return steps == 0 ? Nd4j.empty() : recording.array(steps, whole.size(1), whole.size(2));
  }

  /** How many of all steps come in a turn of so many. */
  static int steps(int all, int count, int turn) {
    return (all - turn + count - 1) / count;
  }

  /** The steps of one turn; an empty array where there is none. */
  INDArray array(int turn) {
    return arrays.get(turn);
  }

  /** Records how they are filled. */
  void fill(Recording recording) {
    copy("turns", true, recording);
  }

  /** Records how they are put together, and returns the array. */
  INDArray together(Recording recording) {
    copy("together", false, recording);
    return whole;
  }

  private void copy(String name, boolean out, Recording recording) {
    if (arrays.size() > 1) {
      recording.operation(Operation.of(name, () -> copy(out), whole));
    }
  }

  private void copy(boolean out) {
    ByteBuffer all = whole.data().asNio();
    int bytes = Math.toIntExact(whole.size(1) * whole.size(2) * whole.dataType().width());
    for (int step = 0; step < whole.size(0); step++) {
      ByteBuffer some = array(step % arrays.size()).data().asNio();
      int at = step / arrays.size() * bytes;
      if (out) {
        some.put(at, all, step * bytes, bytes);
      } else {
        all.put(step * bytes, some, at, bytes);
      }
    }
  }
}
