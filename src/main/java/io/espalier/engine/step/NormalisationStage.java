package io.espalier.engine.step;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) per channel or feature: x̂ = (x − μ)/√(σ² + ε), y =
 * γ·x̂ + β over the n numbers of a channel. The running mean and variance are parameters whose
 * "gradient" moves them towards the batch's, the variance's unbiased, as PyTorch has it. Images in
 * single precision go by {@link PlaneNormalisation}, all else by native operations.
 */
final class NormalisationStage implements Stage {
  private final RecordedParameter gamma;
  private final RecordedParameter beta;
  private final RecordedParameter mean;
  private final RecordedParameter variance;
  private final double decay;
  private final double epsilon;
  private final boolean rectified;
  private final ActivationStage rectifier = new Activations.Rectifier();
  private Optional<PlaneNormalisation> planes = Optional.empty();

  private INDArray inputs = Nd4j.empty();
  private INDArray outputs = Nd4j.empty();
  private INDArray centred = Nd4j.empty();
  private INDArray scratch = Nd4j.empty();
  private INDArray inverseDeviation = Nd4j.empty();
  private INDArray scale = Nd4j.empty();
  private long channels;
  private long numbers;

  NormalisationStage(
      RecordedParameter gamma,
      RecordedParameter beta,
      RecordedParameter mean,
      RecordedParameter variance,
      double decay,
      double epsilon) {
    this(gamma, beta, mean, variance, decay, epsilon, false);
  }

  private NormalisationStage(
      RecordedParameter gamma,
      RecordedParameter beta,
      RecordedParameter mean,
      RecordedParameter variance,
      double decay,
      double epsilon,
      boolean rectified) {
    this.gamma = gamma;
    this.beta = beta;
    this.mean = mean;
    this.variance = variance;
    this.decay = decay;
    this.epsilon = epsilon;
    this.rectified = rectified;
  }

  /** The same with a rectifier behind it. */
  NormalisationStage withRectifier() {
    return new NormalisationStage(gamma, beta, mean, variance, decay, epsilon, true);
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    channels = batch.size(1);
    numbers = batch.length() / channels;
    if (batch.dataType() == DataType.FLOAT && batch.rank() == 4) {
      return planes(batch, recording);
    }
    normalise(batch, recording);
    return rectified ? rectifier.forward(outputs, recording) : outputs;
  }

  private INDArray planes(INDArray batch, Recording recording) {
    inputs = batch;
    outputs = recording.array(batch.shape());
    PlaneNormalisation made = new PlaneNormalisation(batch, epsilon, rectified);
    planes = Optional.of(made);
    recording.reading(
        "batchnorm", batch, outputs, source -> made.forward(source, outputs, this::moveStatistics));
    return outputs;
  }

  /** The same for one channel as for all below; returns γ and β. */
  private float[] moveStatistics(int channel, double mu, double squares, double ofAll) {
    double unbiased = ofAll > 1 ? ofAll / (ofAll - 1) : 1;
    mean.gradient().putScalar(channel, (1 - decay) * (mean.value().getFloat(channel) - mu));
    variance
        .gradient()
        .putScalar(
            channel, (1 - decay) * (variance.value().getFloat(channel) - squares * unbiased));
    return new float[] {gamma.value().getFloat(channel), beta.value().getFloat(channel)};
  }

  /** Sets the "gradients" of the running statistics by those of a batch, of so many numbers. */
  void moveStatistics(INDArray batchMean, INDArray batchVariance, double ofAll) {
    for (int i = 0; i < batchMean.length(); i++) {
      moveStatistics(i, batchMean.getFloat(i), batchVariance.getFloat(i), ofAll);
    }
  }

  private void normalise(INDArray batch, Recording recording) {
    ChannelSum sum = new ChannelSum(batch, recording);
    INDArray negativeMean = recording.array(channels, 1);
    sum.record(batch, negativeMean);
    recording.call("multiply", negativeMean, negativeMean, recording.number(-1.0 / numbers));
    centred = recording.array(batch.shape());
    recording.shift(centred, batch, negativeMean);

    scratch = recording.array(batch.shape());
    INDArray squares = recording.array(channels, 1);
    recording.call("multiply", scratch, centred, centred);
    sum.record(scratch, squares);
    recording.call("multiply", squares, squares, recording.number(1.0 / numbers));
    moveStatistics(negativeMean, squares, recording);

    inverseDeviation = recording.array(channels, 1);
    recording.call("add", inverseDeviation, squares, recording.number(epsilon));
    recording.element(new RSqrt(inverseDeviation, inverseDeviation));
    scale = recording.array(channels, 1);
    recording.call("multiply", scale, column(gamma.value()), inverseDeviation);
    outputs = recording.array(batch.shape());
    recording.call("multiply", outputs, centred, perChannel(scale, batch));
    recording.shift(outputs, outputs, beta.value());
  }

