package io.espalier.engine.step;

import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Batch normalisation of images {@code [batch, channels, h, w]} in single precision, and the
 * rectifier that may follow, channel by channel: what was read of one is in the second cache when
 * it is read again. Sums go over the examples first, one for each pixel. Loops are over whole
 * arrays with one index, which the virtual machine turns into vector instructions. All arrays lie
 * row by row.
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

  /** Numbers of a channel. */
  private final double count;

  private final float[] plane;
  private final float[] deltas;
  private final float[] sums;
  private final float[] products;
  private final int[] signs;
  private final int[] bits;
  private final float[] means;
  private final float[] inverseDeviations;
  private final float[] slopes;

  /** For one batch size. */
  PlaneNormalisation(INDArray inputs, double epsilon, boolean rectified) {
    batch = Math.toIntExact(inputs.size(0));
    channels = Math.toIntExact(inputs.size(1));
    pixels = Math.toIntExact(inputs.size(2) * inputs.size(3));
    this.epsilon = epsilon;
    this.rectified = rectified;
    count = (double) batch * pixels;
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
    for (int channel = 0; channel < channels; channel++) {
      double mean = sum(source, offset, channel) / count;
      double variance = squares(source, offset, channel, (float) mean) / count;
      float[] scale = statistics.of(channel, mean, variance, count);
      means[channel] = (float) mean;
      inverseDeviations[channel] = (float) (1 / Math.sqrt(variance + epsilon));
      slopes[channel] = scale[0] * inverseDeviations[channel];
      for (int i = 0; i < batch; i++) {
        source.get(offset + at(i, channel), plane);
        normalise(means[channel], slopes[channel], scale[1]);
        if (rectified) {
          rectify();
        }
        target.put(at(i, channel), plane);
      }
    }
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
    for (int channel = 0; channel < channels; channel++) {
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
      double sum = total(sums);
      double product = total(products) * inverseDeviations[channel];
      gradients.put(channel, product, sum);
      if (below) {
        ofInputs(source, offset, target, channel, sum, product);
      }
    }
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
