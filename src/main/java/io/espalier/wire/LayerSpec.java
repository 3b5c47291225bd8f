package io.espalier.wire;

import java.io.Serializable;
import java.util.List;

/**
 * One hidden layer. The output layer is not listed: it follows from the task. Convolution
 * arithmetic is PyTorch's: padding is explicit and on both sides, sizes are rounded down. Images
 * flatten by themselves before the first dense layer.
 */
public sealed interface LayerSpec extends Serializable {
  /** Whether a network of a kind may have it. */
  default boolean fits(ModelSpec.Kind kind) {
    return kind == ModelSpec.Kind.MLP || kind == ModelSpec.Kind.CNN;
  }

  /** Whether a residual block may have it. */
  default boolean insideBlock() {
    return true;
  }

  /** A two-dimensional convolution with bias: {@code [channelsIn, h, w] -> [channels, h', w']}. */
  record Conv(int channels, Window window, Activation activation) implements LayerSpec {
    public Conv {
      Check.positive("channels", channels);
    }

    @Override
    public boolean fits(ModelSpec.Kind kind) {
      return kind == ModelSpec.Kind.CNN;
    }
  }

  /**
   * A depthwise-separable convolution: each channel by windows of its own, and the channels that
   * come of it mixed pixel by pixel, with bias (Chollet 2017): {@code [channelsIn, h, w] ->
   * [channelsIn·depthMultiplier, h', w'] -> [channels, h', w']}. Nothing is between the two.
   *
   * @param depthMultiplier windows of each channel
   */
  record SeparableConv(int channels, int depthMultiplier, Window window, Activation activation)
      implements LayerSpec {
    public SeparableConv {
      Check.positive("channels", channels);
      Check.positive("depth-multiplier", depthMultiplier);
    }

    @Override
    public boolean fits(ModelSpec.Kind kind) {
      return kind == ModelSpec.Kind.CNN;
    }
  }

  /** Pooling over each channel. The average counts padding as zeros, the maximum ignores it. */
  record Pool(Pooling pooling, Window window) implements LayerSpec {
    @Override
    public boolean fits(ModelSpec.Kind kind) {
      return kind == ModelSpec.Kind.CNN;
    }
  }

  /**
   * Pooling over the whole of each channel, {@code [channels, h, w] -> [channels]}, or over the
   * steps that a sequence has, {@code [features, steps] -> [features]}.
   */
  record GlobalPool(Pooling pooling) implements LayerSpec {
    @Override
    public boolean fits(ModelSpec.Kind kind) {
      return kind == ModelSpec.Kind.CNN || kind == ModelSpec.Kind.RNN;
    }

    @Override
    public boolean insideBlock() {
      return false;
    }
  }

  /** A layer over the steps of a sequence. */
  sealed interface OverSteps extends LayerSpec {
    @Override
    default boolean fits(ModelSpec.Kind kind) {
      return kind == ModelSpec.Kind.RNN;
    }

    @Override
    default boolean insideBlock() {
      return false;
    }
  }

  /** A layer that goes through a sequence step by step and hands its state on. */
  sealed interface Recurrent extends OverSteps {
    /** Numbers of its state, which it also puts out. */
    int units();

    /** Which states it puts out. */
    States output();
  }

  /**
   * Long short-term memory with forget gates and without peepholes (Gers, Schmidhuber and Cummins
   * 2000): σ for the gates, tanh for all else, one bias.
   *
   * @param forgetBias what is added to the biases of the forget gates at the start
   */
  record Lstm(int units, States output, double forgetBias) implements Recurrent {
    public Lstm {
      Check.positive("units", units);
    }
  }

  /** A recurrent layer without gates (Elman 1990): {@code h = f(W·x + R·h' + b)}. */
  record SimpleRnn(int units, States output, Activation activation) implements Recurrent {
    public SimpleRnn {
      Check.positive("units", units);
    }
  }

  /** Which states a recurrent layer puts out. */
  enum States implements Described {
    LAST("the state after the last step that a sequence has"),
    ALL("the states after every step, a sequence again");

    private final String help;

    States(String help) {
      this.help = help;
    }

    @Override
    public String help() {
      return help;
    }
  }

  /**
   * A convolution with bias over the steps of a sequence: {@code [features, steps] -> [channels,
   * steps/stride]}, rounded up. Steps that a sequence lacks are zeros in its windows.
   *
   * @param kernel steps of a window
   * @param stride steps from one window to the next
   * @param dilation steps from one step of a window to the next
   */
  record Conv1d(
      int channels, int kernel, int stride, int dilation, Ends ends, Activation activation)
      implements OverSteps {
    public Conv1d {
      Check.positive("channels", channels);
      Check.positive("kernel", kernel);
      Check.positive("stride", stride);
      Check.positive("dilation", dilation);
    }

    /** One whose windows see steps that follow each other. */
    public Conv1d(int channels, int kernel, int stride, Ends ends, Activation activation) {
      this(channels, kernel, stride, 1, ends, activation);
    }
  }

  /**
   * Pooling over windows of steps, {@code [features, steps] -> [features, steps/stride]}, rounded
   * up. Windows begin at the first step; only the steps that a sequence has count.
   *
   * @param kernel steps of a window
   * @param stride steps from one window to the next
   */
  record Pool1d(Pooling pooling, int kernel, int stride) implements OverSteps {
    public Pool1d {
      Check.positive("kernel", kernel);
      Check.positive("stride", stride);
    }
  }

