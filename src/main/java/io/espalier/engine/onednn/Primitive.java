package io.espalier.engine.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_exec_arg_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;

import java.util.EnumMap;
import java.util.Map;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.Pointer;

/**
 * One of the library's operations, made for arrays of certain layouts. Runs on one thread at a
 * time, with what it is given: it owns no numbers.
 */
public final class Primitive implements AutoCloseable {
  private final dnnl_primitive_desc description;
  private final dnnl_primitive primitive = new dnnl_primitive();
  private final Map<Argument, dnnl_memory> memories = new EnumMap<>(Argument.class);
  private final dnnl_exec_arg_t arguments = new dnnl_exec_arg_t(Argument.values().length);
  private final dnnl_stream stream = new dnnl_stream();

  Primitive(dnnl_primitive_desc description) {
    this.description = description;
    OneDnn.require(dnnl_primitive_create(primitive, description), "make a primitive");
    OneDnn.require(
        dnnl_stream_create(stream, OneDnn.engine(), dnnl_stream_default_flags), "make a stream");
  }

  dnnl_primitive_desc description() {
    return description;
  }

  /** The layout that an array has to have, valid until this is closed. */
  public Layout layout(Argument argument) {
    return Layout.borrowed(
        dnnl_primitive_desc_query_md(description, dnnl_query_exec_arg_md, argument.code()));
  }

  /**
   * Sets where an array is, from now on.
   *
   * @param numbers in the layout of {@link #layout}; stays the caller's, who keeps it
   */
  public void bind(Argument argument, Pointer numbers) {
    dnnl_memory memory = memories.get(argument);
    if (memory != null) {
      OneDnn.require(dnnl_memory_set_data_handle(memory, numbers), "take an array");
      return;
    }
    dnnl_memory made = new dnnl_memory();
    OneDnn.require(
        dnnl_memory_create(made, layout(argument).description(), OneDnn.engine(), numbers),
        "take an array");
    arguments.getPointer(memories.size()).arg(argument.code()).memory(made);
    memories.put(argument, made);
  }

  /** Does it. */
  public void run() {
    int status = dnnl_primitive_execute(primitive, stream, memories.size(), arguments);
    OneDnn.require(status, "run a primitive");
  }

  @Override
  public void close() {
    memories.values().forEach(memory -> dnnl_memory_destroy(memory));
    memories.clear();
    arguments.close();
    dnnl_stream_destroy(stream);
    dnnl_primitive_destroy(primitive);
    dnnl_primitive_desc_destroy(description);
  }
}
