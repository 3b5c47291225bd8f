package io.espalier.engine.trial;

import io.espalier.data.DataException;
import io.espalier.engine.models.OwnTrainable;
import io.espalier.model.ImpossibleModelException;
import io.espalier.wire.InputShape;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Applies a model of the user's own to new inputs. Whatever is wrong with its class is a {@link
 * DataException} of one line.
 */
public final class OwnPredictor implements Predictor {
  private final OwnTrainable model;

  private OwnPredictor(OwnTrainable model) {
    this.model = model;
  }

  static OwnPredictor read(InputStream zip, String name) throws IOException {
    try {
      return new OwnPredictor(OwnTrainable.read(zip, name));
    } catch (IllegalArgumentException | ImpossibleModelException refused) {
      throw new DataException(String.valueOf(refused.getMessage()), refused);
    }
  }

  @Override
  public float[][] predict(float[] inputs, int examples, InputShape shape) {
    if ((long) examples * shape.size() != inputs.length) {
      throw new IllegalArgumentException(
          inputs.length + " numbers are not " + examples + " examples of " + shape);
    }
    float[][] predictions = new float[examples][];
    int most = Predictor.batchSize(shape.size());
    for (int from = 0; from < examples; from += most) {
      float[][] features = new float[Math.min(most, examples - from)][];
      for (int i = 0; i < features.length; i++) {
        int at = (from + i) * shape.size();
        features[i] = Arrays.copyOfRange(inputs, at, at + shape.size());
      }
      double[][] outputs = asked(features);
      for (int i = 0; i < outputs.length; i++) {
        predictions[from + i] = single(outputs[i]);
      }
    }
    return predictions;
  }

  private double[][] asked(float[][] features) {
    try {
      return model.predict(features);
    } catch (IllegalArgumentException refused) {
      throw new DataException(String.valueOf(refused.getMessage()), refused);
    }
  }

  private static float[] single(double[] numbers) {
    float[] single = new float[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      single[i] = (float) numbers[i];
    }
    return single;
  }

  @Override
  public void close() {
    model.close();
  }
}
