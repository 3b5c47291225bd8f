package io.espalier.engine.step;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.RSqrt;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Batch normalisation (Ioffe and Szegedy 2015) per channel or feature: x̂ = (x − μ)/√(σ² + ε), y =
 * γ·x̂ + β over the n numbers of a channel. The running mean and variance are parameters whose
 * "gradient" moves them towards the batch's, the variance's unbiased, as PyTorch has it.
 */
final class NormalisationStage implements Stage {
  private final RecordedParameter gamma;
  private final RecordedParameter beta;
  private final RecordedParameter mean;
  private final RecordedParameter variance;
  private final double decay;
  private final double epsilon;
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
    this.gamma = gamma;
    this.beta = beta;
    this.mean = mean;
    this.variance = variance;
    this.decay = decay;
    this.epsilon = epsilon;
  }

  @Override
  public INDArray forward(INDArray batch, Recording recording) {
    channels = batch.size(1);
    numbers = batch.length() / channels;
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
    INDArray outputs = recording.array(batch.shape());
    recording.call("multiply", outputs, centred, perChannel(scale, batch));
    recording.shift(outputs, outputs, beta.value());
    return outputs;
  }

  /** y = (x − r)·γ/√(s + ε) + β with the running mean r and variance s. */
  @Override
  public INDArray predict(INDArray batch, Recording recording) {
    channels = batch.size(1);
    INDArray negativeMean = recording.array(channels, 1).subi(column(mean.value()));
    INDArray deviation = Transforms.sqrt(column(variance.value()).add(epsilon), false);
    INDArray slope = recording.array(channels, 1).addi(column(gamma.value())).divi(deviation);
    INDArray outputs = recording.array(batch.shape());
    recording.shift(outputs, batch, negativeMean);
    recording.call("multiply", outputs, outputs, perChannel(slope, batch));
    recording.shift(outputs, outputs, beta.value());
    return outputs;
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
  public INDArray backward(INDArray delta, boolean below, Recording recording) {
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
  public boolean yieldsOutputs() {
    return true;
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
