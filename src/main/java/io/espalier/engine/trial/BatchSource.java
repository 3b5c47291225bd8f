package io.espalier.engine.trial;

import io.espalier.data.Augmentation;
import io.espalier.data.Augmenter;
import io.espalier.data.Features;
import io.espalier.data.PreparedData;
import io.espalier.engine.models.Networks;
import io.espalier.engine.step.ByteBatch;
import io.espalier.engine.step.Cores;
import io.espalier.wire.ModelSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Assembles batches in arrays that are allocated once per batch size and used again. */
final class BatchSource implements AutoCloseable {
  private final PreparedData data;
  private final ModelSpec model;
  private final Cores cores;
  private final Map<Integer, BatchArrays> arrays = new TreeMap<>();
  private float[] numbers = {};
  private long nanos;

  /** The inputs of one batch size, and how each core makes its part of them of bytes. */
  private record BatchArrays(INDArray inputs, List<ByteBatch> bytes) {}

  /** Batches of these data, on one core. */
  BatchSource(PreparedData data, ModelSpec model) {
    this(data, model, Cores.of(1));
  }

  /**
   * Batches of these data.
   *
   * @param cores that share a batch; stay the caller's
   */
  BatchSource(PreparedData data, ModelSpec model, Cores cores) {
    this.data = data;
    this.model = model;
    this.cores = cores;
  }

  /** The batch of {@code rows[from] … rows[from + examples − 1]}, valid until the next call. */
  Batch batch(int[] rows, int from, int examples) {
    long start = System.nanoTime();
    BatchArrays batch = arrays.computeIfAbsent(examples, this::allocate);
    if (data.dataset().features() instanceof Features.Bytes bytes && !batch.bytes.isEmpty()) {
      fill(batch.bytes, bytes.values(), rows, from, examples);
    } else {
      fill(batch.inputs, rows, from, examples);
    }
    nanos += System.nanoTime() - start;
    return new Batch(batch.inputs, rows, from, examples);
  }

  /**
   * The same to train on.
   *
   * @param epochSeed what images are changed by, see {@link Augmenter#seed}
   */
  Batch training(int[] rows, int from, int examples, long epochSeed) {
    if (data.augmentation().equals(Augmentation.NONE)) {
      return batch(rows, from, examples);
    }
    long start = System.nanoTime();
    BatchArrays batch = arrays.computeIfAbsent(examples, this::allocate);
    float[] filled = room(examples);
    data.fillAugmented(rows, from, examples, epochSeed, filled);
    put(filled, batch.inputs);
    nanos += System.nanoTime() - start;
    return new Batch(batch.inputs, rows, from, examples);
  }

  private BatchArrays allocate(int examples) {
    long[] shape = Networks.batchShape(model, data.dataset().shape(), examples);
    INDArray inputs = Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
    return new BatchArrays(
        inputs, data.dataset().features() instanceof Features.Bytes ? bytes(inputs) : List.of());
  }

  /** One for each core that pays; none where they do not. */
  private List<ByteBatch> bytes(INDArray inputs) {
    return IntStream.range(0, cores.shares(inputs.length()))
        .mapToObj(share -> ByteBatch.of(inputs, data.normalisation(), data.dataset().shape()))
        .flatMap(Optional::stream)
        .toList();
  }

  private void fill(List<ByteBatch> shares, byte[] values, int[] rows, int from, int examples) {
    int count = shares.size();
    cores.each(
        count,
        share -> {
          int first = Cores.first(examples, share, count);
          int end = Cores.first(examples, share + 1, count);
          shares.get(share).fill(values, rows, from, first, end);
        });
  }

  private void fill(INDArray inputs, int[] rows, int from, int examples) {
    float[] filled = room(examples);
    data.fill(rows, from, examples, filled);
    put(filled, inputs);
  }

  private float[] room(int examples) {
    int count = examples * data.dataset().shape().size();
    if (numbers.length < count) {
      numbers = new float[count];
    }
    return numbers;
  }

  private static void put(float[] filled, INDArray inputs) {
    inputs.data().asNioFloat().put(filled, 0, (int) inputs.length());
    Nd4j.getAffinityManager().tagLocation(inputs, AffinityManager.Location.HOST);
  }

  /** Seconds spent here since the beginning. */
  double seconds() {
    return nanos / 1e9;
  }

  @Override
  public void close() {
    for (BatchArrays batch : arrays.values()) {
      batch.bytes.forEach(ByteBatch::close);
      batch.inputs.close();
    }
    arrays.clear();
  }
}
