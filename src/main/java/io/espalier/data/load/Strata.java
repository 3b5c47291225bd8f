package io.espalier.data.load;

import io.espalier.data.DataException;
import io.espalier.data.Targets;
import java.util.Arrays;

/** Examples class by class. */
final class Strata {
  private Strata() {}

  /** The rows of each class, in the order they came in. */
  static int[][] of(Targets targets, int[] rows) {
    if (!(targets instanceof Targets.Classes classes)) {
      throw new DataException(
          "selection = stratified: expected classes to predict, found numbers; use random");
    }
    int[][] byClass = new int[classes.names().size()][];
    for (int label = 0; label < byClass.length; label++) {
      short wanted = (short) label;
      byClass[label] = Arrays.stream(rows).filter(row -> classes.labels()[row] == wanted).toArray();
    }
    return byClass;
  }
}
