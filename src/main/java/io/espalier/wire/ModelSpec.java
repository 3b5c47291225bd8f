package io.espalier.wire;

import java.io.Serializable;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A network: its hidden layers in order, its loss, and how its weights start; or a function that
 * stands in for one.
 *
 * @param graph counts for the kind {@link Kind#GCN} only
 * @param function what the kind {@link Kind#FUNCTION} evaluates; empty for all others
 * @param own what builds the kind {@link Kind#CLASS}, or trains the kind {@link Kind#TRAINABLE};
 *     empty for all others
 * @param ownLoss the full name of a class of the user's own whose loss is trained and measured in
 *     place of {@code loss}, which then only says what the output layer puts out; empty for none
 */
public record ModelSpec(
    Kind kind,
    List<LayerSpec> layers,
    Loss loss,
    WeightInit weightInit,
    GraphSpec graph,
    List<FunctionSpec> function,
    List<ClassSpec> own,
    List<String> ownLoss)
    implements Serializable {
  /** The family, which says what layers are allowed. */
  public enum Kind {
    /** One linear layer straight to the outputs; any loss. */
    LINEAR,
    /** Softmax regression: linear with cross-entropy. */
    SOFTMAX,
    /** Dense layers, dropout and batch normalisation over the flattened input. */
    MLP,
    /** Convolution and pooling over images, then any of the layers of an MLP. */
    CNN,
    /** Graph convolutions and dropout over nodes, then dense layers and dropout. */
    GCN,
    /** Recurrent layers and dropout over the steps of sequences, then dense layers and dropout. */
    RNN,
    /** No network: a published function, evaluated without data. */
    FUNCTION,
    /** What a class of the user's own builds. */
    CLASS,
    /** No network of ours: what a class of the user's own trains by itself. */
    TRAINABLE
  }

  private static final Set<Kind> LAYERED = EnumSet.of(Kind.MLP, Kind.CNN, Kind.GCN, Kind.RNN);

  public ModelSpec {
    layers = List.copyOf(layers);
    function = List.copyOf(function);
    own = List.copyOf(own);
    ownLoss = List.copyOf(ownLoss);
    Check.that(ownLoss.size() <= 1, "a model has one loss, not %s", ownLoss);
    Check.that(
        own.size() == (kind == Kind.CLASS || kind == Kind.TRAINABLE ? 1 : 0),
        "a %s model is made by %d classes",
        kind,
        own.size());
    Check.that(
        function.size() == (kind == Kind.FUNCTION ? 1 : 0),
        "a %s model evaluates %d functions",
        kind,
        function.size());
    Check.that(layers.isEmpty() || LAYERED.contains(kind), "a %s model has no hidden layers", kind);
    Check.that(
        kind != Kind.SOFTMAX || (loss == Loss.CROSS_ENTROPY && ownLoss.isEmpty()),
        "a softmax model has cross-entropy as its loss");
    for (LayerSpec layer : layers) {
      Check.that(layer.fits(kind), "a %s model has no layer %s", kind, layer);
    }
    if (kind == Kind.GCN) {
      checkGraphLayers(layers, graph);
    }
    Check.that(
        kind != Kind.RNN || layers.stream().anyMatch(LayerSpec.OverSteps.class::isInstance),
        "an rnn model needs a layer over steps: lstm, simple-rnn, conv1d or embedding");
  }

  /** A model with one of the losses that there are. */
  public ModelSpec(
      Kind kind,
      List<LayerSpec> layers,
      Loss loss,
      WeightInit weightInit,
      GraphSpec graph,
      List<FunctionSpec> function,
      List<ClassSpec> own) {
    this(kind, layers, loss, weightInit, graph, function, own, List.of());
  }

  /** The same model with a loss of the user's own: the full name of a class, or none. */
  public ModelSpec withOwnLoss(List<String> type) {
    return new ModelSpec(kind, layers, loss, weightInit, graph, function, own, type);
  }

  /** The same model with other layers. */
  public ModelSpec withLayers(List<LayerSpec> other) {
    return new ModelSpec(kind, other, loss, weightInit, graph, function, own, ownLoss);
  }

  /** A network. */
  public ModelSpec(
      Kind kind, List<LayerSpec> layers, Loss loss, WeightInit weightInit, GraphSpec graph) {
    this(kind, layers, loss, weightInit, graph, List.of(), List.of());
  }

  /** A function in place of a network. */
  public static ModelSpec of(FunctionSpec function) {
    return new ModelSpec(
        Kind.FUNCTION,
        List.of(),
        Loss.SQUARED_ERROR,
        WeightInit.of(WeightInit.Scheme.PYTORCH),
        GraphSpec.PLAIN,
        List.of(function),
        List.of());
  }

  /** What a class builds; its weights start as it says. */
  public static ModelSpec of(ClassSpec own, Loss loss) {
    return of(Kind.CLASS, own, loss);
  }

  /** What a class trains by itself; the loss is what it is measured by. */
  public static ModelSpec trainable(ClassSpec own, Loss loss) {
    return of(Kind.TRAINABLE, own, loss);
  }

  private static ModelSpec of(Kind kind, ClassSpec own, Loss loss) {
    return new ModelSpec(
        kind,
        List.of(),
        loss,
        WeightInit.of(WeightInit.Scheme.PYTORCH),
        GraphSpec.PLAIN,
        List.of(),
        List.of(own));
  }

  /** A model without graphs. */
  public ModelSpec(Kind kind, List<LayerSpec> layers, Loss loss, WeightInit weightInit) {
    this(kind, layers, loss, weightInit, GraphSpec.PLAIN);
  }

  /** Dense layers of so many units, with ReLU between them; predicts classes. */
  public static ModelSpec mlp(int... units) {
    List<LayerSpec> layers =
        IntStream.of(units)
            .mapToObj(count -> (LayerSpec) new LayerSpec.Dense(count, Activation.RELU))
            .toList();
    return new ModelSpec(
        Kind.MLP, layers, Loss.CROSS_ENTROPY, WeightInit.of(WeightInit.Scheme.PYTORCH));
  }

  /** Whether it has residual blocks: then it is a graph of vertices, not a stack of layers. */
  public boolean hasBlocks() {
    return layers.stream().anyMatch(LayerSpec.Residual.class::isInstance);
  }

  private static void checkGraphLayers(List<LayerSpec> layers, GraphSpec graph) {
    boolean dense = false;
    for (LayerSpec layer : layers) {
      Check.that(
          !(dense && layer instanceof LayerSpec.GraphConv),
          "a graph convolution cannot come after a dense layer");
      dense |= layer instanceof LayerSpec.Dense;
    }
    Check.that(
        !(dense && graph.output() instanceof GraphSpec.Output.GraphOutput),
        "an output by graph convolution cannot come after a dense layer");
    Check.that(
        graph.output() instanceof GraphSpec.Output.GraphOutput
            || layers.stream().anyMatch(LayerSpec.GraphConv.class::isInstance),
        "a gcn model needs a graph convolution");
  }
}
