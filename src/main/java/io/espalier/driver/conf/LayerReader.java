package io.espalier.driver.conf;

import io.espalier.driver.hocon.Node;
import io.espalier.driver.hocon.Place;
import io.espalier.driver.hocon.Problems;
import io.espalier.driver.hocon.Words;
import io.espalier.search.space.NearestWord;
import io.espalier.wire.Activation;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.BatchNorm;
import io.espalier.wire.LayerSpec.Conv;
import io.espalier.wire.LayerSpec.Dense;
import io.espalier.wire.LayerSpec.Dropout;
import io.espalier.wire.LayerSpec.Pool;
import io.espalier.wire.LayerSpec.Pooling;
import io.espalier.wire.LayerSpec.Window;
import io.espalier.wire.ModelSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;

/** Reads one element of {@code model.layers}. */
final class LayerReader {
  private static final String CONVOLUTION = "conv";
  private static final String GRAPH_CONVOLUTION = "graph-conv";
  private static final List<String> ALL =
      List.of(CONVOLUTION, "pool", "dense", "dropout", "batch-norm", GRAPH_CONVOLUTION);
  private static final List<String> OF_GRAPHS = List.of(GRAPH_CONVOLUTION, "dense", "dropout");
  private static final Pair ONE = new Pair(1, 1);
  private static final Pair NONE = new Pair(0, 0);

  /** A number for the height and one for the width. */
  private record Pair(int height, int width) {}

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
    this.reading = reading;
    this.activation = activation;
    this.model = model;
    this.kinds = model.map(LayerReader::kindsOf).orElse(ALL);
  }

  private static List<String> kindsOf(ModelSpec.Kind model) {
    return model == ModelSpec.Kind.GCN
        ? OF_GRAPHS
        : ALL.stream().filter(kind -> !kind.equals(GRAPH_CONVOLUTION)).toList();
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
    return switch (kind) {
      case CONVOLUTION -> List.of(conv(section(body, name)));
      case "pool" -> List.of(pool(section(body, name)));
      case "dense" -> List.of(dense(body, name));
      case "dropout" -> List.of(dropout(body, name));
      case "batch-norm" -> List.of(batchNorm(section(body, name)));
      case GRAPH_CONVOLUTION -> GraphReader.layers(scalars(), body, name, activation);
      default -> throw new IllegalStateException("nobody reads the layer " + kind);
    };
  }

  private String notAccepted(String kind) {
    if (model.isPresent() && ALL.contains(kind)) {
      String hint =
          switch (kind) {
            case CONVOLUTION -> "; did you mean '" + GRAPH_CONVOLUTION + "'?";
            case GRAPH_CONVOLUTION -> "; " + GRAPH_CONVOLUTION + " needs a model of kind gcn";
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

  private LayerSpec conv(Section section) {
    section.require("channels", "a whole number above 0");
    section.require("kernel", "a number of pixels or [height, width]");
    int channels =
        section.whole("channels", 1, value -> new Conv(value, Window.square(1, 1, 0), activation));
    Window window = window(section, ONE);
    Activation own = section.word("activation", Activation.class, activation);
    section.close(" of a conv layer");
    return new Conv(channels, window, own);
  }

  private LayerSpec pool(Section section) {
    section.require("kernel", "a number of pixels or [height, width]");
    Pooling pooling = section.word("kind", Pooling.class, Pooling.MAX);
    Window window =
        window(section, pair(section, "kernel", ONE, value -> Window.square(value, 1, 0)));
    section.close(" of a pool layer");
    return new Pool(pooling, window);
  }

  private LayerSpec dense(Node body, String name) {
    if (!(body instanceof Node.Tree)) {
      return new Dense(units(body, name), activation);
    }
    Section section = section(body, name);
    section.require("units", "a whole number above 0");
    int units = section.node("units").map(node -> units(node, name + ".units")).orElse(1);
    Activation own = section.word("activation", Activation.class, activation);
    section.close(" of a dense layer");
    return new Dense(units, own);
  }

  private int units(Node node, String name) {
    return scalars().whole(node, name, 1, value -> new Dense(value, activation));
  }

  private LayerSpec dropout(Node body, String name) {
    if (!(body instanceof Node.Tree)) {
      return new Dropout(scalars().real(body, name, 0, Dropout::new));
    }
    Section section = section(body, name);
    section.require("rate", "a number in [0, 1)");
    double rate = section.real("rate", 0, Dropout::new);
    section.close(" of a dropout layer");
    return new Dropout(rate);
  }

  private static LayerSpec batchNorm(Section section) {
    double decay = section.real("decay", 0.9, value -> new BatchNorm(value, 1));
    double epsilon = section.real("epsilon", 1e-5, value -> new BatchNorm(0, value));
    section.close(" of a batch-norm layer");
    return new BatchNorm(decay, epsilon);
  }

  private static Window window(Section section, Pair stride) {
    Pair kernel = pair(section, "kernel", ONE, value -> Window.square(value, 1, 0));
    Pair step = pair(section, "stride", stride, value -> Window.square(1, value, 0));
    Pair padding = pair(section, "padding", NONE, value -> Window.square(1, 1, value));
    return new Window(
        kernel.height(),
        kernel.width(),
        step.height(),
        step.width(),
        padding.height(),
        padding.width());
  }

  private static Pair pair(Section section, String key, Pair fallback, IntConsumer check) {
    String name = Section.join(section.path(), key);
    Node node = section.node(key).orElse(null);
    if (node == null) {
      return fallback;
    }
    if (!(node instanceof Node.Sequence list)) {
      int both = section.whole(node, name, fallback.height(), check);
      return new Pair(both, both);
    }
    if (list.elements().size() != 2) {
      section.problem(
          key, "a list of " + list.elements().size() + "; accepted is a number or [height, width]");
      return fallback;
    }
    List<Integer> sizes =
        section.list(key).stream()
            .map(element -> section.whole(element, name, fallback.height(), check))
            .toList();
    return new Pair(sizes.get(0), sizes.get(1));
  }

  private Section section(Node body, String name) {
    return scalars().section(body, name);
  }

  private Section scalars() {
    return new Section(reading, Node.Tree.of(java.util.Map.of(), new Place("", 0, 0)), "");
  }
}
