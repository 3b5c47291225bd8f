package io.espalier.data;

import io.espalier.wire.Part;
import java.io.Serializable;

/**
 * Data as executors need it: loaded, split, its normalisation fitted. Broadcast once; one copy per
 * executor JVM.
 *
 * @param fingerprint SHA-256 in hexadecimal over shape, names, features, targets, split and
 *     normalisation: equal means the same data
 */
public record PreparedData(
    Dataset dataset, Split split, Normalisation normalisation, String fingerprint)
    implements Serializable {
  /** Copies examples, normalised, to {@code target}, {@code [rows.length, numbers]} row by row. */
  public void fill(int[] rows, int from, int count, float[] target) {
    int size = dataset.shape().size();
    for (int i = 0; i < count; i++) {
      dataset.features().copy(rows[from + i] * size, target, i * size, size);
    }
    normalisation.apply(target, 0, count, dataset.shape());
  }

  /** How many examples a part has. */
  public int examples(Part part) {
    return split.rows(part).length;
  }
}
