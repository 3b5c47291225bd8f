package io.espalier.engine.step;

import io.espalier.engine.Clock;
import io.espalier.wire.GradientClip;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Times each recorded operation of a network's step, in the order and the caches of a step. */
public final class OperationTimes {
  private static final int FEWEST_ROUNDS = 20;
  private static final int MOST_ROUNDS = 20_000;

  private OperationTimes() {}

  /**
   * What an operation takes.
   *
   * @param microseconds the median of its times
   * @param bytes of the arrays that it reads and writes, each once
   * @param products multiplications and additions of numbers, of products and convolutions
   */
  public record Time(
      String name, String shapes, double microseconds, double bytes, double products) {}

  /**
   * Runs a step's operations in turns for at least so long.
   *
   * @param model in single precision, with nothing against compiling it
   * @param inputs a batch
   */
  public static List<Time> of(Model model, INDArray inputs, double seconds) {
    Network network = Network.of(model);
    network.gradients();
    try (BatchPlan plan = new BatchPlan(network, inputs, new MaskSource())) {
      INDArray delta = Nd4j.rand(DataType.FLOAT, plan.delta().shape()).subi(0.5);
      return times(plan.operations(), () -> plan.delta().assign(delta), seconds);
    }
  }

  /**
   * The median of the updater's steps, as often as fit in so long, in microseconds; of a few
   * examples with the products of gradients.
   */
  public static double update(Model model, INDArray inputs, double seconds) {
    Network network = Network.of(model);
    FlatUpdate update = new FlatUpdate(network, GradientClip.NONE);
    try (BatchPlan plan = new BatchPlan(network, inputs, new MaskSource())) {
      List<Operation> steps =
          List.of(Operation.of("update", () -> update.step(plan.gradients()), network.gradients()));
      return times(steps, () -> {}, seconds).get(0).microseconds();
    }
  }

  /** The fastest of many runs of a product of two square matrices, in products per µs. */
  public static double productsPerMicrosecond(int size) {
    INDArray left = Nd4j.rand(DataType.FLOAT, size, size);
    INDArray right = Nd4j.rand(DataType.FLOAT, size, size);
    INDArray product = Nd4j.create(DataType.FLOAT, new long[] {size, size}, 'c');
    FactorCall call = FactorCall.product(left, false, right, product);
    return 2.0 * size * size * size / fastest(call::run);
  }

  /** The fastest of many copies of an array that no cache holds, in bytes per µs. */
  public static double bytesPerMicrosecond(int numbers) {
    INDArray from = Nd4j.rand(DataType.FLOAT, numbers);
    INDArray to = Nd4j.create(DataType.FLOAT, numbers);
    return 2.0 * Float.BYTES * numbers / fastest(() -> to.assign(from));
  }

  private static double fastest(Runnable work) {
    double fastest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < FEWEST_ROUNDS; i++) {
      long start = Clock.nanos();
      work.run();
      fastest = Math.min(fastest, (Clock.nanos() - start) / 1e3);
    }
    return fastest;
  }

  private static List<Time> times(List<Operation> operations, Runnable before, double seconds) {
    double[][] nanos = new double[operations.size()][MOST_ROUNDS];
    rounds(operations, before, seconds / 4, nanos);
    int rounds = rounds(operations, before, seconds, nanos);
    return IntStream.range(0, operations.size())
        .mapToObj(i -> time(operations.get(i), median(nanos[i], rounds) / 1e3))
        .toList();
  }

  private static int rounds(
      List<Operation> operations, Runnable before, double seconds, double[][] nanos) {
    long start = Clock.nanos();
    int round = 0;
    while (round < MOST_ROUNDS
        && (round < FEWEST_ROUNDS || Clock.nanos() - start < seconds * 1e9)) {
      before.run();
      long last = Clock.nanos();
      for (int i = 0; i < nanos.length; i++) {
        operations.get(i).run();
        long now = Clock.nanos();
        nanos[i][round] = now - last;
        last = now;
      }
      round++;
    }
    return round;
  }

  private static double median(double[] numbers, int count) {
    double[] sorted = Arrays.copyOf(numbers, count);
    Arrays.sort(sorted);
    return sorted[count / 2];
  }

  private static Time time(Operation operation, double microseconds) {
    List<long[]> shapes = operation.shapes();
    String text = shapes.stream().map(OperationTimes::text).collect(Collectors.joining(" "));
    double numbers = shapes.stream().mapToDouble(OperationTimes::length).sum();
    return new Time(
        operation.name(),
        text,
        microseconds,
        Float.BYTES * numbers,
        products(operation.name(), shapes));
  }

  private static double products(String name, List<long[]> shapes) {
    if (shapes.isEmpty()) {
      return 0; // of one that looks at no array
    }
    double output = length(shapes.get(shapes.size() - 1));
    return switch (name) {
      case "matmul" -> 2 * Math.sqrt(length(shapes.get(0)) * length(shapes.get(1)) * output);
      case "conv2d" -> 2 * output * length(shapes.get(1)) / shapes.get(1)[0];
      case "conv2d_bp_weights" -> // of images by δ
          2 * length(shapes.get(1)) * length(shapes.get(2)) / shapes.get(2)[0];
      case "conv2d_bp_inputs" ->
          2 * length(shapes.get(1)) * length(shapes.get(0)) / shapes.get(0)[0];
      case "deconv2d" -> 2 * length(shapes.get(0)) * length(shapes.get(1)) / shapes.get(1)[0];
      default -> 0;
    };
  }

  private static double length(long[] shape) {
    return Arrays.stream(shape).asDoubleStream().reduce(1, (a, b) -> a * b);
  }

  private static String text(long[] shape) {
    return Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining("×"));
  }
}
