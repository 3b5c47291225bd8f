package io.espalier.wire;

/** The loss of the output layer, a mean per example. */
public enum Loss implements Described {
  /** Softmax followed by the negative logarithm of the true class's probability. */
  CROSS_ENTROPY("softmax, then −log of the true class's probability; of classes"),
  /** Mean over the outputs of the squared difference. */
  SQUARED_ERROR("mean over the outputs of the squared difference");

  private final String help;

  Loss(String help) {
    this.help = help;
  }

  @Override
  public String help() {
    return help;
  }
}
