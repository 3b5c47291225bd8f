package io.espalier.engine.step;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pooling over the steps that each sequence has: {@code [steps, batch, units] -> [batch, units]}.
 */
final class StepPoolingStage implements Stage {
  private final PoolingType type;
  private INDArray inputs = Nd4j.empty();
  private double[] pooled = {};
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
    maxima = new int[pooled.length];
    Sequences sequences = recording.sequences();
    recording.operation(Operation.of("pool", () -> pool(sequences, outputs), batch, outputs));
    return outputs;
  }

  private void pool(Sequences sequences, INDArray outputs) {
    ArrayNumbers source = ArrayNumbers.of(inputs);
    Arrays.fill(pooled, type == PoolingType.MAX ? Double.NEGATIVE_INFINITY : 0);
    int width = (int) inputs.size(2);
    for (int step = 0; step < sequences.steps(); step++) {
      for (int i = 0; i < sequences.examples(); i++) {
        for (int k = i * width; k < (i + 1) * width && sequences.present(step, i) != 0; k++) {
          take(source.get(step * pooled.length + k), k, step);
        }
      }
    }
    ArrayNumbers target = ArrayNumbers.of(outputs);
    for (int k = 0; k < pooled.length; k++) {
      target.put(k, pooled[k] * share(sequences, k / width));
    }
  }

  private void take(double number, int k, int step) {
    if (type != PoolingType.MAX) {
      pooled[k] += number;
    } else if (!(number <= pooled[k])) {
      pooled[k] = number;
      maxima[k] = step;
    }
  }

  private double share(Sequences sequences, int example) {
    return type == PoolingType.AVG ? 1.0 / sequences.count(example) : 1;
  }

  @Override
  public INDArray backward(INDArray delta, boolean below, Recording recording) {
    INDArray result = recording.array(inputs.shape());
    Sequences sequences = recording.sequences();
    recording.operation(
        Operation.of("pool_bp", () -> spread(sequences, delta, result), delta, result));
    return result;
  }

  private void spread(Sequences sequences, INDArray delta, INDArray result) {
    ArrayNumbers source = ArrayNumbers.of(delta);
    ArrayNumbers target = ArrayNumbers.of(result);
    int width = (int) inputs.size(2);
    for (int step = 0; step < sequences.steps(); step++) {
      for (int k = 0; k < pooled.length; k++) {
        boolean taken =
            type == PoolingType.MAX ? maxima[k] == step : sequences.present(step, k / width) != 0;
        double part = taken ? source.get(k) * share(sequences, k / width) : 0;
        target.put(step * pooled.length + k, part);
      }
    }
  }
}
