package io.espalier.driver.inspect;

import io.espalier.data.Dataset;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import io.espalier.driver.report.FirstLayer;
import io.espalier.driver.report.Pixels;
import io.espalier.engine.ModelTools;
import io.espalier.model.LayerShapes;
import io.espalier.wire.InputShape;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.TrialPlan;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The first weights as images: kernels, or dense units over an image. */
final class FirstLayerImages {
  private final TrialPlan resolved;
  private final Dataset dataset;
  private final LayerShapes shapes;

  FirstLayerImages(TrialPlan resolved, PreparedData data, LayerShapes shapes) {
    this.resolved = resolved;
    this.dataset = data.dataset();
    this.shapes = shapes;
  }

  /** The weights as they started from a seed and as they are saved; empty if they are no images. */
  Optional<FirstLayer> of(String zip, long seed) throws IOException {
    if (!resolved.model().own().isEmpty()) {
      return Optional.empty(); // its weights may be anything
    }
    LayerShapes.Layer layer = weighted();
    Optional<InputShape.Image> shape = shape(layer);
    if (shape.isEmpty()) {
      return Optional.empty();
    }
    float[][] before =
        ModelTools.firstWeights(
            resolved.model(),
            resolved.training(),
            dataset.shape(),
            dataset.targets().outputs(),
            dataset.targets().task(),
            seed);
    float[][] after = ModelTools.firstWeights(zip);
    int shown = Math.min(FirstLayer.MOST_UNITS, after.length);
    return Optional.of(
        new FirstLayer(
            layer.kind(),
            after.length,
            IntStream.range(0, shown).mapToObj(unit -> name(layer, unit)).toList(),
            images(before, shown, shape.get()),
            images(after, shown, shape.get())));
  }

  private LayerShapes.Layer weighted() {
    List<LayerSpec> layers = resolved.model().layers();
    int first = 0;
    while (first < layers.size()
        && !(layers.get(first) instanceof LayerSpec.Conv)
        && !(layers.get(first) instanceof LayerSpec.SeparableConv)
        && !(layers.get(first) instanceof LayerSpec.Dense)
        && !(layers.get(first) instanceof LayerSpec.Residual)) {
      first++;
    }
    return shapes.layers().get(first);
  }

  private Optional<InputShape.Image> shape(LayerShapes.Layer layer) {
    int at = layer.number() - 1;
    List<LayerSpec> layers = resolved.model().layers();
    if (at < layers.size() && layers.get(at) instanceof LayerSpec.Residual) {
      return Optional.empty(); // its first weights lie anywhere inside
    }
    InputShape before = at == 0 ? dataset.shape() : shapes.layers().get(at - 1).output();
    if (before.size() == dataset.layout().size()) {
      before = dataset.layout();
    }
    if (!(before instanceof InputShape.Image image)) {
      return Optional.empty();
    }
    if (at < layers.size() && layers.get(at) instanceof LayerSpec.Conv conv) {
      return Optional.of(
          new InputShape.Image(
              image.channels(), conv.window().kernelHeight(), conv.window().kernelWidth()));
    }
    if (at < layers.size() && layers.get(at) instanceof LayerSpec.SeparableConv conv) {
      return Optional.of(
          new InputShape.Image(1, conv.window().kernelHeight(), conv.window().kernelWidth()));
    }
    return Optional.of(image).filter(seen -> seen.channels() == 1 || seen.channels() == 3);
  }

  private String name(LayerShapes.Layer layer, int unit) {
    return layer.kind().equals("output") && dataset.targets() instanceof Targets.Classes classes
        ? classes.names().get(unit)
        : Integer.toString(unit + 1);
  }

  private static List<Pixels> images(float[][] units, int shown, InputShape.Image shape) {
    return IntStream.range(0, shown).mapToObj(unit -> new Pixels(shape, units[unit])).toList();
  }
}
