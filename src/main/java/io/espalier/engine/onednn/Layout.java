package io.espalier.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_nhwc;
import static org.bytedeco.dnnl.global.dnnl.dnnl_u8;

import org.bytedeco.dnnl.dnnl_memory_desc;

/** How the numbers of an array lie in memory, of single precision unless they are bytes. */
public final class Layout implements AutoCloseable {
  private final dnnl_memory_desc description;
  private final boolean owned;

  private Layout(dnnl_memory_desc description, boolean owned) {
    this.description = description;
    this.owned = owned;
  }

  /** One that somebody else closes. */
  static Layout borrowed(dnnl_memory_desc description) {
    return new Layout(description, false);
  }

  /** Whichever a primitive works on fastest. */
  public static Layout any(long... shape) {
    return tagged(dnnl_format_tag_any, shape);
  }

  /** Images {@code [batch, channels, h, w]} whose channels lie one after the other. */
  public static Layout channelsLast(long... shape) {
    return tagged(dnnl_nhwc, shape);
  }

  private static Layout tagged(int tag, long... shape) {
    dnnl_memory_desc made = new dnnl_memory_desc();
    OneDnn.require(
        dnnl_memory_desc_create_with_tag(made, shape.length, shape, dnnl_f32, tag),
        "describe an array");
    return new Layout(made, true);
  }

  /** So many bytes without a sign. */
  public static Layout bytes(long count) {
    return strided(dnnl_u8, new long[] {count}, new long[] {1});
  }

  /** Numbers as far apart along each dimension as is said. */
  public static Layout strided(long[] shape, long[] strides) {
    return strided(dnnl_f32, shape, strides);
  }

  private static Layout strided(int type, long[] shape, long[] strides) {
    dnnl_memory_desc made = new dnnl_memory_desc();
    OneDnn.require(
        dnnl_memory_desc_create_with_strides(made, shape.length, shape, type, strides),
        "describe an array");
    return new Layout(made, true);
  }

  /** Row by row. */
  public static Layout rows(long... shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape[i];
    }
    return strided(shape, strides);
  }

  dnnl_memory_desc description() {
    return description;
  }

  /** Whether numbers lie at the same places in both. */
  public boolean isSameAs(Layout other) {
    return dnnl_memory_desc_equal(description, other.description) != 0;
  }

  /** Numbers of single precision that so many bytes take; of what there is none, 0. */
  public long numbers() {
    return (dnnl_memory_desc_get_size(description) + Float.BYTES - 1) / Float.BYTES;
  }

  @Override
  public void close() {
    if (owned) {
      dnnl_memory_desc_destroy(description);
    }
  }
}
