package io.espalier.cli;

import io.espalier.model.LayerShapes;
import io.espalier.wire.InputShape;
import java.util.stream.Collectors;

/** A network in one line: each layer with the shape after it and its parameters. */
final class NetworkText {
  private NetworkText() {}

  static String of(InputShape input, LayerShapes shapes) {
    return shape(input)
        + shapes.layers().stream().map(NetworkText::layer).collect(Collectors.joining());
  }

  private static String layer(LayerShapes.Layer layer) {
    String parameters = layer.parameters() == 0 ? "" : " (" + layer.parameters() + ")";
    return " → " + layer.kind() + " " + shape(layer.output()) + parameters;
  }

  private static String shape(InputShape shape) {
    return shape instanceof InputShape.Graph graph
        ? graph.features() + " per node"
        : shape.toString();
  }
}
