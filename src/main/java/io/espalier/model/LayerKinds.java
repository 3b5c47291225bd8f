package io.espalier.model;

import io.espalier.model.Field.Sizes;
import io.espalier.model.Field.Usual;
import io.espalier.model.LayerShapes.Layer;
import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Activate;
import io.espalier.wire.LayerSpec.BatchNorm;
import io.espalier.wire.LayerSpec.Conv;
import io.espalier.wire.LayerSpec.Dense;
import io.espalier.wire.LayerSpec.Dropout;
import io.espalier.wire.LayerSpec.GlobalPool;
import io.espalier.wire.LayerSpec.GraphConv;
import io.espalier.wire.LayerSpec.Pool;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LayerSpec.Residual;
import io.espalier.wire.LayerSpec.SeparableConv;
import io.espalier.wire.LayerSpec.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The hidden layers there are: how experiment files say them, and the shape and parameters after
 * each. The engine's half is {@code io.espalier.engine.step.LayerForms}.
 */
public final class LayerKinds {
  /** What surrounds a layer: the activation of layers that name none. */
  public static final String ACTIVATION = "activation";

  static final String UNITS = "units";
  private static final String LAYER_NORM = "layer-norm";
  static final String CHANNELS = "channels";
  private static final String DEPTH_MULTIPLIER = "depth-multiplier";
  static final String KERNEL = "kernel";
  static final String STRIDE = "stride";
  static final String PADDING = "padding";

