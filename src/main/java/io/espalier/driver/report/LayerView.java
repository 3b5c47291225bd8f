package io.espalier.driver.report;

import io.espalier.wire.InputShape;

/**
 * What a layer makes of one example.
 *
 * @param number from 1, the output layer being the last
 * @param kind {@code conv}, {@code pool}, {@code dense}, …, {@code output}
 * @param numbers in the order of the shape
 */
@SuppressWarnings("ArrayRecordComponent")
public record LayerView(int number, String kind, InputShape shape, float[] numbers) {
  public LayerView {
    if (numbers.length != shape.size()) {
      throw new IllegalArgumentException(
          numbers.length + " numbers are not the shape " + shape + " of layer " + number);
    }
  }

  /** {@code layer 1: conv, 6x28x28}. */
  String title() {
    String units = shape instanceof InputShape.Image ? "" : " units";
    return "layer " + number + ": " + kind + ", " + shape + units;
  }
}
