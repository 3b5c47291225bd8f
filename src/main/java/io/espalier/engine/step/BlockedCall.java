package io.espalier.engine.step;

import io.espalier.engine.onednn.Argument;
import io.espalier.engine.onednn.Primitive;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A primitive of oneDNN with its arrays. */
final class BlockedCall implements Operation {
  private final String name;
  private final Primitive primitive;
  private final Map<Argument, INDArray> arrays = new EnumMap<>(Argument.class);

  BlockedCall(String name, Primitive primitive) {
    this.name = name;
    this.primitive = primitive;
  }

  /** With an array in the layout that the primitive asks for, from now on. */
  BlockedCall with(Argument argument, INDArray array) {
    primitive.bind(argument, new FloatPointer(array.data().pointer()).getPointer(array.offset()));
    arrays.put(argument, array);
    return this;
  }

  /** Numbers that it needs room for while it runs; 0 for none. */
  long scratch() {
    return primitive.layout(Argument.SCRATCH).numbers();
  }

  void forEach(BiConsumer<Argument, INDArray> reader) {
    arrays.forEach(reader);
  }

  @Override
  public void run() {
    primitive.run();
  }

  @Override
  public String name() {
    return name;
  }

  /** Without what it alone understands. */
  @Override
  public List<long[]> shapes() {
    return arrays.entrySet().stream()
        .filter(entry -> !entry.getKey().isInternal())
        .map(entry -> entry.getValue().shape())
        .toList();
  }
}
