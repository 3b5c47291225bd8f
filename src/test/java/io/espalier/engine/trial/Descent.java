package io.espalier.engine.trial;

import io.espalier.Trainable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Map;
import java.util.SplittableRandom;

/** Softmax regression by plain gradient descent: an epoch is a step on the whole part. */
public final class Descent implements Trainable {
  private final double[][] weights;
  private final double rate;
  private int trained;

  public Descent(Request wanted) {
    SplittableRandom random = new SplittableRandom(wanted.seed());
    rate = wanted.real("rate");
    weights = new double[wanted.outputs()][wanted.input().size() + 1];
    for (double[] unit : weights) {
      for (int i = 0; i < unit.length; i++) {
        unit[i] = random.nextDouble() - 0.5;
      }
    }
  }

  @Override
  public void train(Examples examples, int toEpoch) {
    if (toEpoch != ++trained) {
      throw new IllegalStateException("epoch " + toEpoch + " after " + (trained - 1));
    }
    double[][] step = new double[weights.length][weights[0].length];
    for (int example = 0; example < examples.size(); example++) {
      float[] features = examples.features(example);
      double[] outputs = probabilities(features);
      for (int k = 0; k < weights.length; k++) {
        double error = outputs[k] - examples.target(example, k);
        for (int i = 0; i < features.length; i++) {
          step[k][i] += error * features[i];
        }
        step[k][features.length] += error;
      }
    }
    for (int k = 0; k < weights.length; k++) {
      for (int i = 0; i < weights[k].length; i++) {
        weights[k][i] -= rate * step[k][i] / examples.size();
      }
    }
  }

  @Override
  public double[][] predict(float[][] features) {
    double[][] all = new double[features.length][];
    for (int i = 0; i < all.length; i++) {
      all[i] = probabilities(features[i]);
    }
    return all;
  }

  private double[] probabilities(float[] features) {
    double[] outputs = new double[weights.length];
    double total = 0;
    for (int k = 0; k < outputs.length; k++) {
      double sum = weights[k][features.length];
      for (int i = 0; i < features.length; i++) {
        sum += weights[k][i] * features[i];
      }
      outputs[k] = StrictMath.exp(sum);
      total += outputs[k];
    }
    for (int k = 0; k < outputs.length; k++) {
      outputs[k] /= total;
    }
    return outputs;
  }

  @Override
  public Map<String, Double> measurements() {
    return Map.of("first_bias", weights[0][weights[0].length - 1]);
  }

  @Override
  public void save(OutputStream out) throws IOException {
    DataOutputStream numbers = new DataOutputStream(out);
    numbers.writeInt(trained);
    for (double[] unit : weights) {
      for (double weight : unit) {
        numbers.writeDouble(weight);
      }
    }
  }

  @Override
  public void load(InputStream in) throws IOException {
    DataInputStream numbers = new DataInputStream(in);
    trained = numbers.readInt();
    for (double[] unit : weights) {
      for (int i = 0; i < unit.length; i++) {
        unit[i] = numbers.readDouble();
      }
    }
  }
}
