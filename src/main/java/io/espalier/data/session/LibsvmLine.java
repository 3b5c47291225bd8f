package io.espalier.data.session;

import io.espalier.data.DataException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A line of a file of LIBSVM or SVMlight, {@code label index:value index:value … # comment}.
 *
 * @param indices of the features that are written, from 1
 * @param values theirs
 */
@SuppressWarnings("ArrayRecordComponent")
record LibsvmLine(double label, int[] indices, float[] values) {
  private static final int MOST_SHOWN = 60;

  /**
   * Takes a line apart; empty if it is blank or all comment.
   *
   * @throws DataException in one line, if it is none of such a file
   */
  static Optional<LibsvmLine> of(String line) {
    String text = line.replaceFirst("#.*", "").strip();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    String[] words = text.split("\\s+", -1);
    int[] indices = new int[words.length - 1];
    float[] values = new float[words.length - 1];
    try {
      for (int i = 0; i < indices.length; i++) {
        int colon = words[i + 1].indexOf(':');
        indices[i] = Integer.parseInt(words[i + 1].substring(0, Math.max(0, colon)));
        values[i] = Float.parseFloat(words[i + 1].substring(colon + 1));
        if (indices[i] < 1) {
          throw new NumberFormatException("indices begin with 1");
        }
      }
      return Optional.of(new LibsvmLine(Double.parseDouble(words[0]), indices, values));
    } catch (NumberFormatException other) {
      throw new DataException(
          "expected a line \"label index:value index:value …\" of numbers, indices from 1, found \""
              + text.substring(0, Math.min(text.length(), MOST_SHOWN))
              + "\"",
          other);
    }
  }

  /** The highest index; 0 if no feature is written. */
  int width() {
    return Arrays.stream(indices).max().orElse(0);
  }

  /** All features up to a width that is no less than this line's. */
  float[] dense(int width) {
    float[] all = new float[width];
    for (int i = 0; i < indices.length; i++) {
      all[indices[i] - 1] = values[i];
    }
    return all;
  }
}
