package io.espalier.model;

import io.espalier.wire.GraphSpec;
import io.espalier.wire.InputShape;
import io.espalier.wire.InputShape.Graph;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.ModelSpec;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a network's layers turn an example into, by PyTorch's arithmetic.
 *
 * @param layers the hidden layers in order, then the output layer; the read-out of whole graphs is
 *     one of them, wherever it comes, also after an output layer that works on nodes
 */
public record LayerShapes(List<Layer> layers) {
  /** The kind of the step between the nodes of a graph and the one vector made of them. */
  public static final String READ_OUT = "read-out";

  /** Models that do not flatten their inputs. */
  private static final Set<ModelSpec.Kind> SHAPED =
      EnumSet.of(ModelSpec.Kind.CNN, ModelSpec.Kind.GCN, ModelSpec.Kind.RNN);

  /** The kinds of the one step of what is no network. */
  private static final String FUNCTION = "function";

  private static final String TRAINABLE = "trainable";

  /**
   * One layer.
   *
   * @param number from 1
   * @param kind its word in an experiment file, {@code conv}; {@code output} for the output layer
   * @param output the shape of one example after it
   * @param parameters its trainable numbers, biases included; running means and variances of batch
   *     normalisation are not trained and do not count
   * @param numbers that are kept of one example in training: those after it, and of a block those
   *     inside
   */
  public record Layer(int number, String kind, InputShape output, long parameters, long numbers) {
    /** A single layer. */
    public Layer(int number, String kind, InputShape output, long parameters) {
      this(number, kind, output, parameters, output.size());
    }
  }

  public LayerShapes {
    layers = List.copyOf(layers);
  }

  /**
   * The shapes of a network.
   *
   * @param outputs classes, or numbers to predict
   * @throws ImpossibleModelException if a layer does not fit what comes before it
   */
  public static LayerShapes of(ModelSpec model, InputShape input, int outputs) {
    if (model.kind() == ModelSpec.Kind.FUNCTION) {
      return new LayerShapes(List.of(new Layer(1, FUNCTION, new InputShape.Flat(1), 0)));
    }
    refuseMismatch(model.kind(), input);
    boolean shaped = SHAPED.contains(model.kind());
    InputShape shape = shaped ? input : new InputShape.Flat(input.size());
    List<Layer> layers = new ArrayList<>();
    for (LayerSpec spec : model.layers()) {
      if (spec instanceof LayerSpec.Dense) {
        shape = readOut(layers, shape);
      }
      shape = add(layers, LayerKinds.after(layers.size() + 1, spec, shape));
    }
    boolean onNodes =
        model.kind() == ModelSpec.Kind.GCN
            && model.graph().output() instanceof GraphSpec.Output.GraphOutput;
    shape = onNodes ? shape : readOut(layers, shape);
    readOut(layers, add(layers, LayerShape.dense(layers.size() + 1, "output", shape, outputs)));
    return new LayerShapes(layers);
  }

  /** What trains by itself: one step to its outputs, of which nothing is known. */
  public static LayerShapes trainable(int outputs) {
    return new LayerShapes(List.of(new Layer(1, TRAINABLE, new InputShape.Flat(outputs), 0)));
  }

  private static InputShape add(List<Layer> layers, Layer layer) {
    layers.add(layer);
    return layer.output();
  }

  /** The nodes of a whole graph become one vector; all else stays what it is. */
  private static InputShape readOut(List<Layer> layers, InputShape shape) {
    if (shape instanceof Graph graph && graph.example() == Graph.Example.GRAPH) {
      InputShape vector = new InputShape.Flat(graph.features());
      return add(layers, new Layer(layers.size() + 1, READ_OUT, vector, 0));
    }
    return shape;
  }

  private static void refuseMismatch(ModelSpec.Kind kind, InputShape input) {
    boolean sequences = input instanceof InputShape.Sequence;
    if (sequences != (kind == ModelSpec.Kind.RNN)) {
      throw new ImpossibleModelException(
          sequences
              ? String.format(
                  Locale.ROOT,
                  "a model of kind %s cannot take in sequences: take model.kind = rnn",
                  kind.name().toLowerCase(Locale.ROOT))
              : "an rnn needs sequences: say with data.columns which column holds them, { signal {"
                  + " kind = sequence } }");
    }
    if (kind == ModelSpec.Kind.CNN && input instanceof InputShape.Flat) {
      throw new ImpossibleModelException(
          "a cnn needs images, not examples of "
              + input
              + " flat numbers: set data.flatten = false if they are images, else take model.kind ="
              + " mlp");
    }
    if (kind == ModelSpec.Kind.GCN && !(input instanceof Graph)) {
      throw new ImpossibleModelException(
          input instanceof InputShape.Image
              ? "a gcn needs graphs, not images of " + input + ": take model.kind = cnn or mlp"
              : "a gcn needs graphs, not examples of "
                  + input
                  + " flat numbers: take model.kind = mlp");
    }
    if (kind != ModelSpec.Kind.GCN && input instanceof Graph) {
      throw new ImpossibleModelException(
          String.format(
              Locale.ROOT,
              "a model of kind %s cannot take in graphs: take model.kind = gcn",
              kind.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** All trainable numbers, as PyTorch counts them. */
  public long parameters() {
    return layers.stream().mapToLong(Layer::parameters).sum();
  }
}
