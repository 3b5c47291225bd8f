package io.espalier.wire;

import java.io.Serializable;

/**
 * How a layer's weights start.
 *
 * @param value the number of {@link Scheme#NORMAL} and {@link Scheme#CONSTANT}
 * @param bias where every bias starts, except with {@link Scheme#PYTORCH}
 */
public record WeightInit(Scheme scheme, double value, double bias) implements Serializable {
  /** The distribution; n is the layer's inputs (fan in), m its outputs (fan out). */
  public enum Scheme {
    /** Normal, variance 2 / (n + m) (Glorot and Bengio 2010). */
    XAVIER,
    /** Uniform in ±√(6 / (n + m)) (Glorot and Bengio 2010). */
    XAVIER_UNIFORM,
    /** Normal, variance 2 / n (He et al. 2015). */
    HE,
    /** Uniform in ±√(6 / n) (He et al. 2015). */
    HE_UNIFORM,
    /** Normal, variance 1 / n (LeCun et al. 1998). */
    LECUN,
    /**
     * Weights and biases uniform in ±1/√n, the default of PyTorch's linear and convolution layers.
     */
    PYTORCH,
    /** Normal with mean 0 and standard deviation {@code value}. */
    NORMAL,
    /** Every weight is {@code value}. */
    CONSTANT
  }

  public WeightInit {
    Check.that(Double.isFinite(value), "the weights' value must be finite, not %s", value);
    Check.that(
        scheme != Scheme.NORMAL || value > 0,
        "a normal start needs a standard deviation above 0, not %s",
        value);
    Check.that(Double.isFinite(bias), "the biases' start must be finite, not %s", bias);
  }

  /** Biases start at 0. */
  public WeightInit(Scheme scheme, double value) {
    this(scheme, value, 0);
  }

  /** A scheme that needs no number. */
  public static WeightInit of(Scheme scheme) {
    return new WeightInit(scheme, scheme == Scheme.NORMAL ? 1 : 0);
  }
}
