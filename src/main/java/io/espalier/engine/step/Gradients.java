package io.espalier.engine.step;

import java.util.List;
import java.util.Optional;

/** Where a way back has left the gradients of all parameters. */
public final class Gradients {
  private final int summands;
  private final List<GradientFactors> factors;

  private Gradients(int summands, List<GradientFactors> factors) {
    this.summands = summands;
    this.factors = factors;
  }

  /** In so many of a step's arrays, of which they are the sum. */
  static Gradients of(int summands) {
    return new Gradients(summands, List.of());
  }

  /** In the first array, but for those that are not multiplied yet. */
  static Gradients of(List<GradientFactors> factors) {
    return new Gradients(1, List.copyOf(factors));
  }

  /** In how many arrays they are. */
  public int summands() {
    return summands;
  }

  /** The factors of a parameter's, where the arrays do not have them. */
  Optional<GradientFactors> factors(FlatParameter parameter) {
    return factors.stream().filter(of -> of.hold(parameter.from())).findFirst();
  }
}
