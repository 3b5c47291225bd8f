package io.espalier.model;

import io.espalier.wire.LayerSpec.Embedding;
import io.espalier.wire.ModelSpec;
import java.util.Optional;

/**
 * Which numbers are codes of an {@code embedding}: the whole ones from 0 to {@code codes} − 1. NaN,
 * which stands for a step that is not there, is accepted.
 */
public record CodeRange(long codes) {
  /** That of a model; nothing where it has no embedding. */
  public static Optional<CodeRange> of(ModelSpec model) {
    return model.layers().stream()
        .limit(1)
        .filter(Embedding.class::isInstance)
        .map(first -> new CodeRange(((Embedding) first).codes()))
        .findFirst();
  }

  /**
   * Looks at a number of the data.
   *
   * @throws ImpossibleModelException in one line, if it is none of the codes
   */
  public void check(double number) {
    if (!(number >= 0 && number < codes && number == Math.rint(number)) && !Double.isNaN(number)) {
      throw new ImpossibleModelException(
          "layer 1 (embedding): its codes are whole numbers from 0 to "
              + (codes - 1)
              + ", and the data have "
              + (number == Math.rint(number) ? Long.toString((long) number) : number));
    }
  }
}
