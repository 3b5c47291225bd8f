package io.espalier.search.suggest;

import java.util.Arrays;
import java.util.List;

/**
 * How wide the kernels around observations are: standard deviations as shares of the domains,
 * [observation, axis]. Those of categories have no meaning.
 */
final class ParzenWidths {
  /** Less would make the search blind for what is a little farther away. */
  private static final double LEAST = 0.05;

  /** Of a level's stretch, so that neighbouring levels stay within reach. */
  private static final double LEAST_OF_LEVEL = 0.5;

  private static final double ALONE = 0.5;
  private static final double FINEST = 100;

  private ParzenWidths() {}

  /**
   * For few observations, of which groups lie near each other: the root mean square distance, axis
   * by axis, to the √n observations that are nearest in all axes together.
   */
  static double[][] toNearest(List<Axis> axes, double[][] points) {
    double[][] widths = new double[points.length][axes.size()];
    for (int i = 0; i < points.length; i++) {
      double[][] differences = differences(axes, points, i);
      double[] squares = Arrays.stream(differences).mapToDouble(ParzenWidths::square).toArray();
      double[] sorted = squares.clone();
      Arrays.sort(sorted);
      int neighbours = Math.min(points.length - 1, Math.max(1, (int) Math.sqrt(points.length)));
      for (int j = 0; j < axes.size(); j++) {
        double width = rootMeanSquare(differences, j, squares, sorted[neighbours], i);
        widths[i][j] = Math.max(least(axes.get(j)), Math.min(1, width));
      }
    }
    return widths;
  }

  /** From one observation to each, [observation, axis]; 1 between two categories. */
  private static double[][] differences(List<Axis> axes, double[][] points, int from) {
    double[][] differences = new double[points.length][axes.size()];
    for (int i = 0; i < points.length; i++) {
      for (int j = 0; j < axes.size(); j++) {
        Axis axis = axes.get(j);
        boolean same = points[i][j] == points[from][j];
        differences[i][j] =
            axis.unordered()
                ? same ? 0 : 1
                : axis.share(points[i][j]) - axis.share(points[from][j]);
      }
    }
    return differences;
  }

  private static double square(double[] differences) {
    return Arrays.stream(differences).map(one -> one * one).sum();
  }

  private static double rootMeanSquare(
      double[][] differences, int axis, double[] squares, double reach, int itself) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < differences.length; i++) {
      if (i != itself && squares[i] <= reach) {
        sum += differences[i][axis] * differences[i][axis];
        count++;
      }
    }
    return count == 0 ? ALONE : Math.sqrt(sum / count);
  }

  private static double least(Axis axis) {
    return axis.levels() == 0 ? LEAST : Math.max(LEAST, LEAST_OF_LEVEL / axis.levels());
  }

  /**
   * For many observations: the larger one of the distances to the next values on both sides
   * (Bergstra et al. 2011), but 0 for a value that several have; at least 1/(n + 2), or 1/100 of
   * more than 98.
   */
  static double[][] toNext(List<Axis> axes, double[][] points) {
    double least = 1 / Math.min(FINEST, points.length + 2);
    double[][] widths = new double[points.length][axes.size()];
    for (int j = 0; j < axes.size(); j++) {
      Axis axis = axes.get(j);
      int which = j;
      double[] sorted =
          Arrays.stream(points).mapToDouble(point -> axis.share(point[which])).sorted().toArray();
      for (int i = 0; i < points.length; i++) {
        widths[i][j] = Math.max(least, toNext(sorted, axis.share(points[i][j])));
      }
    }
    return widths;
  }

  private static double toNext(double[] sorted, double value) {
    int first = Arrays.binarySearch(sorted, value);
    int last = first;
    while (first > 0 && sorted[first - 1] == value) {
      first--;
    }
    while (last < sorted.length - 1 && sorted[last + 1] == value) {
      last++;
    }
    double below = first == 0 ? 0 : value - sorted[first - 1];
    double above = last == sorted.length - 1 ? 0 : sorted[last + 1] - value;
    return last - first > 1 ? 0 : Math.max(below, above);
  }
}
