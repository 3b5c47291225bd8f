package io.espalier.data.generate;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;

/**
 * A square grey sheet on which Java2D paths are stroked. Coverage is computed here, from each
 * pixel's distance to the path, rather than by a renderer: it uses only operations that Java
 * defines to the last bit.
 */
final class Ink {
  private static final double FLATNESS_PIXELS = 0.05;

  private final int side;
  private final double[] coverage;

  Ink(int side) {
    this.side = side;
    this.coverage = new double[side * side];
  }

  /** How dark a pixel is, 0 to 1. */
  double at(int pixel) {
    return coverage[pixel];
  }

  /** Strokes a path with round ends; where strokes cross, the darker one shows. */
  void stroke(Path2D path, AffineTransform toPixels, double width, double strength) {
    double[] point = new double[6];
    double fromX = 0;
    double fromY = 0;
    for (PathIterator at = path.getPathIterator(toPixels, FLATNESS_PIXELS);
        !at.isDone();
        at.next()) {
      if (at.currentSegment(point) == PathIterator.SEG_LINETO) {
        segment(fromX, fromY, point[0], point[1], width / 2, strength);
      }
      fromX = point[0];
      fromY = point[1];
    }
  }

  private void segment(
      double fromX, double fromY, double toX, double toY, double half, double strength) {
    int top = clamp(Math.min(fromY, toY) - half - 1);
    int bottom = clamp(Math.max(fromY, toY) + half + 1);
    int left = clamp(Math.min(fromX, toX) - half - 1);
    int right = clamp(Math.max(fromX, toX) + half + 1);
    double dx = toX - fromX;
    double dy = toY - fromY;
    double squared = dx * dx + dy * dy;
    for (int y = top; y <= bottom; y++) {
      for (int x = left; x <= right; x++) {
        double px = x + 0.5 - fromX;
        double py = y + 0.5 - fromY;
        double along = squared == 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / squared));
        double offX = px - along * dx;
        double offY = py - along * dy;
        double distance = StrictMath.sqrt(offX * offX + offY * offY);
        double cover = Math.max(0, Math.min(1, half + 0.5 - distance)) * strength;
        int pixel = y * side + x;
        coverage[pixel] = Math.max(coverage[pixel], cover);
      }
    }
  }

  private int clamp(double pixel) {
    return (int) Math.max(0, Math.min(side - 1, pixel));
  }
}
