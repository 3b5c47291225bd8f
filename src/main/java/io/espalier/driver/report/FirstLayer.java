package io.espalier.driver.report;

import java.util.List;

/**
 * The weights of the first layer that has some, where they can be seen as images.
 *
 * @param kind {@code conv}, {@code dense} or {@code output}
 * @param units how many the layer has
 * @param names of the units shown
 * @param before as they started
 * @param after as they were trained
 */
public record FirstLayer(
    String kind, int units, List<String> names, List<Pixels> before, List<Pixels> after) {
  /** Most units that are shown. */
  public static final int MOST_UNITS = 64;

  public FirstLayer {
    names = List.copyOf(names);
    before = List.copyOf(before);
    after = List.copyOf(after);
    if (names.size() != before.size() || names.size() != after.size()) {
      throw new IllegalArgumentException("names and weights of the units do not agree");
    }
  }
}
