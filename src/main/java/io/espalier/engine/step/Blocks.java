package io.espalier.engine.step;

import io.espalier.engine.onednn.Argument;
import io.espalier.engine.onednn.Layout;
import io.espalier.engine.onednn.Primitive;
import io.espalier.engine.onednn.Primitives;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The arrays of a recording that lie in layouts of oneDNN, as a rule in blocks of 8 or 16 channels,
 * and its primitives over them. Such an array has the shape of the images in it, but only these
 * primitives know where their numbers are: who else reads it takes a plain one of the same numbers.
 */
final class Blocks implements AutoCloseable {
  private final Recording recording;
  private final IdentityHashMap<INDArray, Layout> layouts = new IdentityHashMap<>();
  private final Deque<Primitive> primitives = new ArrayDeque<>();
  private final Deque<Layout> owned = new ArrayDeque<>();
  private INDArray scratch = Nd4j.empty();

  Blocks(Recording recording) {
    this.recording = recording;
  }

  /** Whether an array lies in such a layout. */
  boolean has(INDArray array) {
    return layouts.containsKey(array);
  }

  /** The layout of an array, of a plain one as its strides say, of bytes one after the other. */
  Layout layout(INDArray array) {
    Layout known = layouts.get(array);
    if (known != null) {
      return known;
    }
    Layout plain =
        array.dataType() == DataType.UINT8
            ? Layout.bytes(array.length())
            : Layout.strided(array.shape(), array.stride());
    owned.push(plain);
    return plain;
  }

  /** An array of images, or of anything else that a primitive writes. */
  INDArray array(Layout layout, long... shape) {
    INDArray numbers = recording.array(layout.numbers());
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    INDArray array = numbers.get(NDArrayIndex.interval(0, length)).reshape('c', shape);
    layouts.put(array, layout);
    return array;
  }

  /** Space of a primitive's own size, for what it alone understands. */
  INDArray space(Layout layout) {
    return recording.array(Math.max(1, layout.numbers()));
  }

  /** The same numbers in a layout: the array itself if it lies so. */
  INDArray in(Layout layout, INDArray array) {
    Layout current = layout(array);
    if (current.isSameAs(layout)) {
      return array;
    }
    INDArray copy = array(layout, array.shape());
    move(array, current, copy, layout);
    return copy;
  }

  /** The same numbers row by row, for who knows no other layout. */
  INDArray plain(INDArray array) {
    if (!has(array)) {
      return array;
    }
    INDArray copy = recording.array(array.shape());
    write(array, copy);
    return copy;
  }

  /** A copy in the same layout. */
  INDArray copy(INDArray array) {
    Layout layout = layout(array);
    INDArray copy = array(layout, array.shape());
    move(array, layout, copy, layout);
    return copy;
  }

  /** Records that a plain array takes over the numbers of another, which may be of bytes. */
  void write(INDArray from, INDArray to) {
    move(from, layout(from), to, layout(to));
  }

  private void move(INDArray from, Layout current, INDArray to, Layout next) {
    record(
        call("reorder", Primitives.reorder(current, next))
            .with(Argument.SOURCE, from)
            .with(Argument.TARGET, to));
  }

  /** Records that numbers below 0 become 0. */
  void rectify(INDArray array) {
    record(
        call("relu", Primitives.rectifier(layout(array)))
            .with(Argument.SOURCE, array)
            .with(Argument.TARGET, array));
  }

  /** Records that a gradient by rectified numbers, of their layout, becomes that before. */
  void rectifyBack(INDArray outputs, INDArray delta) {
    record(
        call("relu_bp", Primitives.rectifierBack(layout(outputs)))
            .with(Argument.TARGET, outputs)
            .with(Argument.TARGET_GRADIENT, delta)
            .with(Argument.SOURCE_GRADIENT, delta));
  }

  /** Records sum = one + other, all of one layout; the sum may be the first. */
  void add(INDArray one, INDArray other, INDArray sum) {
    record(
        call("add", Primitives.sum(layout(one)))
            .with(Argument.SOURCE, one)
            .with(Argument.SECOND_SOURCE, other)
            .with(Argument.TARGET, sum));
  }

  /** A call of a primitive, which is closed with the recording. */
  BlockedCall call(String name, Primitive primitive) {
    primitives.push(primitive);
    return new BlockedCall(name, primitive);
  }

  /** Records a call that has all its arrays. */
  void record(BlockedCall call) {
    call.forEach(
        (argument, array) -> recording.follow(array, exchanged -> call.with(argument, exchanged)));
    if (call.scratch() > 0) {
      if (scratch.length() < call.scratch()) {
        scratch = recording.array(call.scratch());
      }
      call.with(Argument.SCRATCH, scratch);
    }
    recording.operation(call);
  }

  @Override
  public void close() {
    primitives.forEach(Primitive::close);
    primitives.clear();
    owned.forEach(Layout::close);
    owned.clear();
    layouts.clear();
  }
}
