package io.espalier.driver.conf;

import io.espalier.driver.hocon.Node;
import io.espalier.driver.hocon.Place;
import io.espalier.driver.hocon.Problems;
import io.espalier.driver.hocon.Words;
import io.espalier.model.LayerKinds;
import io.espalier.model.Values;
import io.espalier.search.space.NearestWord;
import io.espalier.wire.Activation;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.ModelSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one element of {@code model.layers}. */
final class LayerReader {
  private static final String CONVOLUTION = "conv";
  private static final String GRAPH_CONVOLUTION = "graph-conv";
  private static final String SEQUENCE_CONVOLUTION = "conv1d";
  private static final List<String> ALL =
      LayerKinds.all().stream().map(LayerKinds.Kind::key).toList();

  private final Reading reading;
  private final Activation activation;
  private final Optional<ModelSpec.Kind> model;
  private final List<String> kinds;

  /**
   * Reads layers whose activation, where they say none, is the given one.
   *
   * @param model the kind of the model; empty if it could not be read, so that every layer is
   *     accepted
   */
  LayerReader(Reading reading, Activation activation, Optional<ModelSpec.Kind> model) {
    this(reading, activation, model, model.map(LayerReader::kindsOf).orElse(ALL));
  }

  private LayerReader(
      Reading reading, Activation activation, Optional<ModelSpec.Kind> model, List<String> kinds) {
    this.reading = reading;
    this.activation = activation;
    this.model = model;
    this.kinds = kinds;
  }

  /** For the layers inside a block. */
  private LayerReader inside() {
    List<String> inner =
        LayerKinds.all().stream()
            .filter(kind -> kinds.contains(kind.key()) && kind.usual().insideBlock())
            .map(LayerKinds.Kind::key)
            .toList();
    return new LayerReader(reading, activation, model, inner);
  }

  /**
   * What graphs or sequences alone have is in no other model; what fits images alone is told as
   * such later.
   */
  private static List<String> kindsOf(ModelSpec.Kind model) {
    boolean own = model == ModelSpec.Kind.GCN || model == ModelSpec.Kind.RNN;
    return LayerKinds.all().stream()
        .filter(kind -> kind.usual().fits(own ? model : ModelSpec.Kind.CNN))
        .map(LayerKinds.Kind::key)
        .toList();
  }

  /** The layers of a list; those that cannot be read are problems. */
  List<LayerSpec> readAll(List<Node> elements, String path) {
    List<LayerSpec> layers = new ArrayList<>();
    for (int i = 0; i < elements.size(); i++) {
      layers.addAll(read(elements.get(i), Section.join(path, Integer.toString(i))));
    }
    return layers;
  }

  private List<LayerSpec> readInside(Node node, String path) {
    Node actual = reading.actual(node);
    if (actual instanceof Node.Sequence list && !list.elements().isEmpty()) {
      return inside().readAll(list.elements(), path);
    }
    if (!(actual instanceof Node.Broken)) {
      reading.problems().add(node.place(), path, "a list of layers is needed; " + accepted());
    }
    return List.of();
  }

  /** The layers an element stands for; none, with a problem, if there are none to be read. */
  List<LayerSpec> read(Node node, String path) {
    if (!(node instanceof Node.Tree tree)) {
      if (!(node instanceof Node.Broken)) {
        reading
            .problems()
            .add(node.place(), path, DomainSyntax.describe(node) + " is no layer; " + accepted());
      }
      return List.of();
    }
    List<String> keys = List.copyOf(tree.entries().keySet());
    if (keys.size() != 1) {
      reading.problems().add(tree.place(), path, howMany(keys));
      return List.of();
    }
    String kind = keys.get(0);
    Node body = reading.actual(tree.entry(kind).orElseThrow());
    String name = Section.join(path, kind);
    if (!kinds.contains(kind)) {
      reading.problems().add(body.place(), name, notAccepted(kind));
      return List.of();
    }
    return read(LayerKinds.all().get(ALL.indexOf(kind)), body, name);
  }

  private List<LayerSpec> read(LayerKinds.Kind<?> kind, Node body, String name) {
    DefinitionReader<List<LayerSpec>> reader =
        new DefinitionReader<>(
            kind.definition(),
            Values.NONE.with(LayerKinds.ACTIVATION, activation),
            this::readInside);
    Section scalars = new Section(reading, Node.Tree.of(Map.of(), new Place("", 0, 0)), "");
    return kind.plain() && !(body instanceof Node.Tree)
        ? reader.plain(scalars, body, name)
        : reader.read(scalars.section(body, name), " of a " + kind.key() + " layer");
  }

  private String notAccepted(String kind) {
    if (model.isPresent() && ALL.contains(kind)) {
      String hint =
          switch (kind) {
            case CONVOLUTION ->
                "; did you mean '"
                    + (model.get() == ModelSpec.Kind.RNN ? SEQUENCE_CONVOLUTION : GRAPH_CONVOLUTION)
                    + "'?";
            case GRAPH_CONVOLUTION -> "; " + GRAPH_CONVOLUTION + " needs a model of kind gcn";
            case "pool" -> model.get() == ModelSpec.Kind.RNN ? "; did you mean 'pool1d'?" : "";
            case "lstm", "simple-rnn", "embedding", "pool1d", SEQUENCE_CONVOLUTION ->
                "; " + kind + " needs a model of kind rnn";
            default -> "";
          };
      return "a model of kind "
          + Words.of(model.get())
          + " has no such layer; "
          + accepted()
          + hint;
    }
    return "unknown layer; " + accepted() + NearestWord.hint(kind, kinds);
  }

  private String howMany(List<String> keys) {
    return keys.isEmpty()
        ? "an empty block is no layer; " + accepted()
        : "a layer has one kind, not both "
            + String.join(" and ", keys)
            + "; put each layer in braces of its own and a comma or new line between them";
  }

  private String accepted() {
    return "accepted are " + Problems.alternatives(kinds) + ", as in { dense = 120 }";
  }
}
