package io.espalier.engine.graphs;

import io.espalier.wire.Activation;

/** A smooth function of one number and its slope, with DL4J's constants. */
enum Curve {
  ELU {
    @Override
    double value(double x) {
      return x >= 0 ? x : Math.exp(x) - 1;
    }

    @Override
    double slope(double x) {
      return x >= 0 ? 1 : Math.exp(x);
    }
  },
  SELU {
    @Override
    double value(double x) {
      return x > 0 ? SELU_SCALE * x : SELU_SCALE * SELU_ALPHA * (Math.exp(x) - 1);
    }

    @Override
    double slope(double x) {
      return x > 0 ? SELU_SCALE : SELU_SCALE * SELU_ALPHA * Math.exp(x);
    }
  },
  /** x·Φ(x) with the normal distribution's Φ. */
  GELU {
    @Override
    double value(double x) {
      return x * normal(x);
    }

    @Override
    double slope(double x) {
      return normal(x) + x * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    }
  },
  SWISH {
    @Override
    double value(double x) {
      return x * logistic(x);
    }

    @Override
    double slope(double x) {
      double s = logistic(x);
      return s * (1 + x * (1 - s));
    }
  },
  SOFTPLUS {
    @Override
    double value(double x) {
      return Math.max(x, 0) + Math.log(1 + Math.exp(-Math.abs(x)));
    }

    @Override
    double slope(double x) {
      return logistic(x);
    }
  },
  SIGMOID {
    @Override
    double value(double x) {
      return logistic(x);
    }

    @Override
    double slope(double x) {
      double s = logistic(x);
      return s * (1 - s);
    }
  },
  TANH {
    @Override
    double value(double x) {
      return tangent(x);
    }

    @Override
    double slope(double x) {
      double y = tangent(x);
      return 1 - y * y;
    }
  },
  ARCTAN {
    @Override
    double value(double x) {
      return Math.atan(x);
    }

    @Override
    double slope(double x) {
      return 1 / (1 + x * x);
    }
  },
  /** x·t with t = tanh(log(1 + exp x)) = (1 − q²)/(1 + q²), q the logistic function of −x. */
  MISH {
    @Override
    double value(double x) {
      double q = logistic(-x);
      return x * logistic(x) * (1 + q) / (1 + q * q);
    }

    @Override
    double slope(double x) {
      double q = logistic(-x);
      double s = logistic(x);
      double divisor = 1 + q * q;
      return s * (1 + q) / divisor + x * 4 * q * q * s / (divisor * divisor);
    }
  };

  private static final double SELU_SCALE = 1.0507009873554805;
  private static final double SELU_ALPHA = 1.6732632423543772;

  abstract double value(double x);

  abstract double slope(double x);

  /**
   * The curve of an activation, which bears its name.
   *
   * @throws IllegalArgumentException if it has none
   */
  static Curve of(Activation activation) {
    return valueOf(activation.name());
  }

  static double logistic(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** By the exponential function, which the virtual machine computes several times as fast. */
  static double tangent(double x) {
    return 1 - 2 / (Math.exp(2 * x) + 1);
  }

  /** Φ(x) = (1 + erf(x/√2)) / 2, to 1e-7 (Abramowitz and Stegun 1964, formula 7.1.26). */
  static double normal(double x) {
    double z = Math.abs(x) / Math.sqrt(2);
    double t = 1 / (1 + 0.3275911 * z);
    double sum =
        t
            * (0.254829592
                + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
    double half = sum * Math.exp(-z * z) / 2;
    return x < 0 ? half : 1 - half;
  }
}
