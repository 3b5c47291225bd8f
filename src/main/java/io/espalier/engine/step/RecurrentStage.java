package io.espalier.engine.step;

import java.util.Optional;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A recurrent layer: {@code [steps, batch, in] -> [steps, batch, units]}. What the inputs of all
 * steps add to the cell's sums is one product, and so is each gradient of weights; only what comes
 * of the states before takes a product for each step.
 */
final class RecurrentStage implements Stage {
  private final RecordedParameter weights;
  private final RecordedParameter recurrentWeights;
  private final Function<Recording, Cell> cells;
  private Optional<Cell> made = Optional.empty();
  private INDArray inputs = Nd4j.empty();
  private INDArray states = Nd4j.empty();

  /**
   * A layer.
   *
   * @param weights {@code [in, gates · units]}
   * @param recurrentWeights {@code [units, gates · units]}
   * @param cells makes the cell for one batch size
   */
  RecurrentStage(
      RecordedParameter weights,
      RecordedParameter recurrentWeights,
      Function<Recording, Cell> cells) {
    this.weights = weights;
    this.recurrentWeights = recurrentWeights;
    this.cells = cells;
  }

  private long units() {
    return recurrentWeights.value().size(0);
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    inputs = batch;
    Cell cell = cells.apply(recording);
    made = Optional.of(cell);
    long steps = batch.size(0);
    long examples = batch.size(1);
    INDArray sums = recording.array(steps, examples, cell.gates() * units());
    states = recording.array(steps, examples, units());
    recording.product(rows(batch, 0, steps), false, weights.value(), rows(sums, 0, steps));
    cell.begin(sums, states, recording);
    for (int step = 0; step < steps; step++) {
      if (step > 0) {
        recording.addProduct(
            rows(states, step - 1, step), recurrentWeights.value(), rows(sums, step, step + 1));
      }
      cell.forward(step, recording);
    }
    return states;
  }

  @Override
  public INDArray backward(INDArray delta, boolean below, Recording recording) {
    int steps = Math.toIntExact(inputs.size(0));
    Cell cell = made.orElseThrow();
    INDArray ofSums = cell.beginBack(delta, recording);
    INDArray transposed = recurrentWeights.value().transpose();
    for (int step = steps - 1; step >= 0; step--) {
      if (step < steps - 1) {
        recording.addProduct(
            rows(ofSums, step + 1, step + 2), transposed, rows(delta, step, step + 1));
      }
      cell.backward(step, recording);
    }
    cell.endBack(recording);
    INDArray all = rows(ofSums, 0, steps);
    recording.product(all, true, rows(inputs, 0, steps), weights.gradient().transpose());
    ofRecurrentWeights(ofSums, steps, recording);
    if (!below) {
      return delta;
    }
    INDArray result = recording.array(inputs.shape());
    recording.product(all, false, weights.value().transpose(), rows(result, 0, steps));
    return result;
  }

  private void ofRecurrentWeights(INDArray ofSums, int steps, Recording recording) {
    INDArray gradient = recurrentWeights.gradient();
    if (steps > 1) {
      recording.product(
          rows(ofSums, 1, steps), true, rows(states, 0, steps - 1), gradient.transpose());
    } else {
      recording.operation(Operation.of("zero", () -> gradient.assign(0), gradient));
    }
  }

  /** The rows of some steps, below each other. */
  static INDArray rows(INDArray array, int from, long to) {
    long width = array.size(2);
    long numbers = array.size(1) * width;
    return array
        .reshape('c', new long[] {array.length()})
        .get(NDArrayIndex.interval(from * numbers, to * numbers))
        .reshape('c', new long[] {(to - from) * array.size(1), width});
  }
}
