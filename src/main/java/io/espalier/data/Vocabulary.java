package io.espalier.data;

import java.io.Serializable;

/**
 * Which words of a column get a code of their own: the most frequent ones of the training part,
 * from 1 on; of words that are equally frequent the first in alphabetical order. All others, and
 * words that training did not have, are 0.
 *
 * @param mostCodes how many codes there are at most, at least 2; 0 is one of them
 * @param fewestUses how often a word must occur, at least 1
 */
public record Vocabulary(int mostCodes, int fewestUses) implements Serializable {
  /** What holds where nothing is said. */
  public static final Vocabulary USUAL = new Vocabulary(10_000, 1);

  public Vocabulary {
    if (mostCodes < 2) {
      throw new IllegalArgumentException(
          "max-codes: expected at least 2, as 0 is for unknown words, found " + mostCodes);
    }
    if (fewestUses < 1) {
      throw new IllegalArgumentException("min-count: expected at least 1, found " + fewestUses);
    }
  }
}
