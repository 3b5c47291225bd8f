package io.espalier.driver.report;

import io.espalier.wire.InputShape;

/**
 * Numbers to be seen as an image, plane by plane, each plane row by row: {@code [channels, height,
 * width]}.
 */
@SuppressWarnings("ArrayRecordComponent")
public record Pixels(InputShape.Image shape, float[] numbers) {
  public Pixels {
    if (numbers.length != shape.size()) {
      throw new IllegalArgumentException(numbers.length + " numbers are not an image of " + shape);
    }
  }

  /** One number. */
  float at(int channel, int row, int column) {
    return numbers[(channel * shape.height() + row) * shape.width() + column];
  }

  /** The smallest and the largest finite number; both 0 if there is none. */
  Span span() {
    return Span.of(numbers);
  }
}
