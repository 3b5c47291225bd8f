package io.espalier.engine.step;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Collects the operations of a plan and owns their arrays. The batch's inputs are the only array
 * that may be exchanged afterwards; operations that read them, or a view of them, follow.
 */
final class Recording implements AutoCloseable {
  private static final long[] NO_INTEGERS = {};

  /** Written again and again, which takes a third of the time of ND4J's own filling. */
  private static final byte[] ZEROS = new byte[1 << 14];

  private final BatchShare share;
  private final DataType type;
  private final List<INDArray> owned = new ArrayList<>();
  private final IdentityHashMap<INDArray, UnaryOperator<INDArray>> batchViews =
      new IdentityHashMap<>();
  private final List<Follower> followers = new ArrayList<>();
  private final Blocks blocks = new Blocks(this);
  private Optional<Sequences> sequences = Optional.empty();
  private List<Operation> operations = new ArrayList<>();
  private final List<GradientFactors> factors = new ArrayList<>();

  /** What reads the batch, seen in some way. */
  private record Follower(Consumer<INDArray> reader, UnaryOperator<INDArray> view) {}

  Recording(INDArray batch) {
    this(batch, BatchShare.alone());
  }

  /** Of the plan of a share. */
  Recording(INDArray batch, BatchShare share) {
    this.share = share;
    type = batch.dataType();
    batchViews.put(batch, UnaryOperator.identity());
  }

  /** Whether its arrays are of single precision. */
  boolean single() {
    return type == DataType.FLOAT;
  }

  /** The share of a batch whose plan this is. */
  BatchShare share() {
    return share;
  }

  /** An array that stays until the plan is closed, row by row, zeros at first. */
  INDArray array(long... shape) {
    INDArray array = Nd4j.create(type, shape, 'c');
    owned.add(array);
    return array;
  }

  /** Ones, for sums as matrix products: ND4J's own sums along a dimension are slow. */
  INDArray ones(long... shape) {
    return array(shape).assign(1);
  }

  INDArray number(double value) {
    INDArray number = Nd4j.scalar(type, value);
    owned.add(number);
    return number;
  }

  /** A view of an array that follows the batch if the array does. */
  INDArray view(INDArray array, UnaryOperator<INDArray> view) {
    INDArray seen = view.apply(array);
    UnaryOperator<INDArray> outer = batchViews.get(array);
    if (outer != null) {
      batchViews.put(seen, batch -> view.apply(outer.apply(batch)));
    }
    return seen;
  }

  /** An array of the same numbers. */
  INDArray copy(INDArray array) {
    INDArray copy = array(array.shape());
    reading("copy", array, copy, copy::assign);
    return copy;
  }

  /** Operations recorded since the last call. */
  List<Operation> take() {
    List<Operation> taken = List.copyOf(operations);
    operations = new ArrayList<>();
    return taken;
  }

  /** How shares divide the products of a dense layer, where they do. */
  Optional<DividedDense> divided(INDArray inputs, INDArray weights) {
    return batchViews.containsKey(inputs) ? share.dense(weights) : Optional.empty();
  }

  void exchangeBatch(INDArray batch) {
    for (Follower follower : followers) {
      follower.reader.accept(follower.view.apply(batch));
    }
  }

  void call(String name, INDArray output, INDArray... inputs) {
    call(name, new INDArray[] {output}, inputs, NO_INTEGERS);
  }

  void call(
      String name, INDArray[] outputs, INDArray[] inputs, long[] integers, double... numbers) {
    add(new NativeCall(name, inputs, outputs, integers, numbers), inputs);
  }

  /** output = input + vector, along the features or, of an image, the channels. */
  void shift(INDArray output, INDArray input, INDArray vector) {
    INDArray[] inputs = {input, vector.reshape('c', new long[] {vector.length()})};
    NativeCall call = new NativeCall("biasadd", inputs, new INDArray[] {output}, NO_INTEGERS);
    call.switches(input.rank() == 4);
    add(call, inputs);
  }

  private void add(FactorCall call, INDArray... inputs) {
    for (int i = 0; i < inputs.length; i++) {
      int index = i;
      follow(inputs[i], input -> call.input(index, input));
    }
    operations.add(call);
  }

  /** Tells the reader of an array of each that comes in its place, if it follows the batch. */
  void follow(INDArray input, Consumer<INDArray> reader) {
    UnaryOperator<INDArray> view = batchViews.get(input);
    if (view != null) {
      followers.add(new Follower(reader, view));
    }
  }

  /** An operation of our own on an array that may follow the batch. */
  void reading(String name, INDArray input, INDArray output, Consumer<INDArray> work) {
    INDArray[] current = {input};
    follow(input, exchanged -> current[0] = exchanged);
    operations.add(Operation.of(name, () -> work.accept(current[0]), input, output));
  }

  /** An operation that exists only in ND4J's older form; it must not read the batch. */
  void element(Op operation) {
    Runnable work = () -> Nd4j.getExecutioner().exec(operation);
    operations.add(Operation.of(operation.opName(), work, operation.x(), operation.z()));
  }

  void operation(Operation operation) {
    operations.add(operation);
  }

  /** array = 0, of an array whose numbers lie one after the other. */
  void zeros(INDArray array) {
    operation(Operation.of("zero", () -> clear(array), array));
  }

  /** Fills such an array with zeros. */
  static void clear(INDArray array) {
    ByteBuffer numbers = array.data().asNio();
    int from = Math.toIntExact(array.offset() * array.dataType().width());
    int bytes = Math.toIntExact(array.length() * array.dataType().width());
    for (int at = 0; at < bytes; at += ZEROS.length) {
      numbers.put(from + at, ZEROS, 0, Math.min(ZEROS.length, bytes - at));
    }
  }

  /** output = left · right, or leftᵀ · right. */
  void product(INDArray left, boolean transposeLeft, INDArray right, INDArray output) {
    add(FactorCall.product(left, transposeLeft, right, output), left, right);
  }

  /** gradient = deltaᵀ · inputs, to be multiplied by who reads it. */
  void factors(INDArray gradient, INDArray delta, INDArray inputs) {
    GradientFactors made = new GradientFactors(gradient, delta, inputs);
    follow(inputs, made::exchange);
    factors.add(made);
  }

  /** Where the way back that is recorded leaves the gradients. */
  Gradients gradients() {
    return Gradients.of(factors);
  }

  /** output ← output + left · right. */
  void addProduct(INDArray left, INDArray right, INDArray output) {
    add(FactorCall.addedProduct(left, right, output), left, right);
  }

  /** Records how a batch of sequences is read; returns the array that its steps will be in. */
  INDArray stepByStep(INDArray batch) {
    Sequences read = new Sequences(Math.toIntExact(batch.size(0)), Math.toIntExact(batch.size(2)));
    sequences = Optional.of(read);
    return read.read(batch, this);
  }

  /** The sequences that the stage which is recorded takes. */
  Sequences sequences() {
    return sequences.orElseThrow();
  }

  /** The same, or nothing where it takes none. */
  Optional<Sequences> taken() {
    return sequences;
  }

  /** Sets which sequences are taken from here on. */
  void taken(Optional<Sequences> next) {
    sequences = next;
  }

  /** Its arrays in layouts of oneDNN. */
  Blocks blocks() {
    return blocks;
  }

  @Override
  public void close() {
    blocks.close();
    owned.forEach(INDArray::close);
    owned.clear();
  }
}