  /**
   * A vector for each code, {@code [1, steps] -> [units, steps]}: a sequence of whole numbers as
   * one of vectors, which are trained. Steps that a sequence lacks are zeros.
   *
   * @param codes how many codes there are, from 0 on; {@link #COUNTED} for as many as the data have
   */
  record Embedding(int units, int codes) implements OverSteps {
    /** In the place of a number of codes: those of the data are counted. */
    public static final int COUNTED = 0;

    public Embedding {
      Check.positive("units", units);
      Check.that(codes >= COUNTED, "codes must be at least 0, not %s", codes);
    }
  }

  /** Where windows over a sequence lie. */
  enum Ends implements Described {
    SAME("around their steps, with zeros before the first and behind the last"),
    CAUSAL("up to their steps, with zeros before the first: none sees what comes later");

    private final String help;

    Ends(String help) {
      this.help = help;
    }

    @Override
    public String help() {
      return help;
    }
  }

  /**
   * A fully connected layer with bias: {@code [features] -> [units]}.
   *
   * @param layerNorm whether the sums of each example are normalised over its units (Ba, Kiros and
   *     Hinton 2016), with gains, before the bias; not of graphs
   */
  record Dense(int units, Activation activation, boolean layerNorm) implements LayerSpec {
    public Dense {
      Check.positive("units", units);
    }

    /** One whose sums are left as they are. */
    public Dense(int units, Activation activation) {
      this(units, activation, false);
    }

    @Override
    public boolean fits(ModelSpec.Kind kind) {
      return LayerSpec.super.fits(kind)
          || kind == ModelSpec.Kind.RNN
          || (kind == ModelSpec.Kind.GCN && !layerNorm);
    }
  }

  /**
   * A graph convolution with bias (Kipf and Welling 2017): {@code σ(Ã·H·W + b)}, {@code [nodes,
   * features] -> [nodes, units]}. Ã follows from {@link GraphSpec#propagation}.
   *
   * @param l2 λ of ½·λ·ΣW² for this layer's weights, besides the training's own
   */
  record GraphConv(int units, Activation activation, double l2) implements LayerSpec {
    public GraphConv {
      Check.positive("units", units);
      Check.notNegative("l2", l2);
    }

    @Override
    public boolean fits(ModelSpec.Kind kind) {
      return kind == ModelSpec.Kind.GCN;
    }

    @Override
    public boolean insideBlock() {
      return false;
    }
  }

  /**
   * Drops each number with probability {@code rate} while training and scales the rest by 1/(1 −
   * rate).
   */
  record Dropout(double rate) implements LayerSpec {
    public Dropout {
      Check.fraction("rate", rate);
    }

    @Override
    public boolean fits(ModelSpec.Kind kind) {
      return LayerSpec.super.fits(kind) || kind == ModelSpec.Kind.GCN || kind == ModelSpec.Kind.RNN;
    }
  }

  /**
   * Batch normalisation (Ioffe and Szegedy 2015), per channel of an image or per feature of a
   * vector.
   *
   * @param decay share of the old running mean and variance that a step keeps
   * @param epsilon added to the variance
   */
  record BatchNorm(double decay, double epsilon) implements LayerSpec {
    public BatchNorm {
      Check.fraction("decay", decay);
      Check.positive("epsilon", epsilon);
    }
  }

  /** An activation function as a layer of its own, behind batch normalisation mostly. */
  record Activate(Activation function) implements LayerSpec {}

  /**
   * A residual block (He et al. 2016): {@code activation(x + f(x))}, where f is its layers and, if
   * they change the shape, x a linear projection of the inputs.
   */
  record Residual(List<LayerSpec> layers, Activation activation) implements LayerSpec {
    public Residual {
      layers = List.copyOf(layers);
      Check.that(!layers.isEmpty(), "a residual block needs layers");
      for (LayerSpec layer : layers) {
        Check.that(layer.insideBlock(), "a residual block has no layer %s", layer);
      }
    }

    @Override
    public boolean fits(ModelSpec.Kind kind) {
      return layers.stream().allMatch(layer -> layer.fits(kind)) && LayerSpec.super.fits(kind);
    }
  }

  /** What a pooling layer takes of each window. */
  enum Pooling implements Described {
    MAX("the largest number"),
    AVERAGE("the mean; padding counts as zeros"),
    SUM("the sum");

    private final String help;

    Pooling(String help) {
      this.help = help;
    }

    @Override
    public String help() {
      return help;
    }
  }

  /** A sliding window, in pixels; {@code padding} is added on each side. */
  record Window(
      int kernelHeight,
      int kernelWidth,
      int strideHeight,
      int strideWidth,
      int paddingHeight,
      int paddingWidth)
      implements Serializable {
    public Window {
      Check.positive("kernel", Math.min(kernelHeight, kernelWidth));
      Check.positive("stride", Math.min(strideHeight, strideWidth));
      Check.notNegative("padding", Math.min(paddingHeight, paddingWidth));
    }

    /** A square window. */
    public static Window square(int kernel, int stride, int padding) {
      return new Window(kernel, kernel, stride, stride, padding, padding);
    }
  }
}
