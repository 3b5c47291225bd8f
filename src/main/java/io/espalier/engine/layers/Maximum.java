package io.espalier.engine.layers;

import java.util.Arrays;

/**
 * The largest numbers over the nodes {@code from} up to but not including {@code to} of one graph.
 *
 * @param values number by number the largest; NaN if there is one
 * @param winners the first nodes that have them
 */
@SuppressWarnings("ArrayRecordComponent")
record Maximum(double[] values, int[] winners, int from, int to) {
  /** Looks at a graph's nodes, whose rows have {@code width} numbers. */
  static Maximum over(NodeRows nodes, int width, int from, int to) {
    double[] largest = new double[width];
    int[] winners = new int[width];
    double[] row = new double[width];
    for (int v = from; v < to; v++) {
      Arrays.fill(row, 0);
      nodes.addTo(row, v, 1);
      for (int i = 0; i < width; i++) {
        if (v == from || row[i] > largest[i] || Double.isNaN(row[i])) {
          largest[i] = row[i];
          winners[i] = v;
        }
      }
    }
    return new Maximum(largest, winners, from, to);
  }

  /** Gives the winners the gradient and the others 0. */
  void spread(double[] gradient, NodeRows target) {
    double[] row = new double[gradient.length];
    for (int v = from; v < to; v++) {
      for (int i = 0; i < row.length; i++) {
        row[i] = winners[i] == v ? gradient[i] : 0;
      }
      target.put(v, row);
    }
  }
}
