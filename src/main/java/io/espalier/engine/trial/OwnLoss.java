package io.espalier.engine.trial;

import io.espalier.engine.models.Networks;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.OwnClass;
import java.util.Arrays;
import java.util.function.Supplier;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss of the user's own, asked for a batch at a time in double precision. What it throws, and
 * what it gives of another shape, is an {@link IllegalArgumentException} of one line that begins
 * with its name.
 */
final class OwnLoss implements Criterion {
  private static final String WORKSPACE = "ESPALIER_LOSS";

  private final String name;
  private final ILossFunction function;
  private final IActivation activation;
  private final Criterion plain;
  private final int width;

  /**
   * The loss of a model that has one.
   *
   * @param plain what says how outputs are activated, and what they should be
   */
  OwnLoss(ModelSpec model, Criterion plain, int width) {
    this.plain = plain;
    this.width = width;
    name = model.ownLoss().get(0);
    function = new OwnClass<>(name, ILossFunction.class).instance();
    activation = Networks.outputActivation(model.loss());
  }

  @Override
  public double loss(double[] outputs, int at, int row, double[] gradient) {
    double[] own = new double[width];
    double[] example = Arrays.copyOfRange(outputs, at, at + width);
    double loss = losses(example, width, new int[] {row}, 0, 1, own)[0];
    System.arraycopy(own, 0, gradient, at, width);
    return loss;
  }

  @Override
  public double[] losses(
      double[] outputs, int width, int[] rows, int from, int examples, double[] gradient) {
    return NetworkPass.inWorkspace(
        WORKSPACE,
        () -> {
          long[] shape = {examples, width};
          double[] first = Arrays.copyOf(outputs, examples * width);
          double[] wanted = targets(rows, from, first.length);
          INDArray labels = Outputs.write(wanted, shape, DataType.DOUBLE);
          INDArray before = Outputs.write(first, shape, DataType.DOUBLE);
          double[] losses =
              asked(
                  "computeScoreArray",
                  examples,
                  () -> function.computeScoreArray(labels, before.dup(), activation, null));
          double[] gradients =
              asked(
                  "computeGradient",
                  first.length,
                  () -> function.computeGradient(labels, before, activation, null));
          System.arraycopy(gradients, 0, gradient, 0, gradients.length);
          return losses;
        });
  }

  private double[] targets(int[] rows, int from, int numbers) {
    double[] targets = new double[numbers];
    for (int i = 0; i < numbers; i++) {
      targets[i] = plain.target(rows[from + i / width], i % width);
    }
    return targets;
  }

  private double[] asked(String what, int numbers, Supplier<INDArray> work) {
    INDArray given;
    try {
      given = work.get();
    } catch (RuntimeException | LinkageError thrown) {
      IllegalArgumentException said = broken(what + " throws " + OwnClass.firstLine(thrown));
      said.addSuppressed(thrown); // no cause: its kind would say whose trouble it is
      throw said;
    }
    if (given.length() != numbers) {
      throw broken(what + " gives " + given.length() + " numbers; wanted are " + numbers);
    }
    return Outputs.read(given);
  }

  private IllegalArgumentException broken(String why) {
    return new IllegalArgumentException(name + ": " + why);
  }

  @Override
  public boolean probabilities() {
    return plain.probabilities();
  }

  @Override
  public void activate(double[] outputs, int at, double[] activated) {
    plain.activate(outputs, at, activated);
  }

  @Override
  public double target(int row, int output) {
    return plain.target(row, output);
  }
}
