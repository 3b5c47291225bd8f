package io.espalier.data.load;

import io.espalier.data.Dataset;
import io.espalier.data.Split;
import io.espalier.wire.Seeds;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A split of the published sizes (Yang and others 2016) where nobody wrote down the published
 * split: 20 papers of each class to train; of the others, whatever their class, 500 to validate and
 * 1,000 to test. The rest is in no part.
 */
final class CitationDraw {
  static final int TRAIN_OF_CLASS = 20;
  static final int VALIDATION = 500;
  static final int TEST = 1000;
  private static final int PUBLISHED = 4;

  /** In the place of a class. */
  private static final int ALL = -1;

  private CitationDraw() {}

  /** The split; empty if there are too few papers, or too few of a class. */
  static Optional<Split> draw(Dataset dataset, long seed) {
    int[] rows = IntStream.range(0, dataset.examples()).toArray();
    int[][] byClass = Strata.of(dataset.targets(), rows);
    int held = VALIDATION + TEST;
    if (Arrays.stream(byClass).anyMatch(papers -> papers.length < TRAIN_OF_CLASS)
        || rows.length < byClass.length * TRAIN_OF_CLASS + held) {
      return Optional.empty();
    }
    int[] train =
        IntStream.range(0, byClass.length)
            .flatMap(label -> drawn(byClass[label], seed, label).limit(TRAIN_OF_CLASS))
            .sorted()
            .toArray();
    int[] others = Arrays.stream(rows).filter(r -> Arrays.binarySearch(train, r) < 0).toArray();
    int[] drawn = drawn(others, seed, ALL).limit(held).toArray();
    return Optional.of(
        new Split(train, sorted(drawn, 0, VALIDATION), sorted(drawn, VALIDATION, held)));
  }

  private static IntStream drawn(int[] rows, long seed, long label) {
    long own = Seeds.seed(seed, Seeds.Purpose.SPLIT, PUBLISHED, label);
    return IntStream.of(Seeds.permutation(own, rows.length)).map(i -> rows[i]);
  }

  private static int[] sorted(int[] rows, int from, int to) {
    return IntStream.of(rows).skip(from).limit((long) to - from).sorted().toArray();
  }
}