  /** Those that are not over the steps of sequences. */
  private static final List<Kind<?>> STEPLESS =
      List.of(
          new Kind<>(
              Conv.class,
              false,
              layer(
                  "conv",
                  Conv.class,
                  "convolution with bias over an image: [channels, h, w] → [channels', h', w']",
                  "{ conv { channels = 16, kernel = 3, padding = 1 } }",
                  v -> new Conv(v.whole(CHANNELS), window(v), v.word(ACTIVATION, Activation.class)),
                  channels(),
                  kernel(),
                  stride(new Usual.Fixed(Sizes.of(1))),
                  padding(),
                  activation()),
              LayerShape::conv),
          new Kind<>(
              SeparableConv.class,
              false,
              layer(
                  "separable-conv",
                  SeparableConv.class,
                  "convolution of each channel by windows of its own, then of 1×1 windows over all"
                      + " of them, with bias (Chollet 2017)",
                  "{ separable-conv { channels = 32, kernel = 3, padding = 1 } }",
                  v ->
                      new SeparableConv(
                          v.whole(CHANNELS),
                          v.whole(DEPTH_MULTIPLIER),
                          window(v),
                          v.word(ACTIVATION, Activation.class)),
                  channels(),
                  kernel(),
                  stride(new Usual.Fixed(Sizes.of(1))),
                  padding(),
                  Field.whole(
                      DEPTH_MULTIPLIER,
                      FieldRange.ABOVE_ZERO,
                      new Usual.Fixed(1),
                      "windows of each channel"),
                  activation()),
              LayerShape::separable),
          new Kind<>(
              Pool.class,
              false,
              layer(
                  "pool",
                  Pool.class,
                  "pooling over each channel",
                  "{ pool { kernel = 2, kind = average } }",
                  v -> new Pool(v.word("kind", Pooling.class), window(v)),
                  kernel(),
                  pooling("kind"),
                  stride(new Usual.SameAs(KERNEL, KERNEL)),
                  padding()),
              LayerShape::pool),
          new Kind<>(
              GraphConv.class,
              true,
              new Definition<>(
                  "graph-conv",
                  GraphConv.class,
                  "graph convolution with bias, σ(Ã·H·W + b) (Kipf and Welling 2017); of a gcn",
                  "{ graph-conv { units = 16, dropout = 0.5 } }",
                  List.of(
                      units(),
                      activation(),
                      Field.real(
                          "l2", FieldRange.AT_LEAST_ZERO, 0, "λ of ½·λ·ΣW², besides training.l2"),
                      Field.real("dropout", FieldRange.FRACTION, 0, "share of its input dropped"),
                      Field.whole(
                          "repeat",
                          FieldRange.ONE_TO_HUNDRED,
                          new Usual.Fixed(1),
                          "stands for so many layers")),
                  LayerKinds::graphConvolutions),
              (number, layer, input) ->
                  LayerShape.dense(number, "graph-conv", input, layer.units())),
          new Kind<>(
              Dense.class,
              true,
              layer(
                  "dense",
                  Dense.class,
                  "fully connected with bias: [features] → [units]",
                  "{ dense { units = 64, activation = tanh } }",
                  v ->
                      new Dense(
                          v.whole(UNITS), v.word(ACTIVATION, Activation.class), v.flag(LAYER_NORM)),
                  units(),
                  activation(),
                  Field.flag(LAYER_NORM, "its sums are normalised, with gains, before the bias")),
              LayerShape::dense),
          new Kind<>(
              Dropout.class,
              true,
              layer(
                  "dropout",
                  Dropout.class,
                  "drops numbers in training and scales the rest by 1/(1 − rate)",
                  "{ dropout = 0.5 }",
                  v -> new Dropout(v.real("rate")),
                  Field.real("rate", FieldRange.FRACTION, "share that is dropped")),
              (number, layer, input) -> new Layer(number, "dropout", input, 0)),
          new Kind<>(
              BatchNorm.class,
              false,
              layer(
                  "batch-norm",
                  BatchNorm.class,
                  "batch normalisation per channel or feature (Ioffe and Szegedy 2015)",
                  "{ batch-norm { decay = 0.95 } }",
                  v -> new BatchNorm(v.real("decay"), v.real("epsilon")),
                  Field.real(
                      "decay",
                      FieldRange.FRACTION,
                      0.9,
                      "share of the running figures a step keeps"),
                  Field.real("epsilon", FieldRange.ABOVE_ZERO, 1e-5, "added to the variance")),
              LayerShape::normalised),
          new Kind<>(
              Activate.class,
              true,
              layer(
                  ACTIVATION,
                  Activate.class,
                  "an activation function of its own, as behind batch-norm",
                  "{ activation = relu }",
                  v -> new Activate(v.word("function", Activation.class)),
                  Field.word(
                      "function", Activation.class, new Usual.Missing(), "what is computed")),
              (number, layer, input) -> new Layer(number, ACTIVATION, input, 0)),
          new Kind<>(
              Residual.class,
              true,
              layer(
                  ResidualBlock.KEY,
                  Residual.class,
                  "activation(x + f(x)) with its layers as f; where they change the shape, a linear"
                      + " projection of x (He et al. 2016)",
                  "{ residual { layers = [{ dense = 64 }, { dense = 64 }], activation = relu } }",
                  v -> new Residual(v.layers("layers"), v.word(ACTIVATION, Activation.class)),
                  Field.layers("layers", "what is added to its inputs"),
                  activation()),
              ResidualBlock::after),
          new Kind<>(
              GlobalPool.class,
              true,
              layer(
                  "global-pool",
                  GlobalPool.class,
                  "pooling over the whole of each channel, [channels, h, w] → [channels], or over"
                      + " the steps of a sequence, [features, steps] → [features]",
                  "{ global-pool = average }",
                  v -> new GlobalPool(v.word("kind", Pooling.class)),
                  pooling("kind")),
              LayerShape::globalPool));

  private static final List<Kind<?>> ALL =
      Stream.concat(STEPLESS.stream(), SequenceKinds.all().stream()).toList();

  private LayerKinds() {}

