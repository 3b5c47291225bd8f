package io.espalier.engine;

import io.espalier.engine.trial.GradientError;
import java.util.List;

/**
 * How far computed gradients are from numeric ones.
 *
 * @param parameters every trained parameter, in the network's order
 */
public record GradientReport(List<GradientError> parameters) {
  public GradientReport {
    parameters = List.copyOf(parameters);
  }

  /** The largest error of all; NaN if one of them is. */
  public double largest() {
    return parameters.stream().mapToDouble(GradientError::largest).reduce(0, Math::max);
  }
}
