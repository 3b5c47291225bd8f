package io.espalier.engine.step;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The products of a large dense layer that takes a batch which several cores share: each computes
 * those of some units by the examples of all. By its own examples each would read all weights, of
 * which others have updated the most, and write as many gradients, which the update would read from
 * other cores' caches. Bias and activation are of each share's examples, as everything above.
 */
final class DividedDense {
  private static final long FEWEST_WEIGHTS = 1 << 18;

  /** Of a share; a layer of one unit cannot be divided at all. */
  private static final long FEWEST_UNITS = 16;

  /** Of more, products take so long that what is read and written does not matter. */
  private static final long MOST_EXAMPLES = 256;

  private final BatchShare.Whole whole;
  private final int shares;
  private final int examples;
  private final int width;
  private final int units;
  private final int from;
  private final List<Consumer<INDArray>> readers = new ArrayList<>();
  private final List<FloatBuffer> sums = new ArrayList<>();
  private final List<FloatBuffer> deltas = new ArrayList<>();
  private INDArray inputs;

  /**
   * A layer.
   *
   * @param weights a view of the network's parameters, {@code [inputs, units]}
   */
  DividedDense(BatchShare.Whole whole, INDArray weights, int shares) {
    this.whole = whole;
    this.shares = shares;
    examples = Math.toIntExact(whole.batch().size(0));
    width = Math.toIntExact(weights.size(0));
    units = Math.toIntExact(weights.size(1));
    from = Math.toIntExact(weights.offset());
    inputs = rows(whole.batch());
  }

  /** Whether it takes less time than products of each share's examples. */
  static boolean pays(INDArray batch, INDArray weights, int shares) {
    return batch.size(0) <= MOST_EXAMPLES
        && weights.length() >= FEWEST_WEIGHTS
        && weights.size(1) >= FEWEST_UNITS * shares;
  }

  /** Whether a parameter is its weights. */
  boolean holds(FlatParameter parameter) {
    return parameter.from() >= from && parameter.from() < from + units * width;
  }

  /** Reads another batch from now on. */
  void exchange(INDArray batch) {
    inputs = rows(batch);
    readers.forEach(reader -> reader.accept(inputs));
  }

  private INDArray rows(INDArray batch) {
    return batch.reshape('c', new long[] {examples, width});
  }

  private int unit(int share) {
    return Cores.first(units, share, shares);
  }

  private int example(int share) {
    return Cores.first(examples, share, shares);
  }

  /** What lies at the weights of a share's units in a flat array, unit by unit. */
  private INDArray own(INDArray flat, int share) {
    long first = from + (long) unit(share) * width;
    long end = from + (long) unit(share + 1) * width;
    return flat.reshape(flat.length())
        .get(NDArrayIndex.interval(first, end))
        .reshape('c', unit(share + 1) - unit(share), width);
  }

  /**
   * Records a share's part of the way forward.
   *
   * @param outputs {@code [examples of the share, units]}
   */
  void forward(BatchShare share, INDArray outputs, Recording recording) {
    int index = share.index();
    INDArray products = recording.array(examples, unit(index + 1) - unit(index));
    sums.add(products.data().asNioFloat());
    FactorCall call =
        FactorCall.product(inputs, false, own(whole.parameters(), index).transpose(), products);
    readers.add(batch -> call.input(0, batch));
    recording.operation(call);
    recording.operation(Operation.of("meet", share::meet));
    FloatBuffer target = outputs.data().asNioFloat();
    recording.operation(Operation.of("gather", () -> gather(index, target), outputs));
  }

  /** The sums of a share's examples by all units. */
  private void gather(int index, FloatBuffer target) {
    for (int share = 0; share < shares; share++) {
      int first = unit(share);
      int count = unit(share + 1) - first;
      for (int example = example(index); example < example(index + 1); example++) {
        int to = (example - example(index)) * units + first;
        target.put(to, sums.get(share), example * count, count);
      }
    }
  }

  /**
   * Records a share's part of the gradient.
   *
   * @param delta {@code [examples of the share, units]}, which nothing overwrites any more
   */
  void backward(BatchShare share, INDArray delta, Recording recording) {
    int index = share.index();
    INDArray columns = recording.array(examples, unit(index + 1) - unit(index));
    deltas.add(delta.data().asNioFloat());
    FactorCall call = FactorCall.product(columns, true, inputs, own(whole.gradients(), index));
    readers.add(batch -> call.input(1, batch));
    FloatBuffer target = columns.data().asNioFloat();
    recording.operation(Operation.of("meet", share::meet));
    recording.operation(Operation.of("columns", () -> columns(index, target), delta, columns));
    recording.operation(call);
  }

  /** The deltas of all examples by a share's units. */
  private void columns(int index, FloatBuffer target) {
    int first = unit(index);
    int count = unit(index + 1) - first;
    for (int share = 0; share < shares; share++) {
      for (int example = example(share); example < example(share + 1); example++) {
        int at = (example - example(share)) * units + first;
        target.put(example * count, deltas.get(share), at, count);
      }
    }
  }
}
