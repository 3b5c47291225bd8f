package io.espalier.engine.step;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation of images {@code [batch, channels, h, w]} in single precision, and the
 * rectifier that may follow, channel by channel: what was read of one is in the second cache when
 * it is read again. Of a shared batch each share looks at all channels of its examples first, and
 * goes on when the others have. Sums go over the examples first, one for each pixel. Loops are over
 * whole arrays with one index, which the virtual machine turns into vector instructions. All arrays
 * lie row by row.
 */
final class PlaneNormalisation {
  /** What is learned of a channel's numbers, and by what they are scaled. */
  interface Statistics {
    /** Takes the mean and the biased variance of so many numbers; returns γ and β. */
    float[] of(int channel, double mean, double variance, double numbers);
  }

  /** Takes the gradients of the parameters of a channel. */
  interface Gradients {
    /** dγ and dβ. */
    void put(int channel, double ofGamma, double ofBeta);
  }

  private final int batch;
  private final int channels;
  private final int pixels;
  private final double epsilon;
  private final boolean rectified;
  private final BatchShare share;

  /** Of each share its mean and squares about it, channel by channel, and how many numbers. */
  private final double[][] moments;

  /** Of each share Σδ and Σδ·(x − μ), channel by channel. */
  private final double[][] slants;

  /** Numbers of a channel in all shares. */
  private double count;

  private final float[] plane;
  private final float[] deltas;
  private final float[] sums;
  private final float[] products;
  private final int[] signs;
  private final int[] bits;
  private final float[] means;
  private final float[] inverseDeviations;
  private final float[] slopes;

  /**
   * For one batch size.
   *
   * @param inputs the examples of one share
   */
  PlaneNormalisation(INDArray inputs, double epsilon, boolean rectified, BatchShare share) {
    batch = Math.toIntExact(inputs.size(0));
    channels = Math.toIntExact(inputs.size(1));
    pixels = Math.toIntExact(inputs.size(2) * inputs.size(3));
    this.epsilon = epsilon;
    this.rectified = rectified;
    this.share = share;
    moments = share.table(2 * channels + 1);
    slants = share.table(2 * channels);
    plane = new float[pixels];
    deltas = new float[pixels];
    sums = new float[pixels];
    products = new float[pixels];
    signs = new int[pixels];
    bits = new int[pixels];
    means = new float[channels];
    inverseDeviations = new float[channels];
    slopes = new float[channels];
  }

  void forward(INDArray from, INDArray to, Statistics statistics) {
    FloatBuffer source = from.data().asNioFloat();
    FloatBuffer target = to.data().asNioFloat();
    int offset = Math.toIntExact(from.offset());
    double[] own = moments[share.index()];
    own[2 * channels] = (double) batch * pixels;
    each(
        channel -> {
          own[2 * channel] = sum(source, offset, channel) / own[2 * channels];
          own[2 * channel + 1] = squares(source, offset, channel, (float) own[2 * channel]);
        },
        channel -> {
          float shift = scale(channel, statistics);
          for (int i = 0; i < batch; i++) {
            source.get(offset + at(i, channel), plane);
            normalise(means[channel], slopes[channel], shift);
            if (rectified) {
              rectify();
            }
            target.put(at(i, channel), plane);
          }
        });
  }

  /** Sums up all channels and goes on with them, one by one if nobody else has a part in them. */
  private void each(IntConsumer sums, IntConsumer onward) {
    if (share.count() == 1) {
      IntStream.range(0, channels).forEach(sums.andThen(onward));
      return;
    }
    IntStream.range(0, channels).forEach(sums);
    share.meet();
    IntStream.range(0, channels).forEach(onward);
  }

  /** Puts the moments of all shares together (Chan, Golub and LeVeque 1979); returns β. */
  private float scale(int channel, Statistics statistics) {
    double mean = moments[0][2 * channel];
    double squares = moments[0][2 * channel + 1];
    count = moments[0][2 * channels];
    for (int i = 1; i < moments.length; i++) {
      double further = moments[i][2 * channels];
      double apart = moments[i][2 * channel] - mean;
      double all = count + further;
      mean += apart * further / all;
      squares += moments[i][2 * channel + 1] + apart * apart * count * further / all;
      count = all;
    }
    double variance = squares / count;
    float[] scale = statistics.of(channel, mean, variance, count);
    means[channel] = (float) mean;
    inverseDeviations[channel] = (float) (1 / Math.sqrt(variance + epsilon));
    slopes[channel] = scale[0] * inverseDeviations[channel];
    return scale[1];
  }

  private int at(int example, int channel) {
    return (example * channels + channel) * pixels;
  }

