package io.espalier.engine.step;

import io.espalier.data.Normalisation;
import io.espalier.engine.onednn.OneDnn;
import io.espalier.wire.InputShape;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Turns examples of bytes into a batch of normalised numbers, those of {@link Normalisation#apply}.
 * A native operation makes numbers of bytes, many at a time, where the virtual machine takes one;
 * all that happens to some examples happens while they are in the second cache. Not thread-safe.
 */
public final class ByteBatch implements AutoCloseable {
  /** Below this the calls cost more than they save. */
  private static final int FEWEST_NUMBERS = 8192;

  /** So many become numbers in one call, which are 128 kB then; at least those of an example. */
  private static final int CAST_AT_ONCE = 1 << 15;

  /** So many are normalised at once, or those of an example: they stay in the first cache. */
  private static final int NORMALISED_AT_ONCE = 1 << 12;

  private final Normalisation normalisation;
  private final InputShape shape;
  private final FloatBuffer target;
  private final INDArray bytes;
  private final ByteBuffer raw;
  private final FloatBuffer numbers;
  private final Recording recording;
  private final Operation cast;
  private final float[] some;

  private ByteBatch(INDArray batch, Normalisation normalisation, InputShape shape) {
    this.normalisation = normalisation;
    this.shape = shape;
    target = batch.data().asNioFloat();
    bytes = Nd4j.createUninitialized(DataType.UINT8, new long[] {whole(CAST_AT_ONCE)}, 'c');
    raw = bytes.data().asNio();
    recording = new Recording(batch);
    INDArray cells = recording.array(bytes.length());
    numbers = cells.data().asNioFloat();
    if (OneDnn.available()) {
      recording.blocks().write(bytes, cells);
    } else {
      recording.call(
          "cast",
          new INDArray[] {cells},
          new INDArray[] {bytes},
          new long[] {DataType.FLOAT.toInt()});
    }
    cast = recording.take().get(0);
    some = new float[whole(NORMALISED_AT_ONCE)];
  }

  /** Numbers of as many whole examples as there are in so many numbers, of one at least. */
  private int whole(int most) {
    return Math.max(1, most / shape.size()) * shape.size();
  }

  /**
   * For batches that are always normalised in the same way.
   *
   * @param batch receives the normalised numbers, FLOAT, row by row; no view
   * @param shape of an example
   * @return nothing where native operations take other memory, or do not pay
   */
  public static Optional<ByteBatch> of(
      INDArray batch, Normalisation normalisation, InputShape shape) {
    return batch.length() >= FEWEST_NUMBERS && Compilability.backendObjection().isEmpty()
        ? Optional.of(new ByteBatch(batch, normalisation, shape))
        : Optional.empty();
  }

  /**
   * Writes some examples of the batch.
   *
   * @param values of all examples that there are
   * @param rows which of them are in the batch, {@code rows[from]} its first
   * @param first the first of the batch's examples to write, from 0
   * @param end the one behind the last
   */
  public void fill(byte[] values, int[] rows, int from, int first, int end) {
    int size = shape.size();
    int atOnce = Math.toIntExact(bytes.length()) / size;
    for (int next = first; next < end; next += atOnce) {
      int count = Math.min(atOnce, end - next);
      for (int i = 0; i < count; i++) {
        raw.put(i * size, values, rows[from + next + i] * size, size);
      }
      cast.run();
      normalise(count * size, next * size);
    }
  }

  private void normalise(int count, int to) {
    for (int at = 0; at < count; at += some.length) {
      int n = Math.min(some.length, count - at);
      numbers.get(at, some, 0, n);
      normalisation.apply(some, 0, n / shape.size(), shape);
      target.put(to + at, some, 0, n);
    }
  }

  @Override
  public void close() {
    recording.close();
    bytes.close();
  }
}
