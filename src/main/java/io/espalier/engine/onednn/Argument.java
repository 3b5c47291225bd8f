package io.espalier.engine.onednn;

import org.bytedeco.dnnl.global.dnnl;

/**
 * What an array is to a primitive; a gradient is the loss's by that array. In an order in which
 * each primitive reads the first and writes the others.
 */
public enum Argument {
  SOURCE(dnnl.DNNL_ARG_SRC),
  SECOND_SOURCE(dnnl.DNNL_ARG_SRC_1),
  WEIGHTS(dnnl.DNNL_ARG_WEIGHTS),
  BIAS(dnnl.DNNL_ARG_BIAS),
  MEAN(dnnl.DNNL_ARG_MEAN),
  VARIANCE(dnnl.DNNL_ARG_VARIANCE),
  SCALE(dnnl.DNNL_ARG_SCALE),
  SHIFT(dnnl.DNNL_ARG_SHIFT),
  TARGET(dnnl.DNNL_ARG_DST),
  /** What the way back needs of the way forward. */
  WORKSPACE(dnnl.DNNL_ARG_WORKSPACE),
  SCRATCH(dnnl.DNNL_ARG_SCRATCHPAD),
  TARGET_GRADIENT(dnnl.DNNL_ARG_DIFF_DST),
  SOURCE_GRADIENT(dnnl.DNNL_ARG_DIFF_SRC),
  WEIGHTS_GRADIENT(dnnl.DNNL_ARG_DIFF_WEIGHTS),
  BIAS_GRADIENT(dnnl.DNNL_ARG_DIFF_BIAS),
  SCALE_GRADIENT(dnnl.DNNL_ARG_DIFF_SCALE),
  SHIFT_GRADIENT(dnnl.DNNL_ARG_DIFF_SHIFT);

  private final int code;

  Argument(int code) {
    this.code = code;
  }

  /** Whether only primitives understand what is in it. */
  public boolean isInternal() {
    return this == WORKSPACE || this == SCRATCH;
  }

  int code() {
    return code;
  }
}
