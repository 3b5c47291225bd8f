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

  /** Pooling over each channel. The average counts padding as zeros, the maximum ignores it. */
  record Pool(Pooling pooling, Window window) implements LayerSpec {
    @Override
    public boolean fits(ModelSpec.Kind kind) {
      return kind == ModelSpec.Kind.CNN;
    }
  }

  /** Pooling over the whole of each channel: {@code [channels, h, w] -> [channels]}. */
  record GlobalPool(Pooling pooling) implements LayerSpec {
    @Override
    public boolean fits(ModelSpec.Kind kind) {
      return kind == ModelSpec.Kind.CNN;
    }

    @Override
    public boolean insideBlock() {
      return false;
    }
  }

  /** A fully connected layer with bias: {@code [features] -> [units]}. */
  record Dense(int units, Activation activation) implements LayerSpec {
    public Dense {
      Check.positive("units", units);
    }

    @Override
    public boolean fits(ModelSpec.Kind kind) {
      return LayerSpec.super.fits(kind) || kind == ModelSpec.Kind.GCN;
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
      return LayerSpec.super.fits(kind) || kind == ModelSpec.Kind.GCN;
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
