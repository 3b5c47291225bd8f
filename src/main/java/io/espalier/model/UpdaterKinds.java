package io.espalier.model;

import io.espalier.wire.Updater;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The updaters there are, as experiment files name them: the pure half of their definition. The
 * engine's half is {@code io.espalier.engine.step.UpdaterForms}. Defaults are PyTorch's where it
 * has some.
 */
public final class UpdaterKinds {
  private static final String RATE = "learning-rate";

  private static final List<Kind> ALL =
      List.of(
          kind("sgd", Updater.Sgd.class, v -> new Updater.Sgd(v[0]), field(RATE, 1e-2)),
          kind(
              "momentum",
              Updater.Momentum.class,
              v -> new Updater.Momentum(v[0], v[1]),
              field(RATE, 1e-2),
              field("momentum", 0.9)),
          kind(
              "nesterov",
              Updater.Nesterov.class,
              v -> new Updater.Nesterov(v[0], v[1]),
              field(RATE, 1e-2),
              field("momentum", 0.9)),
          kind(
              "adam",
              Updater.Adam.class,
              v -> new Updater.Adam(v[0], v[1], v[2], v[3]),
              field(RATE, 1e-3),
              field("beta1", 0.9),
              field("beta2", 0.999),
              field("epsilon", 1e-8)),
          kind(
              "adamw",
              Updater.AdamW.class,
              v -> new Updater.AdamW(v[0], v[1], v[2], v[3], v[4]),
              field(RATE, 1e-3),
              field("beta1", 0.9),
              field("beta2", 0.999),
              field("epsilon", 1e-8),
              field("weight-decay", 0.01)),
          kind(
              "adagrad",
              Updater.AdaGrad.class,
              v -> new Updater.AdaGrad(v[0], v[1]),
              field(RATE, 1e-2),
              field("epsilon", 1e-10)),
          kind(
              "rmsprop",
              Updater.RmsProp.class,
              v -> new Updater.RmsProp(v[0], v[1], v[2]),
              field(RATE, 1e-2),
              field("decay", 0.99),
              field("epsilon", 1e-8)));

  private UpdaterKinds() {}

  /** A number of an updater: its key and what it is where a file does not say. */
  public record Field(String key, double usual) {}

  /**
   * One kind.
   *
   * @param key what {@code training.updater.kind} says
   * @param type what the maker makes
   * @param fields in the order in which the maker takes their values
   * @param maker throws {@link IllegalArgumentException} for a value out of range
   */
  public record Kind(
      String key,
      Class<? extends Updater> type,
      List<Field> fields,
      Function<double[], Updater> maker) {
    public Kind {
      fields = List.copyOf(fields);
    }

    /** The updater with every field at its usual value. */
    public Updater usual() {
      return maker.apply(usualValues());
    }

    /**
     * The updater with one field at another value, to try that value.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public Updater with(int field, double value) {
      double[] values = usualValues();
      values[field] = value;
      return maker.apply(values);
    }

    private double[] usualValues() {
      return fields.stream().mapToDouble(Field::usual).toArray();
    }
  }

  private static Kind kind(
      String key,
      Class<? extends Updater> type,
      Function<double[], Updater> maker,
      Field... fields) {
    return new Kind(key, type, Arrays.asList(fields), maker);
  }

  private static Field field(String key, double usual) {
    return new Field(key, usual);
  }

  /** All kinds, in the order in which they are told to people. */
  public static List<Kind> all() {
    return ALL;
  }
}
