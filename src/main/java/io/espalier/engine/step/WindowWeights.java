package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Weights of a convolution over steps in another order than DL4J's, {@code [channels, features,
 * kernel]}: the features of a step beside each other, as products take them.
 */
final class WindowWeights {
  private final RecordedParameter weights;
  private final RecordedParameter ordered;
  private final int features;
  private final int kernel;
  private final int perStep;
  private final int perChannel;
  private final double[] theirs;
  private final double[] ours;

  /**
   * For one batch size.
   *
   * @param byStep whether those of each step of a window are a matrix, {@code [kernel, channels,
   *     features]}, or those of whole windows, {@code [channels, kernel, features]}
   */
  WindowWeights(RecordedParameter weights, boolean byStep, Recording recording) {
    this.weights = weights;
    int channels = Math.toIntExact(weights.value().size(0));
    features = Math.toIntExact(weights.value().size(1));
    kernel = Math.toIntExact(weights.value().size(2));
    perStep = byStep ? channels * features : features;
    perChannel = byStep ? features : kernel * features;
    long[] shape =
        byStep ? new long[] {kernel, channels, features} : new long[] {channels, kernel, features};
    ordered = new RecordedParameter(recording.array(shape), recording.array(shape));
    theirs = new double[channels * features * kernel];
    ours = new double[theirs.length];
  }

  /** Records how DL4J's weights are put in order. */
  void order(Recording recording) {
    ArrayNumbers source = ArrayNumbers.of(weights.value());
    ArrayNumbers target = ArrayNumbers.of(ordered.value());
    Runnable work =
        () -> {
          source.get(0, theirs);
          for (int i = 0; i < theirs.length; i++) {
            ours[place(i)] = theirs[i];
          }
          target.put(0, ours);
        };
    recording.operation(Operation.of("order", work, weights.value(), ordered.value()));
  }

  /** Records how the gradient of those in order becomes that of DL4J's. */
  void orderBack(Recording recording) {
    ArrayNumbers source = ArrayNumbers.of(ordered.gradient());
    ArrayNumbers target = ArrayNumbers.of(weights.gradient());
    Runnable work =
        () -> {
          source.get(0, ours);
          for (int i = 0; i < theirs.length; i++) {
            theirs[i] = ours[place(i)];
          }
          target.put(0, theirs);
        };
    recording.operation(Operation.of("order_bp", work, ordered.gradient(), weights.gradient()));
  }

  private int place(int theirPlace) {
    int window = theirPlace / kernel;
    return window / features * perChannel
        + theirPlace % kernel * perStep
        + window % features;
  }

  /** Both in this order, once they are put in it. */
  RecordedParameter ordered() {
    return ordered;
  }

  /** The matrix of the k-th step of a window, {@code [channels, features]}. */
  static INDArray ofStep(INDArray byStep, int k) {
    return RecurrentStage.rows(byStep, k, k + 1L);
  }
}
