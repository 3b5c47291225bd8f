package io.espalier.engine.trial;

import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.wire.ClassWeights;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import java.util.List;

/**
 * A loss per example and its gradient, computed in double precision from the outputs before the
 * output layer's activation. Exact where DL4J's cross-entropy stops at −log 1e-10.
 */
sealed interface Criterion
    permits Criterion.CrossEntropy,
        Criterion.Smoothed,
        Criterion.SquaredError,
        Criterion.Weighted,
        OwnLoss {
  /**
   * The loss of one example.
   *
   * @param outputs values before the activation, {@code [batch, width]}
   * @param at where the example's outputs start
   * @param row the example's index in the targets
   * @param gradient receives the loss's gradient by the outputs at the same place
   */
  double loss(double[] outputs, int at, int row, double[] gradient);

  /**
   * The losses of consecutive examples.
   *
   * @param outputs values before the activation, {@code [examples, width]}, and perhaps more
   * @param rows indexes into the targets; those from {@code from} on are meant
   * @param gradient receives each example's loss's gradient by its outputs
   */
  default double[] losses(
      double[] outputs, int width, int[] rows, int from, int examples, double[] gradient) {
    double[] losses = new double[examples];
    for (int i = 0; i < examples; i++) {
      losses[i] = loss(outputs, i * width, rows[from + i], gradient);
    }
    return losses;
  }

  /** Whether the outputs after the activation are probabilities of the classes. */
  boolean probabilities();

  /**
   * Applies the output layer's activation to one example.
   *
   * @param at where the example's outputs start
   * @param activated receives them, from its beginning
   */
  void activate(double[] outputs, int at, double[] activated);

  /** What an output should be in an example, as far as the loss sees it. */
  double target(int row, int output);

  /** The criterion for a model and targets; squared error takes classes as one-hot numbers. */
  static Criterion of(ModelSpec model, Targets targets) {
    Criterion plain = of(model.loss(), targets);
    return model.ownLoss().isEmpty() ? plain : new OwnLoss(model, plain, targets.outputs());
  }

  /** The criterion for one of the losses that there are. */
  static Criterion of(Loss loss, Targets targets) {
    if (loss == Loss.SQUARED_ERROR) {
      return new SquaredError(targets);
    }
    if (targets instanceof Targets.Classes classes) {
      return new CrossEntropy(classes);
    }
    throw new IllegalArgumentException("cross-entropy needs classes to predict, not numbers");
  }

  /** What the training of a model descends; a loss of the user's own knows no smoothed labels. */
  static Criterion trained(ModelSpec model, Targets targets, TrainingSpec training) {
    return model.ownLoss().isEmpty()
        ? trained(model.loss(), targets, training)
        : weighted(of(model, targets), targets, training);
  }

  /**
   * What a training descends. Where it smooths labels or weighs classes, no measurement knows of
   * it.
   *
   * @param training whose class weights are numbers, see {@link PreparedData#weighted}
   * @throws IllegalArgumentException if the loss has no labels to smooth or no classes to weigh
   */
  static Criterion trained(Loss loss, Targets targets, TrainingSpec training) {
    return weighted(smoothed(of(loss, targets), training.labelSmoothing()), targets, training);
  }

  private static Criterion weighted(Criterion criterion, Targets targets, TrainingSpec training) {
    return training.classWeights() instanceof ClassWeights.Listed listed
        ? Weighted.of(criterion, targets, listed)
        : criterion;
  }

  private static Criterion smoothed(Criterion measured, double share) {
    if (share == 0) {
      return measured;
    }
    if (measured instanceof CrossEntropy exact) {
      return new Smoothed(exact, share);
    }
    throw new IllegalArgumentException("labels are smoothed for cross-entropy only");
  }

  /** By what an example's loss and gradient were multiplied. */
  default double weight(int row) {
    return 1;
  }

  /** The same with all weights 1. */
  default Criterion unweighted() {
    return this;
  }

  /** Softmax followed by −log of the true class's probability; gradient p − y. */
  record CrossEntropy(Targets.Classes targets) implements Criterion {
    @Override
    public double loss(double[] outputs, int at, int row, double[] gradient) {
      int width = targets.outputs();
      int truth = targets.labels()[row];
      double logTotal = softmax(outputs, at, width, gradient);
      gradient[at + truth] -= 1;
      return logTotal - outputs[at + truth];
    }

    @Override
    public double target(int row, int output) {
      return targets.labels()[row] == output ? 1 : 0;
    }

    @Override
    public boolean probabilities() {
      return true;
    }

    @Override
    public void activate(double[] outputs, int at, double[] activated) {
      int width = targets.outputs();
      System.arraycopy(outputs, at, activated, 0, width);
      softmax(activated, 0, width, activated);
    }

    /** Writes the probabilities and returns the logarithm of the sum of exponentials. */
    static double softmax(double[] outputs, int at, int width, double[] probabilities) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = at; i < at + width; i++) {
        largest = Math.max(largest, outputs[i]);
      }
      double total = 0;
      for (int i = at; i < at + width; i++) {
        probabilities[i] = StrictMath.exp(outputs[i] - largest);
        total += probabilities[i];
      }
      for (int i = at; i < at + width; i++) {
        probabilities[i] /= total;
      }
      return largest + StrictMath.log(total);
    }
  }

  /** Cross-entropy to labels t = y·(1−ε) + ε/K: −Σ t·log p; gradient p − t. */
  record Smoothed(CrossEntropy exact, double share) implements Criterion {
    @Override
    public double loss(double[] outputs, int at, int row, double[] gradient) {
      int width = exact.targets().outputs();
      double loss = CrossEntropy.softmax(outputs, at, width, gradient);
      for (int i = 0; i < width; i++) {
        double target = target(row, i);
        loss -= target * outputs[at + i];
        gradient[at + i] -= target;
      }
      return loss;
    }

    @Override
    public double target(int row, int output) {
      return (1 - share) * exact.target(row, output) + share / exact.targets().outputs();
    }

    @Override
    public boolean probabilities() {
      return exact.probabilities();
    }

    @Override
    public void activate(double[] outputs, int at, double[] activated) {
      exact.activate(outputs, at, activated);
    }
  }

  /** Another criterion times the weight of the example's class. */
  record Weighted(Criterion unweighted, Targets.Classes classes, List<Double> weights)
      implements Criterion {
    private static Weighted of(Criterion criterion, Targets targets, ClassWeights.Listed weights) {
      if (targets instanceof Targets.Classes classes) {
        return new Weighted(criterion, classes, weights.weights());
      }
      throw new IllegalArgumentException("classes are weighed where classes are predicted");
    }

    @Override
    public double loss(double[] outputs, int at, int row, double[] gradient) {
      double loss = unweighted.loss(outputs, at, row, gradient);
      weigh(gradient, at, row);
      return weight(row) * loss;
    }

    @Override
    public double[] losses(
        double[] outputs, int width, int[] rows, int from, int examples, double[] gradient) {
      double[] losses = unweighted.losses(outputs, width, rows, from, examples, gradient);
      for (int i = 0; i < examples; i++) {
        weigh(gradient, i * width, rows[from + i]);
        losses[i] *= weight(rows[from + i]);
      }
      return losses;
    }

    private void weigh(double[] gradient, int at, int row) {
      double weight = weight(row);
      for (int i = at; i < at + classes.outputs(); i++) {
        gradient[i] *= weight;
      }
    }

    @Override
    public double weight(int row) {
      return weights.get(classes.labels()[row]);
    }

    @Override
    public double target(int row, int output) {
      return unweighted.target(row, output);
    }

    @Override
    public boolean probabilities() {
      return unweighted.probabilities();
    }

    @Override
    public void activate(double[] outputs, int at, double[] activated) {
      unweighted.activate(outputs, at, activated);
    }
  }

  /** Mean over the outputs of (a − y)²; gradient 2 (a − y) / width. */
  record SquaredError(Targets targets) implements Criterion {
    @Override
    public double loss(double[] outputs, int at, int row, double[] gradient) {
      int width = targets.outputs();
      double sum = 0;
      for (int i = 0; i < width; i++) {
        double difference = outputs[at + i] - target(row, i);
        sum += difference * difference;
        gradient[at + i] = 2 * difference / width;
      }
      return sum / width;
    }

    @Override
    public boolean probabilities() {
      return false;
    }

    @Override
    public void activate(double[] outputs, int at, double[] activated) {
      System.arraycopy(outputs, at, activated, 0, targets.outputs());
    }

    @Override
    public double target(int row, int output) {
      if (targets instanceof Targets.Numbers numbers) {
        float label = numbers.values()[row * numbers.width() + output];
        return numbers.scale().scaled(label, output);
      }
      return ((Targets.Classes) targets).labels()[row] == output ? 1 : 0;
    }
  }
}
