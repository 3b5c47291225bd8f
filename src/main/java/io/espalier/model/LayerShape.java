package io.espalier.model;

import io.espalier.model.LayerShapes.Layer;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Flat;
import io.espalier.wire.InputShape.Graph;
import io.espalier.wire.InputShape.Image;
import io.espalier.wire.InputShape.Sequence;
import io.espalier.wire.LayerSpec.BatchNorm;
import io.espalier.wire.LayerSpec.Conv;
import io.espalier.wire.LayerSpec.Dense;
import io.espalier.wire.LayerSpec.GlobalPool;
import io.espalier.wire.LayerSpec.Pool;
import io.espalier.wire.LayerSpec.SeparableConv;
import io.espalier.wire.LayerSpec.Window;
import java.util.Locale;

/** Rules of {@link LayerKinds} for the shape after a single layer. */
final class LayerShape {
  private static final String SEPARABLE = "separable-conv";

  private LayerShape() {}

  /** A layer that takes all numbers of its input, of a graph each node's, to so many units. */
  static Layer dense(int number, String kind, InputShape input, int units) {
    if (input instanceof Sequence) {
      throw impossible(number, kind, SequenceShape.UNPOOLED);
    }
    long weights = (input.size() + 1L) * units;
    refuseAbove(number, kind, (double) weights, "weights");
    InputShape output =
        input instanceof Graph graph ? new Graph(units, graph.example()) : new Flat(units);
    return new Layer(number, kind, output, weights);
  }

  /** A fully connected layer; of normalised sums there is a gain for each, and both are kept. */
  static Layer dense(int number, Dense dense, InputShape input) {
    Layer plain = dense(number, "dense", input, dense.units());
    return dense.layerNorm()
        ? new Layer(
            number,
            plain.kind(),
            plain.output(),
            plain.parameters() + dense.units(),
            2L * dense.units())
        : plain;
  }

  static Layer conv(int number, Conv conv, InputShape shape) {
    Image input = image(number, "conv", shape);
    Image output = slide(number, "conv", conv.window(), input, conv.channels());
    Window window = conv.window();
    double exact =
        ((double) input.channels() * window.kernelHeight() * window.kernelWidth() + 1)
            * conv.channels();
    refuseAbove(number, "conv", exact, "weights");
    return new Layer(number, "conv", output, (long) exact);
  }

  /** Both of its convolutions; what is between them is kept in training as well. */
  static Layer separable(int number, SeparableConv conv, InputShape shape) {
    Image input = image(number, SEPARABLE, shape);
    Window window = conv.window();
    double between = (double) input.channels() * conv.depthMultiplier();
    double exact =
        between * window.kernelHeight() * window.kernelWidth() + (between + 1) * conv.channels();
    refuseAbove(number, SEPARABLE, exact, "weights");
    Image inner = slide(number, SEPARABLE, window, input, (int) between);
    Image output = slide(number, SEPARABLE, window, input, conv.channels());
    long numbers = (long) inner.size() + output.size();
    return new Layer(number, SEPARABLE, output, (long) exact, numbers);
  }

  static Layer pool(int number, Pool pool, InputShape shape) {
    Image input = image(number, "pool", shape);
    Window window = pool.window();
    if (2 * window.paddingHeight() > window.kernelHeight()
        || 2 * window.paddingWidth() > window.kernelWidth()) {
      throw impossible(
          number,
          "pool",
          String.format(
              Locale.ROOT,
              "a padding of %s is more than half of a window of %s",
              size(window.paddingHeight(), window.paddingWidth()),
              size(window.kernelHeight(), window.kernelWidth())));
    }
    return new Layer(number, "pool", slide(number, "pool", window, input, input.channels()), 0);
  }

  static Layer globalPool(int number, GlobalPool pool, InputShape input) {
    if (input instanceof Sequence sequence) {
      return new Layer(number, "global-pool", new Flat(sequence.features()), 0);
    }
    Image image = image(number, "global-pool", input);
    return new Layer(number, "global-pool", new Flat(image.channels()), 0);
  }

  static Layer normalised(int number, BatchNorm norm, InputShape input) {
    int features = input instanceof Image image ? image.channels() : input.size();
    return new Layer(number, "batch-norm", input, 2L * features);
  }

  private static Image slide(int number, String kind, Window window, Image input, int channels) {
    long height = input.height() + 2L * window.paddingHeight();
    long width = input.width() + 2L * window.paddingWidth();
    if (window.kernelHeight() > height || window.kernelWidth() > width) {
      boolean padded = window.paddingHeight() > 0 || window.paddingWidth() > 0;
      throw impossible(
          number,
          kind,
          String.format(
              Locale.ROOT,
              "a window of %s does not fit its input of %s%s (%d channel%s)",
              size(window.kernelHeight(), window.kernelWidth()),
              size(input.height(), input.width()),
              padded ? ", padded to " + size(height, width) : "",
              input.channels(),
              input.channels() == 1 ? "" : "s"));
    }
    long outputHeight = (height - window.kernelHeight()) / window.strideHeight() + 1;
    long outputWidth = (width - window.kernelWidth()) / window.strideWidth() + 1;
    refuseAbove(number, kind, (double) channels * outputHeight * outputWidth, "numbers");
    return new Image(channels, (int) outputHeight, (int) outputWidth);
  }

  private static Image image(int number, String kind, InputShape input) {
    if (input instanceof Image image) {
      return image;
    }
    throw impossible(
        number,
        kind,
        "its input is "
            + input
            + " flat numbers; a "
            + kind
            + " must come before every dense layer");
  }

  static void refuseAbove(int number, String kind, double numbers, String what) {
    if (numbers > Integer.MAX_VALUE) {
      throw impossible(
          number,
          kind,
          String.format(
              Locale.ROOT,
              "%.0f %s are more than an array can hold (%d)",
              numbers,
              what,
              Integer.MAX_VALUE));
    }
  }

  static ImpossibleModelException impossible(int number, String kind, String why) {
    return new ImpossibleModelException("layer " + number + " (" + kind + "): " + why);
  }

  private static String size(long height, long width) {
    return height + "x" + width;
  }
}
