package io.espalier.data.generate;

import java.awt.geom.Path2D;

/**
 * The shapes of the ten digits in a box from (−1, −1), top left, to (1, 1), as a hand would draw
 * them: with variants, and every point a little off.
 */
final class Strokes {
  private static final double UNSTEADY = 0.09;
  private static final int ARC_STEPS = 16;

  private final Chance chance;
  private final Path2D.Double path = new Path2D.Double();

  private Strokes(Chance chance) {
    this.chance = chance;
  }

  static Path2D digit(int digit, Chance chance) {
    Strokes strokes = new Strokes(chance);
    switch (digit) {
      case 0 -> strokes.zero();
      case 1 -> strokes.one();
      case 2 -> strokes.two();
      case 3 -> strokes.three();
      case 4 -> strokes.four();
      case 5 -> strokes.five();
      case 6 -> strokes.six();
      case 7 -> strokes.seven();
      case 8 -> strokes.eight();
      case 9 -> strokes.nine();
      default -> throw new IllegalArgumentException("no digit: " + digit);
    }
    return strokes.path;
  }

  private void zero() {
    arc(0, 0, chance.between(0.45, 0.75), 1, 0, 360);
  }

  private void one() {
    move(0.1, -1);
    line(0, 1);
    if (chance.with(0.6)) {
      move(-0.45, -0.6);
      line(0.1, -1);
    }
    if (chance.with(0.35)) {
      move(-0.5, 1);
      line(0.5, 1);
    }
  }

  private void two() {
    move(-0.6, -0.55);
    curve(-0.4, -1.2, 0.8, -1.15, 0.6, -0.35);
    curve(0.5, 0.05, -0.2, 0.5, -0.65, 1);
    line(0.7, 0.95);
  }

  private void three() {
    move(-0.6, -0.8);
    curve(0, -1.25, 0.95, -0.75, -0.05, -0.08);
    curve(1.05, 0.1, 0.6, 1.3, -0.65, 0.8);
  }

  private void four() {
    move(chance.with(0.5) ? -0.5 : 0.2, -1);
    line(-0.65, 0.25);
    line(0.75, 0.25);
    move(0.3, chance.with(0.5) ? -0.4 : -1);
    line(0.3, 1);
  }

  private void five() {
    move(0.6, -1);
    line(-0.45, -0.95);
    line(-0.5, -0.15);
    curve(0.3, -0.55, 1.1, 0.35, 0.25, 0.9);
    curve(0, 1.05, -0.4, 1, -0.65, 0.75);
  }

  private void six() {
    move(0.45, -1);
    curve(-0.3, -0.75, -0.75, 0, -0.55, 0.55);
    arc(0, 0.45, 0.55, 0.52, 180, 540);
  }

  private void seven() {
    move(-0.65, -0.95);
    line(0.65, -0.95);
    curve(0.3, -0.3, 0, 0.3, -0.15, 1);
    if (chance.with(0.4)) {
      move(-0.35, 0);
      line(0.5, 0);
    }
  }

  private void eight() {
    double waist = chance.between(-0.15, 0.05);
    arc(0, (waist - 1) / 2, chance.between(0.4, 0.55), (waist + 1) / 2, 90, 450);
    arc(0, (waist + 1) / 2, chance.between(0.45, 0.65), (1 - waist) / 2, 270, 630);
  }

  private void nine() {
    arc(0, -0.45, 0.55, 0.52, 0, 360);
    move(0.55, -0.5);
    curve(0.6, 0.1, 0.5, 0.6, chance.with(0.5) ? 0.3 : -0.3, 1);
  }

  private void move(double x, double y) {
    path.moveTo(off(x), off(y));
  }

  private void line(double x, double y) {
    path.lineTo(off(x), off(y));
  }

  private void curve(double x1, double y1, double x2, double y2, double x, double y) {
    path.curveTo(off(x1), off(y1), off(x2), off(y2), off(x), off(y));
  }

  /** Part of an ellipse; degrees clockwise from three o'clock; often not quite closed. */
  private void arc(double x, double y, double radiusX, double radiusY, double from, double to) {
    double centreX = off(x);
    double centreY = off(y);
    double wide = off(radiusX);
    double high = off(radiusY);
    double start = from + chance.between(-20, 20);
    double end = to + chance.between(-25, 15);
    for (int i = 0; i <= ARC_STEPS; i++) {
      double angle = StrictMath.toRadians(start + (end - start) * i / ARC_STEPS);
      double atX = centreX + wide * StrictMath.cos(angle);
      double atY = centreY + high * StrictMath.sin(angle);
      if (i == 0) {
        path.moveTo(atX, atY);
      } else {
        path.lineTo(atX, atY);
      }
    }
  }

  private double off(double coordinate) {
    return coordinate + chance.between(-UNSTEADY, UNSTEADY);
  }
}
