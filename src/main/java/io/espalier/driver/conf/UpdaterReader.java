package io.espalier.driver.conf;

import io.espalier.wire.Updater;
import io.espalier.wire.Updater.Adam;
import io.espalier.wire.Updater.AdamW;
import io.espalier.wire.Updater.Momentum;
import io.espalier.wire.Updater.Nesterov;
import io.espalier.wire.Updater.RmsProp;
import io.espalier.wire.Updater.Sgd;
import java.util.List;

/** Reads {@code training.updater}; defaults are PyTorch's where it has some. */
final class UpdaterReader {
  private static final List<String> KINDS =
      List.of("sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop");

  private UpdaterReader() {}

  static Updater read(Section section) {
    String kind = section.oneOf("kind", KINDS, "adam");
    boolean adaptive = kind.equals("adam") || kind.equals("adamw");
    double rate = section.real("learning-rate", adaptive ? 1e-3 : 1e-2, Sgd::new);
    Updater updater =
        switch (kind) {
          case "sgd" -> new Sgd(rate);
          case "momentum" -> new Momentum(rate, momentum(section));
          case "nesterov" -> new Nesterov(rate, momentum(section));
          case "adamw" ->
              new AdamW(
                  rate,
                  beta1(section),
                  beta2(section),
                  epsilon(section),
                  section.real("weight-decay", 0.01, v -> new AdamW(1, 0, 0, 1, v)));
          case "rmsprop" ->
              new RmsProp(
                  rate, section.real("decay", 0.99, v -> new RmsProp(1, v, 1)), epsilon(section));
          default -> new Adam(rate, beta1(section), beta2(section), epsilon(section));
        };
    section.close(" of an updater of kind " + kind);
    return updater;
  }

  private static double momentum(Section section) {
    return section.real("momentum", 0.9, v -> new Momentum(1, v));
  }

  private static double beta1(Section section) {
    return section.real("beta1", 0.9, v -> new Adam(1, v, 0, 1));
  }

  private static double beta2(Section section) {
    return section.real("beta2", 0.999, v -> new Adam(1, 0, v, 1));
  }

  private static double epsilon(Section section) {
    return section.real("epsilon", 1e-8, v -> new Adam(1, 0, 0, v));
  }
}
