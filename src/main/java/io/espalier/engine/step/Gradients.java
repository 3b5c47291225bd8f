package io.espalier.engine.step;

import java.util.List;
import java.util.Optional;

/** Where a way back has left the gradients of all parameters. To ask takes no memory. */
public final class Gradients {
  /** In the first array, all of them. */
  static final Gradients WHOLE = new Gradients(1, List.of(), List.of());

  private final int summands;
  private final List<DividedDense> whole;
  private final List<GradientFactors> factors;

  private Gradients(int summands, List<DividedDense> whole, List<GradientFactors> factors) {
    this.summands = summands;
    this.whole = List.copyOf(whole);
    this.factors = List.copyOf(factors);
  }

  /** In so many of a step's arrays, of which they are the sum, but for those in the first. */
  static Gradients of(int summands, List<DividedDense> whole) {
    return new Gradients(summands, whole, List.of());
  }

  /** In the first array, but for those that are not multiplied yet. */
  static Gradients of(List<GradientFactors> factors) {
    return new Gradients(1, List.of(), factors);
  }

  /** In how many arrays they are at most. */
  public int summands() {
    return summands;
  }

  /** In how many arrays a parameter's are. */
  int summands(FlatParameter parameter) {
    for (int i = 0; i < whole.size(); i++) {
      if (whole.get(i).holds(parameter)) {
        return 1;
      }
    }
    return summands;
  }

  /** The factors of a parameter's, where the arrays do not have them. */
  Optional<GradientFactors> factors(FlatParameter parameter) {
    for (int i = 0; i < factors.size(); i++) {
      if (factors.get(i).hold(parameter)) {
        return Optional.of(factors.get(i));
      }
    }
    return Optional.empty();
  }
}
