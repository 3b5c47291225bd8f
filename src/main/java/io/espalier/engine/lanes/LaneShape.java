package io.espalier.engine.lanes;

import io.espalier.data.Split;
import io.espalier.wire.Activation;
import io.espalier.wire.GradientClip;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.Updater;
import java.util.List;
import java.util.Optional;

/**
 * What segments that train side by side have in common; those of equal shapes may. Free are fold
 * and repeat, the seed, the weights' beginning, learning rate and schedule, the sizes of penalties,
 * dropout rates, label smoothing, class weights, and what ends a training early.
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
   * Multiplications of a step in one lane, forward and back, up to which lanes are faster than one
   * network after another, whose products are the native library's: those of 133,000 take 0.8 of
   * the time, those of 231,000 1.1.
   */
  static final long MOST_PRODUCTS = 200_000;

  /** Examples that are measured together at least; more than a batch would need more memory. */
  public static final int FEWEST_MEASURED = 32;

  /** Bytes of all lanes that still lie in a processor's second cache. */
  private static final long CACHE = 2 << 20;

  /** Arrays of doubles for the losses of a step, and as many for those of measurements. */
  private static final int LOSS_ARRAYS = 3;

  private static final int MOST_LANES = 32;

  /** Fewer are no faster side by side than one after another, where each has its own batches. */
  public static final int FEWEST_LANES = 8;

  /** Whose batches lanes take. */
  public enum Batches {
    /** The same: trials on one fold in one repeat. */
    SHARED,
    /** Each its own, which have to be spread over the lanes. */
    OWN
  }

  /** Which penalties there are. */
  public record Penalties(boolean l1, boolean l2, boolean decay) {}

  /**
   * How many examples, and which epochs.
   *
   * @param trained examples that an epoch is made of
   * @param measured examples that each epoch is validated on; 0 for none
   * @param part that is trained on
   */
  public record Span(int trained, int measured, int fromEpoch, int toEpoch, Part part) {
    /** Of a segment on data that are split in this way. */
    public static Span of(Segment segment, Split split) {
      return new Span(
          split.rows(segment.trainOn()).length,
          segment.measureValidation() ? split.validation().length : 0,
          segment.fromEpoch(),
          segment.toEpoch(),
          segment.trainOn());
    }
  }

  public LaneShape {
    layers = List.copyOf(layers);
  }

  /**
   * The shape of a segment; nothing if it trains in another way.
   *
   * @param input of the data, as are the outputs
   * @param split of the data as the segment's fold sees them
   */
  public static Optional<LaneShape> of(
      Segment segment, InputShape input, int outputs, Split split) {
    return of(segment.model(), segment.training(), input, outputs, Span.of(segment, split));
  }

  /** The shape of a training; nothing if it trains in another way. */
  public static Optional<LaneShape> of(
      ModelSpec model, TrainingSpec training, InputShape input, int outputs, Span span) {
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
            Math.min(training.batchSize(), span.trained()),
            training.budget().steps(),
            span);
    boolean small = shape.products() <= MOST_PRODUCTS && shape.mostLanes(Batches.SHARED) > 1;
    return small ? Optional.of(shape) : Optional.empty();
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

  /**
   * Bytes of the arrays that so many lanes train and are measured in, as the virtual machine keeps
   * them with references of four bytes. The networks that they are read from are not among them.
   */
  public long bytes(int lanes, Batches batches) {
    return bytes(lanes, batches, Math.max(examples, FEWEST_MEASURED));
  }

  /** The same with batches before they are spread, outputs, losses and their gradients. */
  public long bytesInTraining(int lanes, Batches batches) {
    int rows = Math.max(examples, FEWEST_MEASURED);
    int each = batches == Batches.OWN ? lanes : 1;
    long losses = 2L * (outputs + LOSS_ARRAYS) * LaneMatrix.array(2 * rows * lanes);
    return bytes(lanes, batches) + losses + each * LaneMatrix.array(rows * inputs);
  }

  /**
   * What steps take with batches of at most so many rows.
   *
   * @param rows at least {@link #examples}
   */
  private long bytes(int lanes, Batches batches, int rows) {
    boolean own = lanes > 1 && batches == Batches.OWN;
    long sum = own ? rows(rows, inputs, lanes) : 0;
    int in = inputs;
    boolean first = true;
    boolean dropped = false;
    for (LayerSpec layer : layers) {
      if (layer instanceof LayerSpec.Dense dense) {
        sum += dense(in, dense.units(), lanes, rows, first && !own, dropped);
        sum += first ? 0 : back(in, dense.units(), lanes);
        in = dense.units();
        sum += dense.activation() == Activation.IDENTITY ? 0 : rows(rows, in, lanes);
        first = false;
        dropped = false;
      } else {
        long copies = first && !own && !dropped ? rows(examples, in, lanes) : 0;
        long masks = LaneMatrix.bytes(examples, in, lanes) + LaneMatrix.array(examples * in);
        sum += copies + rows(examples, in, lanes) + masks;
        dropped = true;
      }
    }
    return sum
        + dense(in, outputs, lanes, rows, first && !own, dropped)
        + (first ? 0 : back(in, outputs, lanes));
  }

  /** Outputs of a layer with their gradients. */
  private static long rows(int rows, int units, int lanes) {
    return 2 * LaneMatrix.bytes(rows, units, lanes);
  }

  /**
   * A dense layer on the way forward: its own numbers, its batch's, and of what meets them in
   * products.
   *
   * @param shared whether all lanes take the same inputs, but where numbers are dropped
   * @param dropped whether numbers are dropped before it in training
   */
  private long dense(int in, int out, int lanes, int rows, boolean shared, boolean dropped) {
    long numbers = LaneMatrix.bytes(in, out, lanes) + LaneMatrix.bytes(1, out, lanes);
    long own = numbers * (2L + updater.states()) + rows(rows, out, lanes);
    long left = shared ? LaneMatrix.array(rows * in) : LaneMatrix.factors(rows * in, out, lanes);
    return own + left + (dropped ? LaneMatrix.factors(examples * in, out, lanes) : 0);
  }

  /** What a dense layer needs to give gradients to the one before. */
  private long back(int in, int out, int lanes) {
    return LaneMatrix.factors(examples * out, in, lanes) + LaneMatrix.bytes(out, in, lanes);
  }

  /** Trainings that go side by side at most: as many as the cache holds, or 1. */
  public int mostLanes(Batches batches) {
    int lanes = MOST_LANES;
    while (lanes >= FEWEST_LANES && bytes(lanes, batches, examples) > CACHE) {
      lanes /= 2;
    }
    return lanes < FEWEST_LANES ? 1 : lanes;
  }
}
