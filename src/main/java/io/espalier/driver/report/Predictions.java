package io.espalier.driver.report;

import io.espalier.wire.Part;
import java.util.List;
import java.util.Optional;

/**
 * What a regression predicts.
 *
 * @param points one per number of each example shown
 * @param curve its prediction along the only input, where there is one only
 */
public record Predictions(List<Point> points, Optional<Curve> curve) {
  /** Most examples of a part that are shown, the first ones. */
  public static final int MOST_EXAMPLES = 2_000;

  /**
   * One number of an example.
   *
   * @param number which of the numbers to predict, from 1
   * @param input its only input before normalisation; NaN where there are several
   */
  public record Point(Part part, int number, float input, float target, float prediction) {}

  /** Predictions along one input, ascending. */
  @SuppressWarnings("ArrayRecordComponent")
  public record Curve(String input, float[] inputs, float[] predictions) {
    /** Places along the input. */
    public static final int STEPS = 201;

    public Curve {
      if (inputs.length != predictions.length) {
        throw new IllegalArgumentException("inputs and predictions of a curve do not agree");
      }
    }
  }

  public Predictions {
    points = List.copyOf(points);
  }

  /** How many numbers are predicted. */
  int numbers() {
    return points.stream().mapToInt(Point::number).max().orElse(0);
  }
}
