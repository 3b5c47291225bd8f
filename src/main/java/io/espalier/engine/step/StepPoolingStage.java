package io.espalier.engine.step;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pooling over the steps that each sequence has: {@code [steps, batch, units] -> [batch, units]}.
 */
final class StepPoolingStage implements Stage {
  private final PoolingType type;
  private Optional<Sequences> taken = Optional.empty();
  private INDArray inputs = Nd4j.empty();
  private double[] pooled = {};
  private double[] row = {};
  private int[] maxima = {};

  /** The maximum, the mean or the sum; the first of several maxima counts. */
  StepPoolingStage(PoolingType type) {
    this.type = type;
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    inputs = batch;
    INDArray outputs = recording.array(batch.size(1), batch.size(2));
    pooled = new double[(int) outputs.length()];
    row = new double[pooled.length];
    maxima = new int[type == PoolingType.MAX ? pooled.length : 0];
    Sequences sequences = recording.sequences();
    taken = Optional.of(sequences);
    ArrayNumbers source = ArrayNumbers.of(batch);
    ArrayNumbers target = ArrayNumbers.of(outputs);
    recording.operation(
        Operation.of("pool", () -> pool(sequences, source, target), batch, outputs));
    return outputs;
  }

  private void pool(Sequences sequences, ArrayNumbers source, ArrayNumbers target) {
    Arrays.fill(pooled, type == PoolingType.MAX ? Double.NEGATIVE_INFINITY : 0);
    int width = (int) inputs.size(2);
    for (int step = 0; step < sequences.steps(); step++) {
      source.get(step * pooled.length, row);
      if (sequences.whole(step)) {
        take(step, 0, pooled.length);
        continue;
      }
      for (int i = 0; i < sequences.examples(); i++) {
        if (sequences.present(step, i) != 0) {
          take(step, i * width, (i + 1) * width);
        }
      }
    }
    if (type == PoolingType.AVG) {
      share(pooled, sequences);
    }
    target.put(0, pooled);
  }

  private void take(int step, int from, int to) {
    if (type == PoolingType.MAX) {
      for (int k = from; k < to; k++) {
        if (!(row[k] <= pooled[k])) {
          pooled[k] = row[k];
          maxima[k] = step;
        }
      }
    } else {
      add(pooled, row, from, to);
    }
  }

  private static void add(double[] sums, double[] numbers, int from, int to) {
    for (int k = from; k < to; k++) {
      sums[k] += numbers[k];
    }
  }

  /** Divides the numbers of each example by its steps. */
  private static void share(double[] numbers, Sequences sequences) {
    int width = numbers.length / sequences.examples();
    for (int k = 0; k < numbers.length; k++) {
      numbers[k] *= 1.0 / sequences.count(k / width);
    }
  }

  @Override
  public INDArray backward(INDArray delta, boolean below, Recording recording) {
    INDArray result = recording.array(inputs.shape());
    Sequences sequences = taken.orElseThrow();
    ArrayNumbers source = ArrayNumbers.of(delta);
    Runnable work =
        type == PoolingType.MAX
            ? () -> scatter(source, ArrayNumbers.of(result))
            : () -> spread(sequences, source, result);
    recording.operation(Operation.of("pool_bp", work, delta, result));
    return result;
  }

  private void scatter(ArrayNumbers source, ArrayNumbers target) {
    source.get(0, pooled);
    for (int step = 0; step < inputs.size(0); step++) {
      for (int k = 0; k < row.length; k++) {
        row[k] = maxima[k] == step ? pooled[k] : 0;
      }
      target.put(step * row.length, row);
    }
  }

  /** The same numbers for all steps of an example. */
  private void spread(Sequences sequences, ArrayNumbers source, INDArray target) {
    source.get(0, pooled);
    if (type == PoolingType.AVG) {
      share(pooled, sequences);
    }
    ArrayNumbers.of(target).put(0, pooled);
    ByteBuffer numbers = target.data().asNio();
    int bytes = (int) target.size(2) * target.dataType().width();
    int all = bytes * sequences.examples();
    for (int step = sequences.steps() - 1; step >= 0; step--) {
      numbers.put(step * all, numbers, 0, all);
      sequences.clearMissing(numbers, step * all, bytes, step);
    }
  }
}
