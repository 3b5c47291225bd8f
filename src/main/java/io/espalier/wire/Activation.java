package io.espalier.wire;

/**
 * Element-wise activation functions, named in experiment files in lower case with hyphens ({@code
 * leaky-relu}).
 */
public enum Activation {
  IDENTITY,
  RELU,
  /** Slope 0.01 below zero, as PyTorch's default. */
  LEAKY_RELU,
  ELU,
  SELU,
  GELU,
  SWISH,
  SOFTPLUS,
  SIGMOID,
  TANH,
  ARCTAN
}
