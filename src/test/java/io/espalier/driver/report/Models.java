package io.espalier.driver.report;

import io.espalier.search.history.Event;
import io.espalier.search.history.SampleRun;
import io.espalier.wire.InputShape;
import io.espalier.wire.Outcome;
import java.util.List;
import java.util.Optional;

/** Invented retrained models. */
final class Models {
  static final Outcome DIVERGED =
      SampleRun.outcome(1, Outcome.Status.DIVERGED, List.of(4.0, Double.POSITIVE_INFINITY));

  private Models() {}

  static Event.Retrained event() {
    return SampleRun.retrained(1);
  }

  static ModelView bare() {
    return ModelView.ofRecord(event(), "units=4");
  }

  static ModelView diverged() {
    return ModelView.ofRecord(new Event.Retrained(1, 0, 7, DIVERGED, "", 4), "units=4");
  }

  static ModelView weights(FirstLayer layer) {
    return new ModelView(
        event(),
        "units=4",
        Optional.of(layer),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static ModelView layers(List<LayerView> layers, List<Float> probabilities) {
    return new ModelView(
        event(),
        "units=4",
        Optional.empty(),
        List.of(layers),
        List.of(probabilities),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static ModelView plane(Plane plane) {
    return new ModelView(
        event(),
        "units=4",
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.of(plane),
        Optional.empty(),
        Optional.empty());
  }

  static ModelView predictions(Predictions predictions) {
    return new ModelView(
        event(),
        "units=4",
        Optional.empty(),
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.of(predictions),
        Optional.empty());
  }

  /** A classifier that is sure and wrong, and one image and one row that it takes for others. */
  static ModelView judged(boolean images) {
    Confidence calibration =
        new Confidence(
            List.of(
                new Confidence.Bin(0.5, 10, 0.55, 0.6), new Confidence.Bin(0.9, 30, 0.95, 0.75)));
    List<Miss> worst =
        List.of(miss(3, "cat", images, 0.99, 0.01), miss(8, "dog", images, 0.75, 0.25));
    return bare().judged(Optional.of(new Judged(calibration, worst)));
  }

  private static Miss miss(
      int index, String truth, boolean image, double confidence, double likelihood) {
    return new Miss(
        new SampleView(index, truth, image ? Optional.of(pixels(1, 9, 9)) : Optional.empty()),
        image ? List.of() : List.of(new Fact("width", "0.5"), new Fact("a,\"b\"", "7.0")),
        truth.equals("cat") ? "dog" : "cat",
        confidence,
        likelihood);
  }

  /** ReportNumbers 0, 1, 2, … as an image. */
  static Pixels pixels(int channels, int height, int width) {
    InputShape.Image shape = new InputShape.Image(channels, height, width);
    return new Pixels(shape, counted(shape.size()));
  }

  static float[] counted(int size) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] = i;
    }
    return numbers;
  }
}
