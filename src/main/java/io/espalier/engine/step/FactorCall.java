package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;

/** An operation of which an array that it reads can be exchanged. */
interface FactorCall extends Operation {
  /** Reads another array of the same shape from now on. */
  void input(int index, INDArray array);

  /** output ← left · right, or leftᵀ · right: by oneDNN's own function where it can be. */
  static FactorCall product(INDArray left, boolean transposeLeft, INDArray right, INDArray output) {
    return product(left, transposeLeft, right, output, false);
  }

  /** output ← output + left · right. */
  static FactorCall addedProduct(INDArray left, INDArray right, INDArray output) {
    return product(left, false, right, output, true);
  }

  private static FactorCall product(
      INDArray left, boolean transposeLeft, INDArray right, INDArray output, boolean add) {
    return ProductCall.fits(left, right, output)
        ? new ProductCall(left, transposeLeft, right, output, add)
        : new NativeCall(
            "matmul",
            new INDArray[] {left, right},
            new INDArray[] {output},
            new long[] {transposeLeft ? 1 : 0, 0, 0},
            1,
            add ? 1 : 0);
  }
}