  /** y = (x − r)·γ/√(s + ε) + β with the running mean r and variance s. */
  @Override
  public INDArray predict(INDArray batch, Recording recording) {
    channels = batch.size(1);
    INDArray negativeMean = recording.array(channels, 1);
    recording.call("multiply", negativeMean, column(mean.value()), recording.number(-1));
    INDArray slope = recording.array(channels, 1);
    recording.call("add", slope, column(variance.value()), recording.number(epsilon));
    recording.element(new Sqrt(slope, slope));
    recording.call("divide", slope, column(gamma.value()), slope);
    INDArray predicted = recording.array(batch.shape());
    recording.shift(predicted, batch, negativeMean);
    recording.call("multiply", predicted, predicted, perChannel(slope, batch));
    recording.shift(predicted, predicted, beta.value());
    return rectified ? rectifier.forward(predicted, recording) : predicted;
  }

  /** Records (1 − d)·(r + (−μ)) for the mean and (1 − d)·(r − σ²·n/(n − 1)) for the variance. */
  private void moveStatistics(INDArray negativeMean, INDArray squares, Recording recording) {
    INDArray share = recording.number(1 - decay);
    INDArray meanGradient = column(mean.gradient());
    recording.call("add", meanGradient, column(mean.value()), negativeMean);
    recording.call("multiply", meanGradient, meanGradient, share);
    double unbiased = numbers > 1 ? numbers / (numbers - 1.0) : 1;
    INDArray varianceGradient = column(variance.gradient());
    recording.call("multiply", varianceGradient, squares, recording.number(unbiased));
    recording.call("subtract", varianceGradient, column(variance.value()), varianceGradient);
    recording.call("multiply", varianceGradient, varianceGradient, share);
  }

  /** dβ = Σδ, dγ = Σδ·x̂, dx = γ/√(σ² + ε) · (δ − dβ/n − x̂·dγ/n). */
  @Override
  public INDArray backward(INDArray above, boolean below, Recording recording) {
    if (planes.isPresent()) {
      PlaneNormalisation made = planes.get();
      recording.reading(
          "batchnorm_bp",
          inputs,
          above,
          source -> made.backward(source, outputs, above, below, this::putGradients));
      return above;
    }
    return backward(
        rectified ? rectifier.backward(above, true, recording) : above, recording, below);
  }

  private void putGradients(int channel, double ofGamma, double ofBeta) {
    gamma.gradient().putScalar(channel, ofGamma);
    beta.gradient().putScalar(channel, ofBeta);
  }

  private INDArray backward(INDArray delta, Recording recording, boolean below) {
    ChannelSum sum = new ChannelSum(delta, recording);
    INDArray gammaGradient = column(gamma.gradient());
    INDArray betaGradient = column(beta.gradient());
    sum.record(delta, betaGradient);
    recording.call("multiply", scratch, delta, centred);
    sum.record(scratch, gammaGradient);
    recording.call("multiply", gammaGradient, gammaGradient, inverseDeviation);
    if (!below) {
      return delta;
    }
    INDArray share = recording.array(channels, 1);
    recording.call("multiply", share, gammaGradient, inverseDeviation);
    recording.call("multiply", share, share, recording.number(1.0 / numbers));
    recording.call("multiply", scratch, centred, perChannel(share, delta));
    recording.call("subtract", delta, delta, scratch);
    INDArray negativeMean = recording.array(channels, 1);
    recording.call("multiply", negativeMean, betaGradient, recording.number(-1.0 / numbers));
    recording.shift(delta, delta, negativeMean);
    recording.call("multiply", delta, delta, perChannel(scale, delta));
    return delta;
  }

  @Override
  public Stage blocked() {
    return new BlockedNormalisation(this);
  }

  RecordedParameter gamma() {
    return gamma;
  }

  RecordedParameter beta() {
    return beta;
  }

  RecordedParameter mean() {
    return mean;
  }

  RecordedParameter variance() {
    return variance;
  }

  double epsilon() {
    return epsilon;
  }

  /** Whether a rectifier is behind it. */
  boolean rectified() {
    return rectified;
  }

  @Override
  public boolean yieldsOutputs() {
    return !rectified;
  }

  private INDArray column(INDArray vector) {
    return vector.reshape('c', new long[] {channels, 1});
  }

  private INDArray perChannel(INDArray vector, INDArray like) {
    return like.rank() == 4
        ? vector.reshape('c', new long[] {1, channels, 1, 1})
        : vector.reshape('c', new long[] {1, channels});
  }
}
