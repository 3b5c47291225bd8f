package io.espalier.engine.lanes;

import io.espalier.wire.GradientClip;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.util.List;
import java.util.Optional;

/**
 * What segments that train side by side have in common; those of equal shapes may. Free are the
 * seed, the weights' beginning, learning rate and schedule, the sizes of penalties, dropout rates,
 * label smoothing, class weights, and what ends a training early.
 *
 * @param layers with a dropout rate of 0
 * @param penalties which kinds there are
 * @param updater with a rate of 1
 * @param examples in a step
 * @param steps of {@link TrainingSpec.Budget}
 * @param data what of them are trained on and measured
 */
public record LaneShape(
    int inputs,
    List<LayerSpec> layers,
    int outputs,
    Loss loss,
    Updater updater,
    Penalties penalties,
    int examples,
    int steps,
    Span data) {
  /**
   * Multiplications of a step in one lane, forward and back, up to which Java is as fast as the
   * native library, whose products are faster and whose calls cost microseconds each.
   */
  static final long MOST_PRODUCTS = 1_500_000;

  /** Bytes of all lanes that still lie in a processor's second cache. */
  private static final long CACHE = 2 << 20;

  private static final int MOST_LANES = 32;

  /** Fewer are no faster side by side than one after another. */
  private static final int FEWEST_LANES = 8;

  /** Which penalties there are. */
  public record Penalties(boolean l1, boolean l2, boolean decay) {}

  /** Which fold, repeat and epochs, and whether there is something to validate on. */
  public record Span(int fold, int repeat, int fromEpoch, int toEpoch, String parts) {}

  public LaneShape {
    layers = List.copyOf(layers);
  }

  /**
   * The shape of a segment; nothing if it trains in another way.
   *
   * @param input of the data, as are the outputs
   * @param rows examples that it trains on
   */
  public static Optional<LaneShape> of(Segment segment, InputShape input, int outputs, int rows) {
    ModelSpec model = segment.model();
    TrainingSpec training = segment.training();
    boolean dense =
        switch (model.kind()) {
          case LINEAR, SOFTMAX, MLP -> model.layers().stream().allMatch(LaneShape::takes);
          case CNN, GCN, RNN, FUNCTION, CLASS, TRAINABLE -> false;
        };
    if (!dense
        || !model.ownLoss().isEmpty()
        || input instanceof InputShape.Graph
        || !training.gradientClip().equals(GradientClip.NONE)) {
      return Optional.empty();
    }
    LaneShape shape =
        new LaneShape(
            input.size(),
            model.layers().stream().map(LaneShape::withoutRate).toList(),
            outputs,
            model.loss(),
            withoutRate(training.updater()),
            new Penalties(
                training.l1() > 0,
                training.l2() > 0,
                training.updater() instanceof Updater.AdamW adam && adam.weightDecay() > 0),
            Math.min(training.batchSize(), rows),
            training.budget().steps(),
            new Span(
                segment.fold(),
                segment.repeat(),
                segment.fromEpoch(),
                segment.toEpoch(),
                segment.trainOn() + " " + segment.measureValidation()));
    return shape.products() <= MOST_PRODUCTS ? Optional.of(shape) : Optional.empty();
  }

  private static boolean takes(LayerSpec layer) {
    return (layer instanceof LayerSpec.Dense dense && !dense.layerNorm())
        || layer instanceof LayerSpec.Dropout;
  }

  private static LayerSpec withoutRate(LayerSpec layer) {
    return layer instanceof LayerSpec.Dropout ? new LayerSpec.Dropout(0) : layer;
  }

  private static Updater withoutRate(Updater updater) {
    if (updater instanceof Updater.Momentum u) {
      return new Updater.Momentum(1, u.momentum());
    }
    if (updater instanceof Updater.Nesterov u) {
      return new Updater.Nesterov(1, u.momentum());
    }
    if (updater instanceof Updater.Adam u) {
      return new Updater.Adam(1, u.beta1(), u.beta2(), u.epsilon());
    }
    if (updater instanceof Updater.AdamW u) {
      return new Updater.AdamW(1, u.beta1(), u.beta2(), u.epsilon(), 0);
    }
    if (updater instanceof Updater.AdaGrad u) {
      return new Updater.AdaGrad(1, u.epsilon());
    }
    if (updater instanceof Updater.RmsProp u) {
      return new Updater.RmsProp(1, u.decay(), u.epsilon());
    }
    return updater instanceof Updater.AdaMax u
        ? new Updater.AdaMax(1, u.beta1(), u.beta2())
        : new Updater.Sgd(1);
  }

  /** Multiplications of a step of one lane: forward, and twice as many back. */
  private long products() {
    return 3L * examples * numbers();
  }

  /** Weights and biases of a lane. */
  long numbers() {
    long sum = 0;
    int in = inputs;
    for (LayerSpec layer : layers) {
      if (layer instanceof LayerSpec.Dense dense) {
        sum += (in + 1L) * dense.units();
        in = dense.units();
      }
    }
    return sum + (in + 1L) * outputs;
  }

  /** Bytes that so many lanes take while they train. */
  public long bytes(int lanes) {
    long sum = 0;
    int in = inputs;
    boolean shared = true;
    for (LayerSpec layer : layers) {
      if (layer instanceof LayerSpec.Dense dense) {
        long activated = 2 * LaneMatrix.numbers(examples, dense.units(), lanes);
        sum += dense(in, dense.units(), lanes, shared) + activated;
        in = dense.units();
      } else {
        sum += 3 * LaneMatrix.numbers(examples, in, lanes);
      }
      shared = false;
    }
    return Float.BYTES * (sum + dense(in, outputs, lanes, shared));
  }

  /**
   * Numbers of a dense layer: its own, its batch's, and of what meets them in products.
   *
   * @param shared whether all lanes take the same inputs, and nothing needs the gradient by them
   */
  private long dense(int in, int out, int lanes, boolean shared) {
    long own = LaneMatrix.numbers(in + 1, out, lanes) * (2L + updater.states());
    long batch = 2 * LaneMatrix.numbers(examples, out, lanes);
    if (shared) {
      return own + batch + (long) examples * in;
    }
    long forward = (long) examples * in * LaneMatrix.repeated(out, lanes);
    long back = (long) examples * out * LaneMatrix.repeated(in, lanes);
    return own + batch + forward + back + LaneMatrix.numbers(out, in, lanes);
  }

  /** Trials that train side by side at most: as many as the cache holds, or 1. */
  public int mostLanes() {
    int lanes = MOST_LANES;
    while (lanes >= FEWEST_LANES && bytes(lanes) > CACHE) {
      lanes /= 2;
    }
    return lanes < FEWEST_LANES ? 1 : lanes;
  }
}