  /**
   * A kind of layer.
   *
   * @param plain whether {@code { dense = 120 }} is one: a value in place of the block is that of
   *     its first field
   * @param definition what files say stands for one layer of the type or more
   * @param shape its number, itself and its input's shape → what is after it; throws {@link
   *     ImpossibleModelException}
   */
  public record Kind<L extends LayerSpec>(
      Class<L> type, boolean plain, Definition<List<LayerSpec>> definition, Rule<L> shape) {
    private Layer after(int number, LayerSpec layer, InputShape input) {
      return shape.after(number, type.cast(layer), input);
    }

    /** Its word in experiment files. */
    public String key() {
      return definition.key();
    }

    /** One with every field at its usual value. */
    public LayerSpec usual() {
      List<LayerSpec> layers = definition.usual();
      return layers.get(layers.size() - 1);
    }
  }

  /** What is after a layer. */
  interface Rule<L extends LayerSpec> {
    Layer after(int number, L layer, InputShape input);
  }

  static Definition<List<LayerSpec>> layer(
      String key,
      Class<? extends LayerSpec> type,
      String help,
      String example,
      Function<Values, LayerSpec> maker,
      Field... fields) {
    return new Definition<>(
        key, type, help, example, Arrays.asList(fields), v -> List.of(maker.apply(v)));
  }

  private static List<LayerSpec> graphConvolutions(Values v) {
    int repeat = v.whole("repeat");
    if (!FieldRange.ONE_TO_HUNDRED.accepts(repeat)) {
      throw new IllegalArgumentException("a whole number from 1 to 100 is accepted, not " + repeat);
    }
    List<LayerSpec> one = new ArrayList<>(dropout(v.real("dropout")));
    one.add(new GraphConv(v.whole(UNITS), v.word(ACTIVATION, Activation.class), v.real("l2")));
    return Collections.nCopies(repeat, one).stream().flatMap(List::stream).toList();
  }

  /** None where nothing is dropped. */
  private static List<LayerSpec> dropout(double rate) {
    LayerSpec layer = new Dropout(rate);
    return rate > 0 ? List.of(layer) : List.of();
  }

  private static Window window(Values v) {
    Sizes kernel = v.pixels(KERNEL);
    Sizes stride = v.pixels(STRIDE);
    Sizes padding = v.pixels(PADDING);
    return new Window(
        kernel.height(),
        kernel.width(),
        stride.height(),
        stride.width(),
        padding.height(),
        padding.width());
  }

  static Field units() {
    return Field.whole(UNITS, FieldRange.ABOVE_ZERO, "numbers after it");
  }

  static Field channels() {
    return Field.whole(CHANNELS, FieldRange.ABOVE_ZERO, "channels after it");
  }

  private static Field kernel() {
    return Field.pixels(KERNEL, FieldRange.ABOVE_ZERO, new Usual.Missing(), "the window");
  }

  private static Field stride(Usual usual) {
    return Field.pixels(STRIDE, FieldRange.ABOVE_ZERO, usual, "from one window to the next");
  }

  private static Field padding() {
    Usual none = new Usual.Fixed(Sizes.of(0));
    return Field.pixels(PADDING, FieldRange.AT_LEAST_ZERO, none, "added on each side");
  }

  static Field pooling(String key) {
    Usual usual = new Usual.Fixed(Pooling.MAX);
    return Field.word(key, Pooling.class, usual, "what is taken of each window");
  }

  static Field activation() {
    Usual usual = new Usual.SameAs(ACTIVATION, "model.activation");
    return Field.word(ACTIVATION, Activation.class, usual, "the function that follows");
  }

  /** All kinds, in the order in which they are told to people. */
  public static List<Kind<?>> all() {
    return ALL;
  }

  /**
   * What is after a layer.
   *
   * @throws ImpossibleModelException if it does not fit its input
   */
  static Layer after(int number, LayerSpec layer, InputShape input) {
    return ALL.stream()
        .filter(kind -> kind.type() == layer.getClass())
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no definition of " + layer.getClass().getName()))
        .after(number, layer, input);
  }
}
