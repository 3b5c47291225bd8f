package io.espalier.engine.step;

import io.espalier.engine.layers.HeavyBall;
import io.espalier.wire.Updater;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The engine's half of the updaters: each as DL4J has it, and the compiled {@link Rule} that does
 * the same.
 *
 * <p>Where DL4J's rule is not the textbook's to the letter: Adam's ε is the paper's ε̂ (added
 * before the bias of the second moment is corrected, as TensorFlow does), and Nesterov's velocity
 * holds the learning rate (the same as PyTorch's while the rate is constant). The squares of
 * AdaGrad and RMSProp start at 0 and ε is added after the root, as PyTorch does.
 */
public final class UpdaterForms {
  /** The ε of DL4J's AdaMax, which its rule leaves aside. */
  private static final double UNUSED = 1e-8;

  private static final List<Form<?, ?>> ALL =
      List.of(
          new Form<>(
              Updater.Sgd.class,
              u -> new Sgd(u.learningRate()),
              Sgd.class,
              u -> Optional.of(new Rule.Descent())),
          new Form<>(
              Updater.Momentum.class,
              u -> new HeavyBall(u.learningRate(), u.momentum()),
              HeavyBall.class,
              u -> Optional.of(new Rule.Momentum((float) u.momentum()))),
          new Form<>(
              Updater.Nesterov.class,
              u -> new Nesterovs(u.learningRate(), u.momentum()),
              Nesterovs.class,
              u ->
                  u.getMomentumISchedule() == null
                      ? Optional.of(new Rule.Nesterov((float) u.getMomentum()))
                      : Optional.empty()),
          new Form<>(
              Updater.Adam.class,
              u -> new Adam(u.learningRate(), u.beta1(), u.beta2(), u.epsilon()),
              Adam.class,
              UpdaterForms::moments),
          // AdamW's decay is a penalty of the layers.
          new Form<>(
              Updater.AdamW.class,
              u -> new Adam(u.learningRate(), u.beta1(), u.beta2(), u.epsilon()),
              Adam.class,
              UpdaterForms::moments),
          new Form<>(
              Updater.AdaGrad.class,
              u -> new AdaGrad(u.learningRate(), u.epsilon()),
              AdaGrad.class,
              u -> Optional.of(new SquareSum((float) u.getEpsilon()))),
          new Form<>(
              Updater.RmsProp.class,
              u -> new RmsProp(u.learningRate(), u.decay(), u.epsilon()),
              RmsProp.class,
              u ->
                  Optional.of(
                      new Rule.MeanSquare((float) u.getRmsDecay(), (float) u.getEpsilon()))),
          new Form<>(
              Updater.AdaMax.class,
              u -> new AdaMax(u.learningRate(), u.beta1(), u.beta2(), UNUSED),
              AdaMax.class,
              u -> Optional.of(new LargestGradient(u.getBeta1(), u.getBeta2()))));

  private UpdaterForms() {}

  /**
   * An updater's forms.
   *
   * @param dl4j makes it as DL4J has it
   * @param rule the compiled form of such an updater of DL4J; empty where it has a setting that the
   *     rule has not
   */
  private record Form<U extends Updater, D extends IUpdater>(
      Class<U> type,
      Function<U, IUpdater> dl4j,
      Class<D> dl4jType,
      Function<D, Optional<Rule>> rule) {
    IUpdater of(Updater updater) {
      return dl4j.apply(type.cast(updater));
    }

    Optional<Rule> rule(IUpdater updater) {
      return rule.apply(dl4jType.cast(updater));
    }
  }

  /** AdaGrad: s ← s + g², w ← w − η·g/(√s + ε). */
  private record SquareSum(float epsilon) implements Rule {
    @Override
    public int states() {
      return 1;
    }

    @Override
    public void apply(float[] w, float[] g, float[] s, float[] second, int n, float[] rate) {
      for (int i = 0; i < n; i++) {
        s[i] += g[i] * g[i];
        w[i] -= rate[i] * g[i] / ((float) Math.sqrt(s[i]) + epsilon);
      }
    }
  }

  /** AdaMax: m ← β₁m + (1 − β₁)g, u ← max(β₂u, |g|), w ← w − η'·m/u. */
  private record LargestGradient(double beta1, double beta2) implements Rule {
    /** DL4J's, which keeps from a division by 0. */
    private static final float FLOOR = 1e-32f;

    @Override
    public int states() {
      return 2;
    }

    /** η' = η/(1 − β₁ᵗ) in step t. */
    @Override
    public double rate(double learningRate, int iteration) {
      return learningRate / (1 - StrictMath.pow(beta1, iteration + 1.0));
    }

    @Override
    public void apply(float[] w, float[] g, float[] m, float[] u, int n, float[] rate) {
      float keepFirst = (float) beta1;
      float takeFirst = (float) (1 - beta1);
      float keepSecond = (float) beta2;
      for (int i = 0; i < n; i++) {
        m[i] = keepFirst * m[i] + takeFirst * g[i];
        u[i] = Math.max(keepSecond * u[i], Math.abs(g[i])) + FLOOR;
        w[i] -= rate[i] * m[i] / u[i];
      }
    }
  }

  private static Optional<Rule> moments(Adam adam) {
    return Optional.of(new Rule.Moments(adam.getBeta1(), adam.getBeta2(), adam.getEpsilon()));
  }

  /**
   * An updater as DL4J has it.
   *
   * @throws IllegalStateException if its definition lacks the engine's half
   */
  public static IUpdater of(Updater updater) {
    return ALL.stream()
        .filter(form -> form.type() == updater.getClass())
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no form for DL4J of " + updater.getClass().getName()))
        .of(updater);
  }

  /** The compiled rule of an updater of DL4J, or nothing if there is none. */
  public static Optional<Rule> rule(IUpdater updater) {
    if (updater instanceof NoOp) {
      return Optional.of(new Rule.Replacement());
    }
    return ALL.stream()
        .filter(form -> form.dl4jType() == updater.getClass())
        .findFirst()
        .flatMap(form -> form.rule(updater));
  }
}
