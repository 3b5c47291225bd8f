package io.espalier.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;

import org.bytedeco.javacpp.FloatPointer;

/** The product of two matrices in single precision: target ← left · right + share · target. */
public final class Product {
  private final long rows;
  private final long inner;
  private final long columns;
  private final float share;
  private final Side left;
  private final Side right;
  private final Side target;

  /**
   * A matrix.
   *
   * @param numbers at its first number; stays the caller's
   * @param transposed whether it lies column by column
   * @param stride from one row to the next, or from one column
   */
  public record Side(FloatPointer numbers, boolean transposed, long stride) {
    private byte letter() {
      return (byte) (transposed ? 'T' : 'N');
    }
  }

  /**
   * A product of {@code [rows, inner]} and {@code [inner, columns]} numbers.
   *
   * @param share of what is in the target before, 0 or 1
   * @param target row by row
   */
  public Product(
      long rows, long inner, long columns, float share, Side left, Side right, Side target) {
    this.rows = rows;
    this.inner = inner;
    this.columns = columns;
    this.share = share;
    this.left = left;
    this.right = right;
    this.target = target;
  }

  /** Does it. */
  public void run() {
    OneDnn.require(
        dnnl_sgemm(
            left.letter(),
            right.letter(),
            rows,
            columns,
            inner,
            1,
            left.numbers,
            left.stride,
            right.numbers,
            right.stride,
            share,
            target.numbers,
            target.stride),
        "multiply");
  }
}
