package io.espalier.wire;

import java.io.Serializable;
import java.util.Locale;
import java.util.Optional;

/**
 * What bounds the gradient of every step (Pascanu et al. 2013): the gradient of the batch's mean
 * loss, before penalties are added. One of the two at most.
 *
 * @param norm largest Euclidean norm of the gradients of all parameters together, to which longer
 *     ones are scaled; 0 for none
 * @param value largest magnitude of each number, at which it is cut off; 0 for none
 */
public record GradientClip(double norm, double value) implements Serializable {
  /** Gradients are taken as they are. */
  public static final GradientClip NONE = new GradientClip(0, 0);

  public GradientClip {
    Check.notNegative("norm", norm);
    Check.notNegative("value", value);
    Check.that(
        norm == 0 || value == 0, "gradients are clipped by their norm or by their value, not both");
  }

  /** Scales the gradients together if their norm is larger. */
  public static GradientClip ofNorm(double norm) {
    return new GradientClip(norm, 0);
  }

  /** Cuts each number off. */
  public static GradientClip ofValue(double value) {
    return new GradientClip(0, value);
  }

  /** What gradients of so large a norm are multiplied by, at most 1. */
  public double factor(double length) {
    return norm > 0 && length > norm ? norm / length : 1;
  }

  /** What it does, for a person; empty if nothing. */
  public Optional<String> inWords() {
    if (equals(NONE)) {
      return Optional.empty();
    }
    return Optional.of(
        norm > 0
            ? String.format(Locale.ROOT, "gradients clipped to a norm of %s", norm)
            : String.format(Locale.ROOT, "gradients clipped number by number at %s", value));
  }
}
