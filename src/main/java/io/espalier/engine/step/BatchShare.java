package io.espalier.engine.step;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A share of a batch, and the products that it and the others divide on their way through plans of
 * the same operations. Each plan asks for them in the order of its operations.
 */
final class BatchShare {
  private final Group group;
  private final int index;
  private int nextDense;

  private BatchShare(Group group, int index) {
    this.group = group;
    this.index = index;
  }

  /** What all shares have in common. */
  private record Group(
      int count, Runnable meeting, Optional<Whole> whole, List<DividedDense> dense) {
    Group(int count, Runnable meeting, Optional<Whole> whole) {
      this(count, meeting, whole, new ArrayList<>());
    }
  }

  /**
   * What is shared.
   *
   * @param batch all examples
   * @param parameters of the network, flat
   * @param gradients of theirs, the network's own array
   */
  record Whole(INDArray batch, INDArray parameters, INDArray gradients) {}

  /** The whole of a batch that is not shared. */
  static BatchShare alone() {
    return new BatchShare(new Group(1, () -> {}, Optional.empty()), 0);
  }

  /** One for each core. */
  static List<BatchShare> of(Cores cores, Whole whole) {
    Group group = new Group(cores.count(), cores::meet, Optional.of(whole));
    return IntStream.range(0, cores.count()).mapToObj(i -> new BatchShare(group, i)).toList();
  }

  /**
   * How all shares divide the products of a dense layer that takes the batch, or nothing where each
   * has those of its examples.
   */
  Optional<DividedDense> dense(INDArray weights) {
    Optional<Whole> whole =
        group.whole.filter(w -> DividedDense.pays(w.batch, weights, group.count));
    if (whole.isEmpty()) {
      return Optional.empty();
    }
    if (nextDense == group.dense.size()) {
      group.dense.add(new DividedDense(whole.get(), weights, group.count));
    }
    return Optional.of(group.dense.get(nextDense++));
  }

  /** The layers whose products are divided. */
  List<DividedDense> dense() {
    return List.copyOf(group.dense);
  }

  /** Which share this is; the first has the results of all. */
  int index() {
    return index;
  }

  /** Waits, while a plan runs, until all shares have come here: what they wrote can be read. */
  void meet() {
    group.meeting.run();
  }
}
