package io.espalier.packaged;

import io.espalier.Trainable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Classes by the nearest of their means, which are shrunken towards the mean of all. */
public final class NearestMean implements Trainable {
  private final double shrink;
  private final double[][] means;

  public NearestMean(Request wanted) {
    shrink = wanted.real("shrink");
    means = new double[wanted.outputs()][wanted.input().size()];
  }

  @Override
  public void train(Examples examples, int toEpoch) {
    int[] counts = new int[means.length];
    double[] whole = new double[means[0].length];
    for (int i = 0; i < examples.size(); i++) {
      counts[examples.label(i)]++;
      for (int j = 0; j < whole.length; j++) {
        means[examples.label(i)][j] += examples.features(i)[j];
        whole[j] += examples.features(i)[j] / examples.size();
      }
    }
    for (int label = 0; label < means.length; label++) {
      for (int j = 0; j < whole.length; j++) {
        means[label][j] = (1 - shrink) * means[label][j] / counts[label] + shrink * whole[j];
      }
    }
  }

  @Override
  public double[][] predict(float[][] features) {
    double[][] outputs = new double[features.length][means.length];
    for (int i = 0; i < features.length; i++) {
      double total = 0;
      for (int label = 0; label < means.length; label++) {
        double distance = 0;
        for (int j = 0; j < features[i].length; j++) {
          distance += Math.pow(features[i][j] - means[label][j], 2);
        }
        outputs[i][label] = 1 / (1e-9 + distance);
        total += outputs[i][label];
      }
      for (int label = 0; label < means.length; label++) {
        outputs[i][label] /= total;
      }
    }
    return outputs;
  }

  @Override
  public void save(OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    for (double[] mean : means) {
      for (double number : mean) {
        data.writeDouble(number);
      }
    }
    data.flush();
  }

  @Override
  public void load(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    for (double[] mean : means) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] = data.readDouble();
      }
    }
  }
}
