package io.espalier.engine.trial;

import java.util.List;

/**
 * How far the computed gradient of one parameter is from the numeric one.
 *
 * @param parameter its name: {@code 0_W} is the first layer's weights
 * @param numbers how many it has
 * @param checked how many of them were compared, spread evenly
 * @param largest the largest |a − n| / max(|a|, |n|, 1e-4) of those, a computed and n numeric; NaN
 *     if one of them is no number
 */
public record GradientError(
    String parameter, List<Long> shape, long numbers, int checked, double largest) {
  public GradientError {
    shape = List.copyOf(shape);
  }
}
