package io.espalier.wire;

/**
 * Element-wise activation functions, named in experiment files in lower case with hyphens ({@code
 * leaky-relu}): the pure half of their definition. The engine's half is {@code
 * io.espalier.engine.step.ActivationForms}.
 */
public enum Activation implements Described {
  IDENTITY("x itself"),
  RELU("max(x, 0)"),
  /** Slope 0.01 below zero, as PyTorch's default. */
  LEAKY_RELU("x, and 0.01·x below 0"),
  ELU("x, and exp(x) − 1 below 0 (Clevert et al. 2015)"),
  SELU("a scaled elu that keeps mean and variance (Klambauer et al. 2017)"),
  GELU("x·Φ(x) with the normal distribution's Φ, exact (Hendrycks and Gimpel 2016)"),
  SWISH("x·sigmoid(x), also called silu (Ramachandran et al. 2017)"),
  SOFTPLUS("log(1 + exp(x))"),
  SIGMOID("1 / (1 + exp(−x))"),
  TANH("the hyperbolic tangent"),
  ARCTAN("arctan(x), in (−π/2, π/2)"),
  MISH("x·tanh(softplus(x)) (Misra 2019)");

  private final String help;

  Activation(String help) {
    this.help = help;
  }

  @Override
  public String help() {
    return help;
  }
}
