package io.espalier.search.importance;

import java.util.Arrays;
import java.util.TreeSet;

/**
 * One parameter's values as cells, in which trials are counted: a cell for each of few values or of
 * unordered ones, else even cells between the smallest and the largest.
 *
 * @param of the cell of each trial, by its place in the ranking; −1 where the parameter does not
 *     apply
 * @param count how many cells there are
 * @param smooth whether neighbours are alike, so that densities are smoothed over them
 */
@SuppressWarnings("ArrayRecordComponent")
record CellsOfTrials(int[] of, int count, boolean smooth) {
  /** So many values of numbers are counted one by one. */
  static final int FEW = 12;

  /** As many as Watanabe, Bansal and Hutter's program has. */
  private static final int EVEN = 50;

  static CellsOfTrials of(double[] coordinates, boolean unordered) {
    TreeSet<Double> seen = new TreeSet<>();
    Arrays.stream(coordinates).filter(at -> !Double.isNaN(at)).forEach(seen::add);
    int[] cells = new int[coordinates.length];
    if (unordered || seen.size() <= FEW) {
      double[] values = seen.stream().mapToDouble(Double::doubleValue).toArray();
      Arrays.setAll(cells, i -> Math.max(-1, Arrays.binarySearch(values, coordinates[i])));
      return new CellsOfTrials(cells, values.length, false);
    }
    double low = seen.first();
    double width = seen.last() - low;
    Arrays.setAll(
        cells,
        i ->
            Double.isNaN(coordinates[i])
                ? -1
                : Math.min(EVEN - 1, (int) (EVEN * (coordinates[i] - low) / width)));
    return new CellsOfTrials(cells, EVEN, true);
  }
}
