package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;

/** An operation of which an array that it reads can be exchanged. */
interface FactorCall extends Operation {
  /** Reads another array of the same shape from now on. */
  void input(int index, INDArray array);

  /** output ← left · right, or leftᵀ · right: by oneDNN's own function where it can be. */
  static FactorCall product(INDArray left, boolean transposeLeft, INDArray right, INDArray output) {
    return ProductCall.fits(left, right, output)
        ? new ProductCall(left, transposeLeft, right, output, false)
        : new NativeCall(
            "matmul",
            new INDArray[] {left, right},
            new INDArray[] {output},
            new long[] {transposeLeft ? 1 : 0, 0, 0});
  }

  /** output ← output + left · right. */
  static FactorCall addedProduct(INDArray left, INDArray right, INDArray output) {
    return ProductCall.fits(left, right, output)
        ? new ProductCall(left, false, right, output, true)
        : new NativeCall(
            "matmul",
            new INDArray[] {left, right},
            new INDArray[] {output},
            new long[] {0, 0, 0},
            1.0,
            1.0);
  }
}
