package io.espalier.driver.conf;

import io.espalier.driver.hocon.Node;
import io.espalier.driver.hocon.Words;
import io.espalier.wire.Activation;
import io.espalier.wire.GraphSpec;
import io.espalier.wire.GraphSpec.Output;
import io.espalier.wire.GraphSpec.Propagation;
import io.espalier.wire.GraphSpec.ReadOut;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Dropout;
import io.espalier.wire.LayerSpec.GraphConv;
import io.espalier.wire.ModelSpec;
import java.util.ArrayList;
import java.util.List;

/** Reads what only a model of kind {@code gcn} has. */
final class GraphReader {
  private static final List<String> KEYS = List.of("propagation", "read-out", "output");
  private static final String CONVOLUTION = "graph-conv";

  private GraphReader() {}

  /**
   * A graph model besides its layers.
   *
   * @param beforeOutput what the output layer is written with, but stands before it
   */
  record Parts(GraphSpec graph, List<LayerSpec> beforeOutput) {
    static final Parts PLAIN = new Parts(GraphSpec.PLAIN, List.of());

    Parts {
      beforeOutput = List.copyOf(beforeOutput);
    }

    /** Hidden layers with those that come before the output. */
    List<LayerSpec> after(List<LayerSpec> layers) {
      List<LayerSpec> all = new ArrayList<>(layers);
      all.addAll(beforeOutput);
      return all;
    }
  }

  /** The keys of a graph model. */
  static Parts read(Section model) {
    Propagation propagation = model.word("propagation", Propagation.class, Propagation.LOOPS);
    ReadOut readOut = model.word("read-out", ReadOut.class, ReadOut.MEAN);
    if (!(model.node("output").orElse(null) instanceof Node.Tree)) {
      String word = model.oneOf("output", List.of("dense", CONVOLUTION), "dense");
      Output output =
          word.equals("dense")
              ? new Output.DenseOutput()
              : new Output.GraphOutput(Activation.IDENTITY, 0);
      return new Parts(new GraphSpec(propagation, readOut, output), List.of());
    }
    Section section = model.section("output");
    if (!section.has(CONVOLUTION)) {
      model.problem(
          "output",
          "accepted are dense, graph-conv and a block such as { graph-conv { activation = relu } }");
      return Parts.PLAIN;
    }
    Section layer = section.section(CONVOLUTION);
    section.close();
    Activation activation = layer.word("activation", Activation.class, Activation.IDENTITY);
    double l2 = layer.real("l2", 0, value -> new GraphConv(1, activation, value));
    List<LayerSpec> before = dropout(layer);
    layer.close(" of an output by graph convolution");
    return new Parts(
        new GraphSpec(propagation, readOut, new Output.GraphOutput(activation, l2)), before);
  }

  /** Refuses the keys of a graph model in one of another kind. */
  static void refuse(Section model, ModelSpec.Kind kind) {
    for (String key : KEYS) {
      model.refuse(key, "only a model of kind gcn has this, not one of kind " + Words.of(kind));
    }
  }

  /** Passes over the keys of a graph model where the kind of the model is not known. */
  static void ignore(Section model) {
    KEYS.forEach(model::has);
  }

  private static List<LayerSpec> dropout(Section section) {
    double rate = section.real("dropout", 0, Dropout::new);
    return rate > 0 ? List.of(new Dropout(rate)) : List.of();
  }
}
