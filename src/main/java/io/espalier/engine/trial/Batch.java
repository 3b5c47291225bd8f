package io.espalier.engine.trial;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Examples to train on or to measure.
 *
 * @param inputs normalised, {@code [examples, features]} or {@code [examples, channels, height,
 *     width]}; the array is used again for the next batch
 * @param rows indexes into the data set; those from {@code from} on are meant
 */
@SuppressWarnings("ArrayRecordComponent")
record Batch(INDArray inputs, int[] rows, int from, int examples) {
  /** The data set's index of the batch's i-th example. */
  int row(int i) {
    return rows[from + i];
  }
}
