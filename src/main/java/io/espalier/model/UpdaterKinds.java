package io.espalier.model;

import io.espalier.wire.Updater;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The updaters there are. The engine's half is {@code io.espalier.engine.step.UpdaterForms}.
 * Defaults are PyTorch's where it has some.
 */
public final class UpdaterKinds {
  private static final String RATE = "learning-rate";
  private static final String MOMENTUM = "momentum";
  private static final String BETA1 = "beta1";
  private static final String BETA2 = "beta2";
  private static final String EPSILON = "epsilon";

  private static final List<Definition<Updater>> ALL =
      List.of(
          updater(
              "sgd",
              Updater.Sgd.class,
              "stochastic gradient descent: w ← w − η·g",
              v -> new Updater.Sgd(v.real(RATE)),
              rate(1e-2)),
          updater(
              "momentum",
              Updater.Momentum.class,
              "heavy ball: v ← μ·v + g, w ← w − η·v (Polyak 1964)",
              v -> new Updater.Momentum(v.real(RATE), v.real(MOMENTUM)),
              rate(1e-2),
              fraction(MOMENTUM, 0.9, "share μ of the velocity that is kept")),
          updater(
              "nesterov",
              Updater.Nesterov.class,
              "momentum that looks ahead (Nesterov 1983)",
              v -> new Updater.Nesterov(v.real(RATE), v.real(MOMENTUM)),
              rate(1e-2),
              fraction(MOMENTUM, 0.9, "share μ of the velocity that is kept")),
          updater(
              "adam",
              Updater.Adam.class,
              "steps scaled by the gradient's moments (Kingma and Ba 2015)",
              v -> new Updater.Adam(v.real(RATE), v.real(BETA1), v.real(BETA2), v.real(EPSILON)),
              rate(1e-3),
              fraction(BETA1, 0.9, "decay β₁ of the mean"),
              fraction(BETA2, 0.999, "decay β₂ of the mean square"),
              epsilon(1e-8)),
          updater(
              "adamw",
              Updater.AdamW.class,
              "adam with decoupled weight decay (Loshchilov and Hutter 2019)",
              v ->
                  new Updater.AdamW(
                      v.real(RATE),
                      v.real(BETA1),
                      v.real(BETA2),
                      v.real(EPSILON),
                      v.real("weight-decay")),
              rate(1e-3),
              fraction(BETA1, 0.9, "decay β₁ of the mean"),
              fraction(BETA2, 0.999, "decay β₂ of the mean square"),
              epsilon(1e-8),
              Field.real(
                  "weight-decay", FieldRange.AT_LEAST_ZERO, 0.01, "λ of w ← w − η·λ·w, no biases")),
          updater(
              "adagrad",
              Updater.AdaGrad.class,
              "rates that fall with the sum of squared gradients (Duchi et al. 2011)",
              v -> new Updater.AdaGrad(v.real(RATE), v.real(EPSILON)),
              rate(1e-2),
              epsilon(1e-10)),
          updater(
              "rmsprop",
              Updater.RmsProp.class,
              "steps divided by the root of a running mean square (Tieleman and Hinton 2012)",
              v -> new Updater.RmsProp(v.real(RATE), v.real("decay"), v.real(EPSILON)),
              rate(1e-2),
              fraction("decay", 0.99, "decay of the mean square"),
              epsilon(1e-8)),
          updater(
              "adamax",
              Updater.AdaMax.class,
              "adam over the largest gradient instead of the mean square (Kingma and Ba 2015)",
              v -> new Updater.AdaMax(v.real(RATE), v.real(BETA1), v.real(BETA2)),
              rate(2e-3),
              fraction(BETA1, 0.9, "decay β₁ of the mean"),
              fraction(BETA2, 0.999, "decay β₂ of the largest magnitude")));

  private UpdaterKinds() {}

  private static Definition<Updater> updater(
      String key,
      Class<? extends Updater> type,
      String help,
      Function<Values, Updater> maker,
      Field... fields) {
    String example = "updater { kind = " + key + ", " + RATE + " = 0.003 }";
    return new Definition<>(key, type, help, example, Arrays.asList(fields), maker);
  }

  private static Field rate(double usual) {
    return Field.real(RATE, FieldRange.ABOVE_ZERO, usual, "η of the first epoch");
  }

  private static Field fraction(String key, double usual, String help) {
    return Field.real(key, FieldRange.FRACTION, usual, help);
  }

  private static Field epsilon(double usual) {
    return Field.real(EPSILON, FieldRange.ABOVE_ZERO, usual, "ε, which keeps from a division by 0");
  }

  /** All kinds, in the order in which they are told to people. */
  public static List<Definition<Updater>> all() {
    return ALL;
  }
}
