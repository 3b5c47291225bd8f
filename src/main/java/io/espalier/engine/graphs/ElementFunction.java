package io.espalier.engine.graphs;

import io.espalier.wire.Activation;

/** A function y of x and its slope, over arrays. */
public sealed interface ElementFunction {
  /** Writes y of the first {@code n} numbers. */
  void apply(float[] x, float[] y, int n);

  /** δ ← δ·dy/dx for the first {@code n} numbers. */
  void multiply(float[] x, float[] y, float[] delta, int n);

  static ElementFunction of(Activation activation) {
    return switch (activation) {
      case IDENTITY -> new Rectifier(1);
      case RELU -> new Rectifier(0);
      case LEAKY_RELU -> new Rectifier(0.01f);
      default -> new Smooth(Curve.of(activation));
    };
  }

  /**
   * y = max(x, αx) for α in [0, 1]; dy/dx = 1 where x > 0, else α. Without branches: they would be
   * mispredicted half the time, and keep loops from vector instructions.
   */
  record Rectifier(float slope) implements ElementFunction {
    /** Takes the smallest number that is not denormal beyond 1. */
    private static final float LARGE = 1e38f;

    @Override
    public void apply(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) {
        y[i] = Math.max(x[i], slope * x[i]);
      }
    }

    @Override
    public void multiply(float[] x, float[] y, float[] delta, int n) {
      float rest = 1 - slope;
      for (int i = 0; i < n; i++) {
        float positive = Math.min(Math.max(x[i], 0) * LARGE, 1);
        delta[i] *= slope + rest * positive;
      }
    }
  }

  /** Any other, one number after the other in double precision; nothing becomes denormal. */
  record Smooth(Curve curve) implements ElementFunction {
    private static final double TINY = 1e-30;

    @Override
    public void apply(float[] x, float[] y, int n) {
      for (int i = 0; i < n; i++) {
        y[i] = flushed(curve.value(x[i]));
      }
    }

    @Override
    public void multiply(float[] x, float[] y, float[] delta, int n) {
      for (int i = 0; i < n; i++) {
        delta[i] = flushed(delta[i] * curve.slope(x[i]));
      }
    }

    private static float flushed(double number) {
      return Math.abs(number) < TINY ? 0 : (float) number;
    }
  }
}
