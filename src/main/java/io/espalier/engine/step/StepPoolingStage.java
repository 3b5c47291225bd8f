package io.espalier.engine.step;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Pooling over the steps that each sequence has: {@code [steps, batch, units] -> [batch, units]}. */
final class StepPoolingStage implements Stage {
  private final PoolingType type;
  private INDArray inputs = Nd4j.empty();
  private Sums sums = new Sums(0);

  /** The maximum, the mean or the sum; the first of several maxima counts. */
  StepPoolingStage(PoolingType type) {
    this.type = type;
  }

  /** What is summed or compared, over one step's numbers; the maxima's steps. */
  private static final class Sums {
    private final double[] pooled;
    private final double[] numbers;
    private final int[] steps;

    Sums(int length) {
      pooled = new double[length];
      numbers = new double[length];
      steps = new int[length];
    }
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    inputs = batch;
    INDArray outputs = recording.array(batch.size(1), batch.size(2));
    sums = new Sums((int) outputs.length());
    Sequences sequences = recording.sequences();
    recording.operation(Operation.of("pool", () -> pool(sequences, outputs), batch, outputs));
    return outputs;
  }

  private void pool(Sequences sequences, INDArray outputs) {
    Arrays.fill(sums.pooled, type == PoolingType.MAX ? Double.NEGATIVE_INFINITY : 0);
    int width = (int) inputs.size(2);
    for (int step = 0; step < sequences.steps(); step++) {
      Numbers.read(inputs, step * sums.numbers.length, sums.numbers);
      for (int i = 0; i < sequences.examples(); i++) {
        if (sequences.present(step, i) == 0) {
          continue;
        }
        for (int k = i * width; k < (i + 1) * width; k++) {
          if (type != PoolingType.MAX) {
            sums.pooled[k] += sums.numbers[k];
          } else if (!(sums.numbers[k] <= sums.pooled[k])) {
            sums.pooled[k] = sums.numbers[k];
            sums.steps[k] = step;
          }
        }
      }
    }
    for (int k = 0; k < sums.pooled.length; k++) {
      sums.pooled[k] *= share(sequences, k / width);
    }
    Numbers.write(sums.pooled, outputs, 0);
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
    Numbers.read(delta, 0, sums.pooled);
    int width = (int) inputs.size(2);
    for (int step = 0; step < sequences.steps(); step++) {
      for (int k = 0; k < sums.pooled.length; k++) {
        boolean taken =
            type == PoolingType.MAX
                ? sums.steps[k] == step
                : sequences.present(step, k / width) != 0;
        sums.numbers[k] = taken ? sums.pooled[k] * share(sequences, k / width) : 0;
      }
      Numbers.write(sums.numbers, result, step * sums.numbers.length);
    }
  }
}
