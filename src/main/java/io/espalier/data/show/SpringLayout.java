package io.espalier.data.show;

/**
 * Places for the nodes of a small graph: edges pull, all nodes push each other away (Fruchterman
 * and Reingold 1991), a weak pull to the middle keeps what is not connected on the sheet. It starts
 * from a circle, so that a graph always looks the same.
 */
final class SpringLayout {
  private static final int ROUNDS = 200;
  private static final double GRAVITY = 0.3;
  private static final double SHORTEST = 1e-3;

  private final double[] x;
  private final double[] y;
  private final double[] moveX;
  private final double[] moveY;
  private final double natural;

  private SpringLayout(int nodes) {
    x = new double[nodes];
    y = new double[nodes];
    moveX = new double[nodes];
    moveY = new double[nodes];
    natural = Math.sqrt(1.0 / nodes);
    for (int i = 0; i < nodes; i++) {
      x[i] = Math.cos(2 * Math.PI * i / nodes) / 2;
      y[i] = Math.sin(2 * Math.PI * i / nodes) / 2;
    }
  }

  /** Places in the unit square. */
  @SuppressWarnings("ArrayRecordComponent")
  record Places(double[] x, double[] y) {}

  /**
   * Lays a graph out.
   *
   * @param edges pairs of nodes, numbered from 0, each edge once
   */
  static Places of(int nodes, int[][] edges) {
    SpringLayout layout = new SpringLayout(nodes);
    for (int round = 0; round < ROUNDS; round++) {
      layout.repel();
      layout.attract(edges);
      layout.move(0.1 * (1 - (double) round / ROUNDS));
    }
    return layout.scaled();
  }

  private void repel() {
    for (int i = 0; i < x.length; i++) {
      moveX[i] = -GRAVITY * x[i];
      moveY[i] = -GRAVITY * y[i];
      for (int j = 0; j < x.length; j++) {
        double force = natural * natural / Math.max(SHORTEST, squared(i, j));
        moveX[i] += (x[i] - x[j]) * force;
        moveY[i] += (y[i] - y[j]) * force;
      }
    }
  }

  private void attract(int[][] edges) {
    for (int[] edge : edges) {
      int from = edge[0];
      int to = edge[1];
      double force = Math.sqrt(squared(from, to)) / natural;
      double pullX = (x[to] - x[from]) * force;
      double pullY = (y[to] - y[from]) * force;
      moveX[from] += pullX;
      moveY[from] += pullY;
      moveX[to] -= pullX;
      moveY[to] -= pullY;
    }
  }

  private void move(double furthest) {
    for (int i = 0; i < x.length; i++) {
      double length = Math.max(SHORTEST, Math.hypot(moveX[i], moveY[i]));
      double step = Math.min(length, furthest) / length;
      x[i] += moveX[i] * step;
      y[i] += moveY[i] * step;
    }
  }

  private double squared(int i, int j) {
    return (x[i] - x[j]) * (x[i] - x[j]) + (y[i] - y[j]) * (y[i] - y[j]);
  }

  private Places scaled() {
    double reach = SHORTEST;
    for (int i = 0; i < x.length; i++) {
      reach = Math.max(reach, Math.max(Math.abs(x[i]), Math.abs(y[i])));
    }
    for (int i = 0; i < x.length; i++) {
      x[i] = 0.5 + x[i] / reach / 2;
      y[i] = 0.5 + y[i] / reach / 2;
    }
    return new Places(x, y);
  }
}
