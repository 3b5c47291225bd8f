package io.espalier.engine.step;

import io.espalier.data.Normalisation;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarDivision;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMultiplication;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarSubtraction;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A batch of bytes that native operations turn into normalised numbers, bit for bit those of {@link
 * Normalisation#apply}. They take many numbers at a time, where the virtual machine takes one.
 */
public final class ByteBatch implements AutoCloseable {
  /** Below this the calls cost more than they save. */
  private static final int FEWEST_NUMBERS = 8192;

  /** So many go through all operations at once: 256 kB, which stay in the second cache. */
  private static final int NUMBERS_AT_ONCE = 1 << 16;

  private final INDArray bytes;
  private final ByteBuffer buffer;
  private final Recording recording;
  private final Operation[] operations;

  private ByteBatch(INDArray numbers, int first, int end, Normalisation normalisation) {
    long[] shape = numbers.shape().clone();
    shape[0] = (long) end - first;
    bytes = Nd4j.createUninitialized(DataType.UINT8, shape, 'c');
    buffer = bytes.data().asNio();
    recording = new Recording(numbers);
    long atOnce = Math.max(1, NUMBERS_AT_ONCE * numbers.size(0) / numbers.length());
    for (long from = first; from < end; from += atOnce) {
      long to = Math.min(end, from + atOnce);
      record(
          bytes.get(NDArrayIndex.interval(from - first, to - first)),
          numbers.get(NDArrayIndex.interval(from, to)),
          normalisation);
    }
    operations = recording.take().toArray(Operation[]::new);
  }

  /**
   * For a batch that is always normalised in the same way.
   *
   * @param numbers receives the normalised numbers, {@code [examples, features]} or {@code
   *     [examples, channels, height, width]} of FLOAT, row by row
   * @return nothing where the normalisation has no such operations, or they do not pay
   */
  public static Optional<ByteBatch> of(INDArray numbers, Normalisation normalisation) {
    return of(numbers, 0, Math.toIntExact(numbers.size(0)), normalisation);
  }

  /**
   * The same for some examples of a batch.
   *
   * @param numbers of the whole batch; no view, as ND4J takes some views of views for empty
   * @param end the example behind the last
   */
  public static Optional<ByteBatch> of(
      INDArray numbers, int first, int end, Normalisation normalisation) {
    boolean possible =
        !normalisation.rowSum()
            && allEqual(normalisation.divisor())
            && (allEqual(normalisation.shift()) || normalisation.shift().length == numbers.size(1));
    return possible
            && numbers.length() / numbers.size(0) * (end - first) >= FEWEST_NUMBERS
            && Compilability.backendObjection().isEmpty()
        ? Optional.of(new ByteBatch(numbers, first, end, normalisation))
        : Optional.empty();
  }

  private static boolean allEqual(float[] numbers) {
    for (float number : numbers) {
      if (number != numbers[0]) {
        return false;
      }
    }
    return true;
  }

  private void record(INDArray raw, INDArray numbers, Normalisation normalisation) {
    recording.call(
        "cast",
        new INDArray[] {numbers},
        new INDArray[] {raw},
        new long[] {DataType.FLOAT.toInt()});
    if (normalisation.scale() != 1) {
      recording.element(new ScalarMultiplication(numbers, null, numbers, normalisation.scale()));
    }
    float[] shift = normalisation.shift();
    if (!allEqual(shift)) {
      recording.shift(numbers, numbers, negated(shift));
    } else if (shift[0] != 0) {
      recording.element(new ScalarSubtraction(numbers, null, numbers, shift[0]));
    }
    float divisor = normalisation.divisor()[0];
    if (divisor != 1) {
      recording.element(new ScalarDivision(numbers, null, numbers, divisor));
    }
  }

  private INDArray negated(float[] shift) {
    INDArray vector = recording.array(shift.length);
    for (int i = 0; i < shift.length; i++) {
      vector.putScalar(i, -shift[i]);
    }
    return vector;
  }

  /** Puts raw bytes at a place in the batch. */
  public void put(int at, byte[] values, int from, int count) {
    buffer.put(at, values, from, count);
  }

  /** Writes the normalised numbers of all bytes. */
  public void normalise() {
    for (Operation operation : operations) {
      operation.run();
    }
  }

  @Override
  public void close() {
    recording.close();
    bytes.close();
  }
}
