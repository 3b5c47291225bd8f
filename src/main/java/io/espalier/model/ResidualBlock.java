package io.espalier.model;

import io.espalier.model.LayerShapes.Layer;
import io.espalier.wire.Activation;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Image;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.BatchNorm;
import io.espalier.wire.LayerSpec.Conv;
import io.espalier.wire.LayerSpec.Dense;
import io.espalier.wire.LayerSpec.Residual;
import io.espalier.wire.LayerSpec.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a residual block comes to where its inputs have a certain shape. What its layers make of x
 * is added to x, and where they change its shape to a linear projection of x: a convolution of 1×1
 * windows whose stride fits, or a dense layer, followed by batch normalisation where the block has
 * one (He et al. 2016, option B).
 *
 * @param layers those inside, numbered from 1
 * @param shortcut the layers of the projection; none where x itself is added
 */
public record ResidualBlock(List<Layer> layers, List<LayerSpec> shortcut, long parameters) {
  static final String KEY = "residual";

  public ResidualBlock {
    layers = List.copyOf(layers);
    shortcut = List.copyOf(shortcut);
  }

  /**
   * A block.
   *
   * @throws ImpossibleModelException if a layer inside does not fit what comes before it, or
   *     nothing can be added to what they make
   */
  public static ResidualBlock of(Residual block, InputShape input) {
    List<Layer> layers = layers(block.layers(), input);
    List<LayerSpec> shortcut = shortcut(block, input, layers.get(layers.size() - 1).output());
    long parameters =
        Stream.concat(layers.stream(), layers(shortcut, input).stream())
            .mapToLong(Layer::parameters)
            .sum();
    return new ResidualBlock(layers, shortcut, parameters);
  }

  private static List<Layer> layers(List<LayerSpec> specs, InputShape input) {
    List<Layer> layers = new ArrayList<>();
    InputShape shape = input;
    for (LayerSpec spec : specs) {
      layers.add(LayerKinds.after(layers.size() + 1, spec, shape));
      shape = layers.get(layers.size() - 1).output();
    }
    return layers;
  }

  /** The shape of what comes out. */
  public InputShape output() {
    return layers.get(layers.size() - 1).output();
  }

  /** Numbers that are kept of an example: after each layer, of the projection, and of the sum. */
  long numbers() {
    long inside = layers.stream().mapToLong(Layer::numbers).sum();
    return inside + (shortcut.size() + 2L) * output().size();
  }

  static Layer after(int number, Residual block, InputShape input) {
    try {
      ResidualBlock made = of(block, input);
      return new Layer(number, KEY, made.output(), made.parameters(), made.numbers());
    } catch (ImpossibleModelException inside) {
      throw new ImpossibleModelException(
          "layer " + number + " (" + KEY + "): " + inside.getMessage());
    }
  }

  private static List<LayerSpec> shortcut(Residual block, InputShape input, InputShape output) {
    if (input.equals(output)) {
      return List.of();
    }
    List<LayerSpec> shortcut = new ArrayList<>(List.of(projection(input, output)));
    block.layers().stream()
        .filter(BatchNorm.class::isInstance)
        .reduce((first, last) -> last)
        .ifPresent(norm -> shortcut.add(norm));
    return shortcut;
  }

  private static LayerSpec projection(InputShape input, InputShape output) {
    if (input instanceof Image from && output instanceof Image to) {
      return new Conv(
          to.channels(),
          new Window(
              1,
              1,
              stride(from, from.height(), to.height(), to),
              stride(from, from.width(), to.width(), to),
              0,
              0),
          Activation.IDENTITY);
    }
    if (input instanceof Image) {
      throw new ImpossibleModelException(
          "its layers turn images of "
              + input
              + " into "
              + output
              + " numbers, and what is added to images must be images; leave out dense layers");
    }
    return new Dense(output.size(), Activation.IDENTITY);
  }

  /** The smallest stride at which windows of one pixel leave so many of so many. */
  private static int stride(Image from, int before, int after, Image to) {
    for (int stride = 1; stride <= before; stride++) {
      if ((before - 1) / stride + 1 == after) {
        return stride;
      }
    }
    throw new ImpossibleModelException(
        String.format(
            Locale.ROOT,
            "its layers turn images of %s into %s, and no stride of a 1x1 convolution takes %d"
                + " pixels to %d; a padding of half the kernel, rounded down, keeps the size",
            from,
            to,
            before,
            after));
  }
}
