package io.espalier.engine.step;

import io.espalier.engine.onednn.OneDnn;
import io.espalier.engine.onednn.Product;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A product of matrices by oneDNN's own function, which takes a fifth of the time of ND4J's
 * operation where matrices are small, and knows today's processors where they are large.
 */
final class ProductCall implements FactorCall {
  private final INDArray[] factors;
  private final boolean transposeLeft;
  private final INDArray output;
  private final boolean add;
  private Product product;

  /** For matrices that {@link #fits} takes. */
  ProductCall(INDArray left, boolean transposeLeft, INDArray right, INDArray output, boolean add) {
    this.add = add;
    factors = new INDArray[] {left, right};
    this.transposeLeft = transposeLeft;
    this.output = output;
    product = product();
  }

  /** Whether there is oneDNN, and rows or columns of all matrices lie close together. */
  static boolean fits(INDArray left, INDArray right, INDArray output) {
    return output.dataType() == DataType.FLOAT
        && dense(left)
        && dense(right)
        && dense(output)
        && OneDnn.available();
  }

  private static boolean dense(INDArray matrix) {
    return matrix.rank() == 2 && (byRows(matrix) || byColumns(matrix));
  }

  private static boolean byRows(INDArray matrix) {
    return matrix.size(1) == 1
        ? matrix.size(0) == 1 || matrix.stride(0) == 1 || matrix.stride(1) == 1
        : matrix.stride(1) == 1 && (matrix.size(0) == 1 || matrix.stride(0) >= matrix.size(1));
  }

  private static boolean byColumns(INDArray matrix) {
    return byRows(matrix.transpose());
  }

  @Override
  public void input(int index, INDArray array) {
    factors[index] = array;
    product = product();
  }

  /** What lies column by column is the transposed product of the transposed matrices. */
  private Product product() {
    INDArray first = transposeLeft ? factors[0].transpose() : factors[0];
    boolean turned = !byRows(output);
    INDArray left = turned ? factors[1].transpose() : first;
    INDArray right = turned ? first.transpose() : factors[1];
    return new Product(
        left.size(0),
        left.size(1),
        right.size(1),
        add ? 1 : 0,
        side(left),
        side(right),
        side(turned ? output.transpose() : output));
  }

  private static Product.Side side(INDArray matrix) {
    FloatPointer numbers = new FloatPointer(matrix.data().pointer()).getPointer(matrix.offset());
    return byRows(matrix)
        ? new Product.Side(numbers, false, Math.max(matrix.size(1), matrix.stride(0)))
        : new Product.Side(numbers, true, Math.max(matrix.size(0), matrix.stride(1)));
  }

  @Override
  public void run() {
    product.run();
  }

  @Override
  public String name() {
    return "matmul";
  }

  @Override
  public List<long[]> shapes() {
    return List.of(factors[0].shape(), factors[1].shape(), output.shape());
  }
}
