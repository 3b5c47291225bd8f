package io.espalier.data.load;

import io.espalier.data.DataException;
import io.espalier.data.DataSpec;
import io.espalier.data.Split;
import io.espalier.data.Targets;
import io.espalier.wire.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Divides what there is to learn from into the folds of a cross-validation, whose sizes differ by
 * at most one. Stratified folds also have every class in numbers that differ by at most one; with
 * the selection {@code last} a fold is a run of neighbours in the order of the files.
 */
final class FoldDraw {
  private static final int FOLDS = 3;

  /** In the place of a class. */
  private static final int ALL = -1;

  private final Targets targets;
  private final DataSpec spec;
  private final long seed;

  FoldDraw(Targets targets, DataSpec spec, long seed) {
    this.targets = targets;
    this.spec = spec;
    this.seed = seed;
  }

  /** The splits of all folds; none if the data have none. Every one keeps the whole test part. */
  List<Split> of(Split whole) {
    int[] rows = whole.train();
    int folds = spec.folds();
    if (folds == 0) {
      return List.of();
    }
    if (folds > rows.length) {
      throw new DataException(
          "folds = "
              + folds
              + ": expected at most the "
              + rows.length
              + " examples there are to learn from");
    }
    int[] foldOfPlace = foldOfPlace(rows);
    List<Split> splits = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      int own = fold;
      splits.add(
          new Split(
              IntStream.range(0, rows.length)
                  .filter(place -> foldOfPlace[place] != own)
                  .map(place -> rows[place])
                  .toArray(),
              IntStream.range(0, rows.length)
                  .filter(place -> foldOfPlace[place] == own)
                  .map(place -> rows[place])
                  .toArray(),
              whole.test()));
    }
    return splits;
  }

  /** For each place in {@code rows} the fold that it validates in, from 0. */
  private int[] foldOfPlace(int[] rows) {
    int[] fold = new int[rows.length];
    switch (spec.selection()) {
      case LAST ->
          IntStream.range(0, rows.length)
              .forEach(i -> fold[i] = (int) ((long) i * spec.folds() / rows.length));
      case STRATIFIED -> deal(dealtByClass(rows), fold);
      case RANDOM, PUBLISHED -> deal(shuffled(rows.length, ALL), fold);
    }
    return fold;
  }

  /** Deals places out to the folds in turn. */
  private void deal(int[] places, int[] fold) {
    for (int i = 0; i < places.length; i++) {
      fold[places[i]] = i % spec.folds();
    }
  }

  /** The places class by class, each class shuffled; dealing goes on from one class to the next. */
  private int[] dealtByClass(int[] rows) {
    int[][] byClass = Strata.of(targets, rows);
    return IntStream.range(0, byClass.length)
        .flatMap(
            label ->
                IntStream.of(shuffled(byClass[label].length, label))
                    .map(i -> Arrays.binarySearch(rows, byClass[label][i])))
        .toArray();
  }

  private int[] shuffled(int size, long label) {
    return Seeds.permutation(Seeds.seed(seed, Seeds.Purpose.SPLIT, FOLDS, label), size);
  }
}
