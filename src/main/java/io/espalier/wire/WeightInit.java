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
  public enum Scheme implements Described {
    /** Normal, variance 2 / (n + m) (Glorot and Bengio 2010). */
    XAVIER("normal, variance 2 / (inputs + outputs) (Glorot and Bengio 2010)"),
    /** Uniform in ±√(6 / (n + m)) (Glorot and Bengio 2010). */
    XAVIER_UNIFORM("uniform in ±√(6 / (inputs + outputs)) (Glorot and Bengio 2010)"),
    /** Normal, variance 2 / n (He et al. 2015). */
    HE("normal, variance 2 / inputs (He et al. 2015)"),
    /** Uniform in ±√(6 / n) (He et al. 2015). */
    HE_UNIFORM("uniform in ±√(6 / inputs) (He et al. 2015)"),
    /** Normal, variance 1 / n (LeCun et al. 1998). */
    LECUN("normal, variance 1 / inputs (LeCun et al. 1998)"),
    /**
     * Weights and biases uniform in ±1/√n, the default of PyTorch's linear and convolution layers.
     */
    PYTORCH("weights and biases uniform in ±1/√inputs, PyTorch's default"),
    /** Normal with mean 0 and standard deviation {@code value}. */
    NORMAL("{ normal = d }: normal with standard deviation d"),
    /** Every weight is {@code value}. */
    CONSTANT("{ constant = c }: every weight is c");

    private final String help;

    Scheme(String help) {
      this.help = help;
    }

    @Override
    public String help() {
      return help;
    }
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
