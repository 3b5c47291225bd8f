package io.espalier.driver.run;

import io.espalier.data.Normalisation;
import io.espalier.data.PreparedData;
import io.espalier.model.CodeRange;
import io.espalier.model.ImpossibleModelException;
import java.util.Arrays;

/** What the numbers of sequences are as codes of an embedding. */
final class DataCodes {
  private final PreparedData data;
  private boolean seen;
  private float smallest = Float.NaN;
  private float largest = Float.NaN;
  private float fraction = Float.NaN;

  DataCodes(PreparedData data) {
    this.data = data;
  }

  /** Once, and only where somebody asks. */
  private void look() {
    if (seen) {
      return;
    }
    int size = data.dataset().shape().size();
    float[] example = new float[size];
    for (int from = 0; from < data.dataset().features().length(); from += size) {
      data.dataset().features().copy(from, example, 0, size);
      for (float number : example) {
        look(number);
      }
    }
    seen = true;
  }

  private void look(float number) {
    if (Float.isNaN(number)) {
      return; // a step that is not there
    }
    smallest = smallest <= number ? smallest : number;
    largest = largest >= number ? largest : number;
    fraction = number == Math.rint(number) ? fraction : number;
  }

  private static boolean keeps(Normalisation normalisation) {
    boolean shifts = !Arrays.equals(normalisation.shift(), new float[normalisation.shift().length]);
    float[] ones = new float[normalisation.divisor().length];
    Arrays.fill(ones, 1);
    return !shifts
        && !normalisation.rowSum()
        && normalisation.scale() == 1
        && Arrays.equals(normalisation.divisor(), ones);
  }

  /**
   * Holds the data to an embedding.
   *
   * @throws ImpossibleModelException in one line, if a number is none of its codes
   */
  void check(CodeRange range) {
    if (!keeps(data.normalisation())) {
      throw new ImpossibleModelException(
          "layer 1 (embedding): data.normalize would change the codes; leave it at none");
    }
    look();
    range.check(fraction);
    range.check(smallest);
    range.check(largest);
  }
}
