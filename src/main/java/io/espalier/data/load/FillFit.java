package io.espalier.data.load;

import io.espalier.data.Dataset;
import io.espalier.data.Missing.Policy;
import io.espalier.data.Normalisation;
import io.espalier.data.TableEncoding;
import io.espalier.data.TableEncoding.Column;
import io.espalier.data.TableEncoding.Kind;
import io.espalier.wire.InputShape;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Finds in a training part what fills the holes of a table, and which inputs it knows nothing of:
 * categories that none of its rows has, columns of which it has no value, holes where it has none.
 */
final class FillFit {
  private final Dataset dataset;
  private final int[] train;
  private final TableEncoding encoding;

  FillFit(Dataset dataset, int[] train, TableEncoding encoding) {
    this.dataset = dataset;
    this.train = train;
    this.encoding = encoding;
  }

  /** The normalisation with what fills holes, and what is held at 0. */
  Normalisation fit(Normalisation normalisation) {
    if (encoding.columns().isEmpty() || dataset.shape() instanceof InputShape.Sequence) {
      return normalisation; // no number is missing before a sequence's end
    }
    float[] fill = new float[dataset.shape().size()];
    Arrays.fill(fill, Float.NaN);
    IntStream.Builder held = IntStream.builder();
    int from = 0;
    for (Column column : encoding.columns()) {
      fill(column, from, fill);
      for (int input = from; input < from + column.inputs(); input++) {
        boolean flag = column.kind() == Kind.CATEGORY || input == from + column.values();
        if (!occurs(input, flag)) {
          held.add(input);
        }
      }
      from += column.inputs();
    }
    int[] heldAtZero = held.build().toArray();
    boolean filled = encoding.columns().stream().anyMatch(Column::fitted);
    return normalisation.withFill(filled ? fill : new float[0], heldAtZero);
  }

  private void fill(Column column, int from, float[] fill) {
    if (!column.fitted()) {
      return;
    }
    if (column.kind() == Kind.CATEGORY) {
      Arrays.fill(fill, from, from + column.values(), 0);
      fill[mostFrequentCategory(column, from)] = 1;
      return;
    }
    for (int input = from; input < from + column.values(); input++) {
      float[] values = values(input);
      fill[input] = values.length == 0 ? 0 : filling(column.missing().policy(), values);
    }
  }

  private int mostFrequentCategory(Column column, int from) {
    int best = from;
    long most = -1;
    for (int input = from; input < from + column.values(); input++) {
      long count = ones(values(input));
      if (count > most) {
        most = count;
        best = input;
      }
    }
    return best;
  }

  private static long ones(float[] values) {
    return IntStream.range(0, values.length).filter(i -> values[i] == 1).count();
  }

  /** The training part's numbers of an input, without holes, ascending. */
  private float[] values(int input) {
    float[] values = new float[train.length];
    int size = dataset.shape().size();
    int count = 0;
    for (int row : train) {
      dataset.features().copy(row * size + input, values, count, 1);
      count += Float.isNaN(values[count]) ? 0 : 1;
    }
    float[] found = Arrays.copyOf(values, count);
    Arrays.sort(found);
    return found;
  }

  private static float filling(Policy policy, float[] sorted) {
    return switch (policy) {
      case MEAN -> mean(sorted);
      case MEDIAN -> median(sorted);
      case MOST_FREQUENT -> mostFrequent(sorted);
      case REFUSE, DROP, CATEGORY, CONSTANT ->
          throw new IllegalArgumentException(policy + " is not fitted");
    };
  }

  private static float mean(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return (float) (sum / values.length);
  }

  /** Of an even number of values the mean of the two in the middle. */
  private static float median(float[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : (float) (((double) sorted[middle - 1] + sorted[middle]) / 2);
  }

  /** Of values that occur equally often the smallest. */
  private static float mostFrequent(float[] sorted) {
    float best = sorted[0];
    int most = 0;
    int run = 0;
    for (int i = 0; i < sorted.length; i++) {
      run = i > 0 && sorted[i] == sorted[i - 1] ? run + 1 : 1;
      if (run > most) {
        most = run;
        best = sorted[i];
      }
    }
    return best;
  }

  /** Whether any training row has a 1 in an input of zeros and ones, or a number in another. */
  private boolean occurs(int input, boolean flag) {
    int size = dataset.shape().size();
    float[] value = new float[1];
    for (int row : train) {
      dataset.features().copy(row * size + input, value, 0, 1);
      if (flag ? value[0] == 1 : !Float.isNaN(value[0])) {
        return true;
      }
    }
    return false;
  }
}
