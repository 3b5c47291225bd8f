package io.espalier.driver.inspect;

import io.espalier.data.Dataset;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.driver.report.Predictions;
import io.espalier.engine.ModelTools;
import io.espalier.wire.InputShape;
import io.espalier.wire.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a regression predicts for its examples, and along its input if it has one only. */
final class RegressionView {
  private static final List<Part> PARTS = List.of(Part.TRAIN, Part.VALIDATION, Part.TEST);

  private final PreparedData data;
  private final Dataset dataset;
  private final Targets.Numbers targets;

  RegressionView(PreparedData data) {
    this.data = data;
    this.dataset = data.dataset();
    this.targets = (Targets.Numbers) dataset.targets();
  }

  Predictions of(String zip) throws IOException {
    List<Predictions.Point> points = new ArrayList<>();
    for (Part part : PARTS) {
      int[] all = data.split().rows(part);
      int[] rows = Arrays.copyOf(all, Math.min(all.length, Predictions.MOST_EXAMPLES));
      if (rows.length > 0) {
        float[][] predictions = Examples.predictions(zip, data, rows);
        for (int i = 0; i < rows.length; i++) {
          for (int output = 0; output < targets.width(); output++) {
            float target = targets.values()[rows[i] * targets.width() + output];
            points.add(
                new Predictions.Point(
                    part, output + 1, input(rows[i]), target, predictions[i][output]));
          }
        }
      }
    }
    boolean curved = hasOneInput() && targets.width() == 1;
    return new Predictions(points, curved ? Optional.of(curve(zip)) : Optional.empty());
  }

  /** The only input before normalisation; NaN where there are several. */
  private float input(int row) {
    if (!hasOneInput()) {
      return Float.NaN;
    }
    float[] input = new float[1];
    dataset.features().copy(row, input, 0, 1);
    float[] fill = data.normalisation().fill();
    return Float.isNaN(input[0]) && fill.length > 0 ? fill[0] : input[0];
  }

  private boolean hasOneInput() {
    return dataset.shape().size() == 1 && !(dataset.shape() instanceof InputShape.Graph);
  }

  private Predictions.Curve curve(String zip) throws IOException {
    float[] all = new float[dataset.features().length()];
    for (int row = 0; row < all.length; row++) {
      all[row] = input(row);
    }
    Arrays.sort(all);
    float low = all[0];
    float high = all[all.length - 1];
    float[] inputs = new float[Predictions.Curve.STEPS];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = low + (high - low) * i / (inputs.length - 1);
    }
    float[] normalised = inputs.clone();
    data.normalisation().apply(normalised, 0, inputs.length, dataset.shape());
    float[][] outputs = ModelTools.predict(zip, normalised, inputs.length, dataset.shape());
    targets.scale().unscale(outputs);
    float[] predictions = new float[inputs.length];
    for (int i = 0; i < predictions.length; i++) {
      predictions[i] = outputs[i][0];
    }
    String name = dataset.featureNames().isEmpty() ? "input" : dataset.featureNames().get(0);
    return new Predictions.Curve(name, inputs, predictions);
  }
}