  private double sum(FloatBuffer source, int offset, int channel) {
    Arrays.fill(sums, 0);
    for (int i = 0; i < batch; i++) {
      source.get(offset + at(i, channel), plane);
      addTo(sums, plane);
    }
    return total(sums);
  }

  private static void addTo(float[] sums, float[] numbers) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] += numbers[i];
    }
  }

  private double squares(FloatBuffer source, int offset, int channel, float mean) {
    Arrays.fill(sums, 0);
    for (int i = 0; i < batch; i++) {
      source.get(offset + at(i, channel), plane);
      addSquares(sums, plane, mean);
    }
    return total(sums);
  }

  private static void addSquares(float[] sums, float[] numbers, float mean) {
    for (int i = 0; i < sums.length; i++) {
      float apart = numbers[i] - mean;
      sums[i] += apart * apart;
    }
  }

  private static double total(float... sums) {
    double total = 0;
    for (float sum : sums) {
      total += sum;
    }
    return total;
  }

  private void normalise(float mean, float slope, float shift) {
    float[] numbers = plane;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = (numbers[i] - mean) * slope + shift;
    }
  }

  private void rectify() {
    float[] numbers = plane;
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Math.max(numbers[i], 0);
    }
  }

  /**
   * Turns δ by the outputs into δ by the inputs: γ/√(σ² + ε) · (δ − Σδ/n − x̂·Σδx̂/n).
   *
   * @param inputs and outputs as they went forward
   * @param below whether the latter is wanted
   * @param gradients takes Σδ·x̂ and Σδ of each channel
   */
  void backward(
      INDArray inputs, INDArray outputs, INDArray delta, boolean below, Gradients gradients) {
    FloatBuffer source = inputs.data().asNioFloat();
    FloatBuffer target = delta.data().asNioFloat();
    IntBuffer rectifiedBits = outputs.data().asNio().asIntBuffer();
    IntBuffer deltaBits = delta.data().asNio().asIntBuffer();
    int offset = Math.toIntExact(inputs.offset());
    double[] own = slants[share.index()];
    each(
        channel -> {
          Arrays.fill(sums, 0);
          Arrays.fill(products, 0);
          for (int i = 0; i < batch; i++) {
            int at = at(i, channel);
            if (rectified) {
              hide(rectifiedBits, deltaBits, at);
            }
            source.get(offset + at, plane);
            target.get(at, deltas);
            addTo(sums, deltas);
            addProducts(products, deltas, plane, means[channel]);
          }
          own[2 * channel] = total(sums);
          own[2 * channel + 1] = total(products);
        },
        channel -> {
          double sum = ofAll(2 * channel);
          double product = ofAll(2 * channel + 1) * inverseDeviations[channel];
          gradients.put(channel, product, sum);
          if (below) {
            ofInputs(source, offset, target, channel, sum, product);
          }
        });
  }

  private double ofAll(int slant) {
    double sum = slants[0][slant];
    for (int i = 1; i < slants.length; i++) {
      sum += slants[i][slant];
    }
    return sum;
  }

  /** Makes δ 0 where the rectifier put out 0: of integers that is done without a branch. */
  private void hide(IntBuffer rectifiedBits, IntBuffer deltaBits, int at) {
    rectifiedBits.get(at, signs);
    deltaBits.get(at, bits);
    clear(bits, signs);
    deltaBits.put(at, bits);
  }

  private static void clear(int[] bits, int[] signs) {
    for (int i = 0; i < bits.length; i++) {
      bits[i] &= -signs[i] >> 31;
    }
  }

  private static void addProducts(float[] products, float[] deltas, float[] numbers, float mean) {
    for (int i = 0; i < products.length; i++) {
      products[i] += deltas[i] * (numbers[i] - mean);
    }
  }

  private void ofInputs(
      FloatBuffer source, int offset, FloatBuffer target, int channel, double sum, double product) {
    float slope = slopes[channel];
    float constant = (float) (slope * sum / count);
    float perNumber = (float) (slope * product * inverseDeviations[channel] / count);
    for (int i = 0; i < batch; i++) {
      int at = at(i, channel);
      source.get(offset + at, plane);
      target.get(at, deltas);
      ofInputs(deltas, plane, means[channel], slope, constant, perNumber);
      target.put(at, deltas);
    }
  }

  private static void ofInputs(
      float[] deltas, float[] numbers, float mean, float slope, float constant, float perNumber) {
    for (int i = 0; i < deltas.length; i++) {
      deltas[i] = deltas[i] * slope - constant - (numbers[i] - mean) * perNumber;
    }
  }
}
