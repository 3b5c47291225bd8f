package io.espalier.engine.step;

import java.nio.FloatBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The gradient of a dense layer's weights by a few examples, before it is multiplied: that by the
 * weight of input i in unit u is the sum of δ[e, u] · x[e, i] over the examples e. The update
 * multiplies as it goes ({@link FactorProducts}): a gradient as large as the weights would be
 * written and read again, which takes longer than so few products.
 */
final class GradientFactors {
  /** Examples at most; of 8 the product by itself takes as long. */
  static final int MOST_EXAMPLES = 4;

  /** Inputs at least: each unit costs some calls. */
  private static final int FEWEST_INPUTS = 64;

  private final int from;
  private final int examples;
  private final int units;
  private final int width;
  private final FloatBuffer deltas;
  private FloatBuffer inputs;
  private int firstInput;

  /**
   * Factors that are read when a way back has come to its end.
   *
   * @param gradient a view of the flat gradients, where the weights of each unit follow each other
   * @param delta {@code [examples, units]}, an array of its own
   * @param batch {@code [examples, inputs]}, row by row
   */
  GradientFactors(INDArray gradient, INDArray delta, INDArray batch) {
    from = Math.toIntExact(gradient.offset());
    examples = Math.toIntExact(batch.size(0));
    units = Math.toIntExact(delta.size(1));
    width = Math.toIntExact(batch.size(1));
    deltas = delta.data().asNioFloat();
    inputs = batch.data().asNioFloat();
    firstInput = Math.toIntExact(batch.offset());
  }

  /** Whether an update by factors takes less time than by a gradient. */
  static boolean pay(INDArray batch, Recording recording) {
    return recording.single() && batch.size(0) <= MOST_EXAMPLES && batch.size(1) >= FEWEST_INPUTS;
  }

  /** Reads other inputs of the same shape from now on. */
  void exchange(INDArray batch) {
    inputs = batch.data().asNioFloat();
    firstInput = Math.toIntExact(batch.offset());
  }

  /** The place of the first weight in all numbers. */
  int from() {
    return from;
  }

  /** Whether they are those of a parameter. */
  boolean hold(FlatParameter parameter) {
    return parameter.from() >= from && parameter.from() < from + units * width;
  }

  /** Weights of a unit. */
  int width() {
    return width;
  }

  int examples() {
    return examples;
  }

  int units() {
    return units;
  }

  /** Reads an example's gradients by all units. */
  void readDeltas(int example, float[] target, int at) {
    deltas.get(example * units, target, at, units);
  }

  /** Reads some of an example's inputs. */
  void readInputs(int example, int first, float[] target, int count) {
    inputs.get(firstInput + example * width + first, target, 0, count);
  }
}
