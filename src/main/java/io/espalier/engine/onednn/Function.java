package io.espalier.engine.onednn;

import org.bytedeco.dnnl.global.dnnl;

/**
 * A function of single numbers.
 *
 * @param kind the library's code
 */
record Function(int kind, float alpha, float beta) {
  /** Makes every normal number above 0 larger than 1. */
  private static final float STEEP = 3e38f;

  /**
   * max(x, 0), but NaN of NaN and of −∞: x times the slope max(0, min(1, {@link #STEEP}·x)). The
   * library's own rectifier makes zeros of both, and hides a network that has diverged.
   */
  static final Function RECTIFIER = new Function(dnnl.dnnl_eltwise_hardswish, STEEP, 0);

  /**
   * Of a window without a number, all of them NaN or −∞, the library's maximum is the least float:
   * doubled, it is −∞, and everything else what it was after the halving.
   */
  static final Function DOUBLED = new Function(dnnl.dnnl_eltwise_linear, 2, 0);

  /** See {@link #DOUBLED}. */
  static final Function HALVED = new Function(dnnl.dnnl_eltwise_linear, 0.5f, 0);

  /** The derivative of max(x, 0), of what it put out. */
  static final Function RECTIFIED = new Function(dnnl.dnnl_eltwise_relu_use_dst_for_bwd, 0, 0);
}
