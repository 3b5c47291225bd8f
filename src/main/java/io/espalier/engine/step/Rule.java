package io.espalier.engine.step;

/**
 * What an updater does to a stretch of weights w, given gradients g. Plain loops over arrays in the
 * first cache, which the virtual machine turns into vector instructions: ND4J's updaters work
 * number by number and take several times as long.
 */
public interface Rule {
  /** Numbers of state per weight. */
  int states();

  /**
   * Updates the first {@code n} weights and their states.
   *
   * @param rate η of this step for each of them, bias corrections included
   */
  void apply(float[] w, float[] g, float[] first, float[] second, int n, float[] rate);

  /** The rate of a step; {@code iteration} steps were done before. */
  default double rate(double learningRate, int iteration) {
    return learningRate;
  }

  /** w ← w − η·g. */
  record Descent() implements Rule {
    @Override
    public int states() {
      return 0;
    }

    @Override
    public void apply(float[] w, float[] g, float[] first, float[] second, int n, float[] rate) {
      for (int i = 0; i < n; i++) {
        w[i] -= rate[i] * g[i];
      }
    }
  }

  /** w ← w − g, for running statistics, whose "gradient" is the whole step. */
  record Replacement() implements Rule {
    @Override
    public int states() {
      return 0;
    }

    @Override
    public void apply(float[] w, float[] g, float[] first, float[] second, int n, float[] rate) {
      for (int i = 0; i < n; i++) {
        w[i] -= g[i];
      }
    }
  }

  /** v ← μ·v + g, w ← w − η·v. */
  record Momentum(float momentum) implements Rule {
    @Override
    public int states() {
      return 1;
    }

    @Override
    public void apply(float[] w, float[] g, float[] v, float[] second, int n, float[] rate) {
      for (int i = 0; i < n; i++) {
        v[i] = momentum * v[i] + g[i];
        w[i] -= rate[i] * v[i];
      }
    }
  }

  /** v' ← μ·v − η·g, w ← w + (1 + μ)·v' − μ·v. */
  record Nesterov(float momentum) implements Rule {
    @Override
    public int states() {
      return 1;
    }

    @Override
    public void apply(float[] w, float[] g, float[] v, float[] second, int n, float[] rate) {
      float ahead = 1 + momentum;
      for (int i = 0; i < n; i++) {
        float kept = momentum * v[i];
        v[i] = kept - rate[i] * g[i];
        w[i] += ahead * v[i] - kept;
      }
    }
  }

  /** Adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η'·m/(√v + ε). */
  record Moments(double beta1, double beta2, double epsilon) implements Rule {
    @Override
    public int states() {
      return 2;
    }

    /** η' = η·√(1 − β₂ᵗ)/(1 − β₁ᵗ) in step t. */
    @Override
    public double rate(double learningRate, int iteration) {
      double step = iteration + 1.0;
      return learningRate
          * Math.sqrt(1 - StrictMath.pow(beta2, step))
          / (1 - StrictMath.pow(beta1, step));
    }

    @Override
    public void apply(float[] w, float[] g, float[] m, float[] v, int n, float[] rate) {
      float keepFirst = (float) beta1;
      float takeFirst = (float) (1 - beta1);
      float keepSecond = (float) beta2;
      float takeSecond = (float) (1 - beta2);
      float floor = (float) epsilon;
      for (int i = 0; i < n; i++) {
        m[i] = keepFirst * m[i] + takeFirst * g[i];
        v[i] = keepSecond * v[i] + takeSecond * g[i] * g[i];
        w[i] -= rate[i] * m[i] / ((float) Math.sqrt(v[i]) + floor);
      }
    }
  }

  /** RMSProp: s ← d·s + (1 − d)g², w ← w − η·g/(√s + ε). */
  record MeanSquare(float decay, float epsilon) implements Rule {
    @Override
    public int states() {
      return 1;
    }

    @Override
    public void apply(float[] w, float[] g, float[] s, float[] second, int n, float[] rate) {
      float take = 1 - decay;
      for (int i = 0; i < n; i++) {
        s[i] = decay * s[i] + take * g[i] * g[i];
        w[i] -= rate[i] * g[i] / ((float) Math.sqrt(s[i]) + epsilon);
      }
    }
  }
}
