package io.espalier.data;

import io.espalier.wire.InputShape;
import java.io.Serializable;
import java.util.List;

/**
 * All examples of a data source: those to learn from first, then the official test examples where
 * the source has some.
 *
 * @param featureNames names of the inputs of a table; empty for images
 * @param officialTest how many of the last examples are the source's own test part; 0 if it has
 *     none
 */
public record Dataset(
    InputShape shape,
    Features features,
    Targets targets,
    List<String> featureNames,
    int officialTest)
    implements Serializable {
  public Dataset {
    featureNames = List.copyOf(featureNames);
    if (features.length() != (long) shape.size() * targets.examples()) {
      throw new IllegalArgumentException(
          features.length()
              + " numbers are not "
              + targets.examples()
              + " examples of "
              + shape.size());
    }
    if (officialTest < 0 || officialTest > targets.examples()) {
      throw new IllegalArgumentException(
          "official test part of " + officialTest + " out of " + targets.examples());
    }
  }

  /** How many examples there are in all. */
  public int examples() {
    return targets.examples();
  }
}
