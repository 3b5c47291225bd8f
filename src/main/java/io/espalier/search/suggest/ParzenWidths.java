package io.espalier.search.suggest;

import java.util.Arrays;
import java.util.List;

/**
 * How wide the kernels around observations are: standard deviations as shares of the domains,
 * [axis, observation], of coordinates [axis, observation]. Those of categories have no meaning.
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
    int count = points[0].length;
    double[][] widths = new double[axes.size()][count];
    for (int i = 0; i < count; i++) {
      double[][] differences = differences(axes, points, i);
      double[] squares = Arrays.stream(differences).mapToDouble(ParzenWidths::square).toArray();
      double[] sorted = squares.clone();
      Arrays.sort(sorted);
      int neighbours = Math.min(count - 1, Math.max(1, (int) Math.sqrt(count)));
      for (int j = 0; j < axes.size(); j++) {
        double width = rootMeanSquare(differences, j, squares, sorted[neighbours], i);
        widths[j][i] = Math.max(least(axes.get(j)), Math.min(1, width));
      }
    }
    return widths;
  }

  /** From one observation to each, [observation, axis]; 1 between two categories. */
  private static double[][] differences(List<Axis> axes, double[][] points, int from) {
    double[][] differences = new double[points[0].length][axes.size()];
    for (int j = 0; j < axes.size(); j++) {
      Axis axis = axes.get(j);
      for (int i = 0; i < differences.length; i++) {
        boolean same = points[j][i] == points[j][from];
        differences[i][j] =
            axis.unordered()
                ? same ? 0 : 1
                : axis.share(points[j][i]) - axis.share(points[j][from]);
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
   *
   * @param ascending the observations by coordinate, [axis, rank]
   */
  static double[][] toNext(List<Axis> axes, double[][] points, int[][] ascending) {
    int count = points[0].length;
    double least = 1 / Math.min(FINEST, count + 2);
    double[][] widths = new double[axes.size()][count];
    double[] sorted = new double[count];
    for (int j = 0; j < axes.size(); j++) {
      for (int i = 0; i < count; i++) {
        sorted[i] = axes.get(j).share(points[j][ascending[j][i]]);
      }
      double[] gaps = gaps(sorted);
      for (int i = 0; i < count; i++) {
        widths[j][ascending[j][i]] = Math.max(least, gaps[i]);
      }
    }
    return widths;
  }

  /** Of every value the larger distance to the next ones, of equal values the same. */
  private static double[] gaps(double[] sorted) {
    double[] gaps = new double[sorted.length];
    int first = 0;
    while (first < sorted.length) {
      int next = first + 1;
      while (next < sorted.length && sorted[next] == sorted[first]) {
        next++;
      }
      double below = first == 0 ? 0 : sorted[first] - sorted[first - 1];
      double above = next == sorted.length ? 0 : sorted[next] - sorted[first];
      Arrays.fill(gaps, first, next, next - first > 2 ? 0 : Math.max(below, above));
      first = next;
    }
    return gaps;
  }
}
