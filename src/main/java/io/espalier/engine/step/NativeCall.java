package io.espalier.engine.step;

import java.util.List;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;
import org.nd4j.nativeblas.OpaqueContext;

/**
 * A native operation whose arrays and arguments are set once. It calls the native library without
 * the detour of {@code Nd4j.exec}, which costs as much as a small operation itself.
 */
final class NativeCall implements FactorCall {
  private final String name;
  private final List<long[]> shapes;
  private final long hash;
  private final OpContext context = Nd4j.getExecutioner().buildContext();
  private final OpaqueContext pointer;
  private final NativeOps library = NativeOpsHolder.getInstance().getDeviceNativeOps();

  NativeCall(
      String name, INDArray[] inputs, INDArray[] outputs, long[] integers, double... numbers) {
    this.name = name;
    shapes = Stream.concat(Stream.of(inputs), Stream.of(outputs)).map(INDArray::shape).toList();
    hash = DynamicCustomOp.builder(name).build().opHash();
    context.setInputArrays(inputs);
    context.setOutputArrays(outputs);
    if (integers.length > 0) {
      context.setIArguments(integers);
    }
    if (numbers.length > 0) {
      context.setTArguments(numbers);
    }
    pointer = (OpaqueContext) context.contextPointer();
  }

  /** Sets the operation's switches. */
  void switches(boolean... values) {
    context.setBArguments(values);
  }

  @Override
  public void input(int index, INDArray array) {
    context.setInputArray(index, array);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<long[]> shapes() {
    return shapes;
  }

  @Override
  @SuppressWarnings("NullAway") // the library takes no pointers besides the context
  public void run() {
    if (library.execCustomOp2(null, hash, pointer) != 0) {
      throw new IllegalStateException(
          "the native operation " + name + " failed: " + library.lastErrorMessage());
    }
  }
}
