package io.espalier.engine.step;

import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pooling over windows of the steps that each sequence has: {@code [steps, batch, features] ->
 * [windows, batch, features]}, zeros where a window has none.
 */
final class WindowPoolingStage implements Stage {
  private final PoolingType type;
  private final int kernel;
  private final int stride;
  private Optional<Sequences> taken = Optional.empty();
  private Optional<StepWindows> windows = Optional.empty();
  private INDArray inputs = Nd4j.empty();
  private double[] pooled = {};
  private double[] row = {};
  private int[] counts = {};
  private int[] maxima = {};

  /** The maximum, the mean or the sum; the first of several maxima counts. */
  WindowPoolingStage(PoolingType type, int kernel, int stride) {
    this.type = type;
    this.kernel = kernel;
    this.stride = stride;
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    inputs = batch;
    StepWindows over = StepWindows.from(kernel, stride, Math.toIntExact(batch.size(0)));
    windows = Optional.of(over);
    Sequences sequences = recording.sequences();
    taken = Optional.of(sequences);
    recording.taken(Optional.of(sequences.behind(over, recording)));
    INDArray outputs = recording.array(over.outputs(), batch.size(1), batch.size(2));
    pooled = new double[Math.toIntExact(batch.size(1) * batch.size(2))];
    row = new double[pooled.length];
    counts = new int[sequences.examples() * over.outputs()];
    maxima = new int[type == PoolingType.MAX ? (int) outputs.length() : 0];
    ArrayNumbers source = ArrayNumbers.of(batch);
    ArrayNumbers target = ArrayNumbers.of(outputs);
    Runnable work =
        () -> {
          Arrays.fill(counts, 0);
          for (int window = 0; window < over.outputs(); window++) {
            pool(window, sequences, source);
            target.put(window * pooled.length, pooled);
          }
        };
    recording.operation(Operation.of("pool", work, batch, outputs));
    return outputs;
  }

  private int width() {
    return (int) inputs.size(2);
  }

  private void pool(int window, Sequences sequences, ArrayNumbers source) {
    StepWindows over = windows.orElseThrow();
    Arrays.fill(pooled, 0);
    for (int k = 0; k < kernel && over.isInside(over.step(window, k)); k++) {
      int step = over.step(window, k);
      source.get(step * row.length, row);
      for (int i = 0; i < sequences.examples(); i++) {
        if (sequences.present(step, i) != 0) {
          take(window, i, step, counts[window * sequences.examples() + i]++ == 0);
        }
      }
    }
    for (int i = 0; type == PoolingType.AVG && i < sequences.examples(); i++) {
      share(window * sequences.examples() + i, i * width());
    }
  }

  private void take(int window, int example, int step, boolean first) {
    int to = (example + 1) * width();
    for (int k = example * width(); k < to; k++) {
      if (type != PoolingType.MAX) {
        pooled[k] += row[k];
      } else if (first || row[k] > pooled[k]) {
        pooled[k] = row[k];
        maxima[window * row.length + k] = step;
      }
    }
  }

  private void share(int counted, int from) {
    double share = counts[counted] == 0 ? 0 : 1.0 / counts[counted];
    for (int k = from; k < from + width(); k++) {
      pooled[k] *= share;
    }
  }

  @Override
  public INDArray backward(INDArray delta, boolean below, Recording recording) {
    INDArray result = recording.array(inputs.shape());
    recording.zeros(result);
    StepWindows over = windows.orElseThrow();
    Sequences sequences = taken.orElseThrow();
    ArrayNumbers source = ArrayNumbers.of(delta);
    ArrayNumbers target = ArrayNumbers.of(result);
    Runnable work =
        () -> {
          for (int window = 0; window < over.outputs(); window++) {
            source.get(window * pooled.length, pooled);
            for (int i = 0; type == PoolingType.AVG && i < sequences.examples(); i++) {
              share(window * sequences.examples() + i, i * width());
            }
            for (int k = 0; k < kernel && over.isInside(over.step(window, k)); k++) {
              spread(window, over.step(window, k), sequences, target);
            }
          }
        };
    recording.operation(Operation.of("pool_bp", work, delta, result));
    return result;
  }

  /** Adds a window's gradients to those of a step. */
  private void spread(int window, int step, Sequences sequences, ArrayNumbers target) {
    target.get(step * row.length, row);
    for (int i = 0; i < sequences.examples(); i++) {
      for (int k = i * width(); k < (i + 1) * width() && sequences.present(step, i) != 0; k++) {
        if (type != PoolingType.MAX || maxima[window * row.length + k] == step) {
          row[k] += pooled[k];
        }
      }
    }
    target.put(step * row.length, row);
  }
}
