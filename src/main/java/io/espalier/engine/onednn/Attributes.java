package io.espalier.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;

/**
 * How a primitive is made: its scratch memory is given to it, as the library's own belongs to a
 * thread, and functions may be computed of its results on the way.
 */
final class Attributes implements AutoCloseable {
  private final dnnl_primitive_attr attributes = new dnnl_primitive_attr();

  Attributes(Function... functions) {
    OneDnn.require(dnnl_primitive_attr_create(attributes), "make attributes");
    OneDnn.require(
        dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user),
        "take scratch memory");
    if (functions.length > 0) {
      dnnl_post_ops operations = new dnnl_post_ops();
      OneDnn.require(dnnl_post_ops_create(operations), "make attributes");
      for (Function function : functions) {
        OneDnn.require(
            dnnl_post_ops_append_eltwise(
                operations, function.kind(), function.alpha(), function.beta()),
            "take a function");
      }
      OneDnn.require(dnnl_primitive_attr_set_post_ops(attributes, operations), "take functions");
      dnnl_post_ops_destroy(operations);
    }
  }

  dnnl_primitive_attr get() {
    return attributes;
  }

  @Override
  public void close() {
    dnnl_primitive_attr_destroy(attributes);
  }
}
