package io.espalier.engine.lanes;

/**
 * The left side of a product: a number for all columns, or the lanes' numbers, repeated to the
 * width of a block.
 *
 * @param numbers one for each row and term; empty where there are arrays
 * @param repeated arrays, one for each row and term
 * @param rowStride from one row to the next one
 * @param innerStride from one term to the next one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LaneFactors(float[] numbers, float[][] repeated, int rowStride, int innerStride) {
  static final LaneFactors NONE = new LaneFactors(new float[0], new float[0][], 0, 0);

  /** Rows and terms change places. */
  LaneFactors transposed() {
    return new LaneFactors(numbers, repeated, innerStride, rowStride);
  }
}
