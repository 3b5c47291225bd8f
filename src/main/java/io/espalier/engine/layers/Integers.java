package io.espalier.engine.layers;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Moves node and graph numbers out of ND4J. */
final class Integers {
  private Integers() {}

  /** The numbers of an array, row by row. */
  static int[] read(INDArray array) {
    INDArray integers = array.castTo(DataType.INT32).dup('c');
    Nd4j.getAffinityManager().ensureLocation(integers, AffinityManager.Location.HOST);
    int[] numbers = new int[Math.toIntExact(integers.length())];
    integers.data().asNioInt().get(numbers);
    return numbers;
  }
}
