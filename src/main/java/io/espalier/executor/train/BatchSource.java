package io.espalier.executor.train;

import io.espalier.data.PreparedData;
import io.espalier.executor.models.Networks;
import io.espalier.wire.ModelSpec;
import java.util.Map;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Assembles batches in arrays that are allocated once per batch size and used again. */
final class BatchSource implements AutoCloseable {
  private final PreparedData data;
  private final ModelSpec model;
  private final Map<Integer, INDArray> arrays = new TreeMap<>();
  private float[] numbers = {};
  private long nanos;

  BatchSource(PreparedData data, ModelSpec model) {
    this.data = data;
    this.model = model;
  }

  /** The batch of {@code rows[from] … rows[from + examples − 1]}, valid until the next call. */
  Batch batch(int[] rows, int from, int examples) {
    long start = System.nanoTime();
    int count = examples * data.dataset().shape().size();
    if (numbers.length < count) {
      numbers = new float[count];
    }
    data.fill(rows, from, examples, numbers);
    INDArray inputs = arrays.computeIfAbsent(examples, this::allocate);
    inputs.data().asNioFloat().put(numbers, 0, count);
    nanos += System.nanoTime() - start;
    return new Batch(inputs, rows, from, examples);
  }

  private INDArray allocate(int examples) {
    long[] shape = Networks.batchShape(model, data.dataset().shape(), examples);
    return Nd4j.createUninitialized(DataType.FLOAT, shape, 'c');
  }

  /** Seconds spent here since the beginning. */
  double seconds() {
    return nanos / 1e9;
  }

  @Override
  public void close() {
    arrays.values().forEach(INDArray::close);
    arrays.clear();
  }
}
