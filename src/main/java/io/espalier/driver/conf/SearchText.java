package io.espalier.driver.conf;

import io.espalier.search.space.Parameter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parts of a file that decide what is searched, as canonical text. */
final class SearchText {
  private SearchText() {}

  /**
   * Seed, data, model, training, measure and search. Left out is what may differ between two
   * machines or changes no row: {@code data.root}, absolute paths and addresses (the data
   * themselves are compared by fingerprint) and the search's budgets. The order of the parameters
   * is always written out.
   */
  static String of(Node.Tree root, List<Parameter> parameters) {
    Place place = root.place();
    Node.Tree data = root.tree("data").without("root");
    for (String key : List.of("path", "test-path")) {
      if (data.entry(key).isPresent()
          && data.entry(key).get() instanceof Node.Scalar scalar
          && DataSourceReader.isAbsolute(scalar.text())) {
        data = data.without(key);
      }
    }
    TreeMap<String, Node> parts = new TreeMap<>();
    parts.put("seed", root.tree("experiment").entry("seed").orElseThrow());
    parts.put("data", data);
    parts.put("model", root.entry("model").orElseThrow());
    parts.put("training", root.entry("training").orElseThrow());
    parts.put("measure", root.tree("measure"));
    parts.put(
        "search",
        root.tree("search")
            .without("max-rows")
            .without("trials")
            .without("epochs")
            .with("order", order(parameters, place)));
    return CanonicalText.json(new Node.Tree(parts, place));
  }

  /** Everything, as a file that gives the same experiment from any working directory. */
  static String whole(Node.Tree root, String name, List<Parameter> parameters) {
    Place place = root.place();
    Node.Tree data = root.tree("data");
    String folder = data.entry("root").map(node -> ((Node.Scalar) node).text()).orElse("");
    if (!DataSourceReader.isAbsolute(folder)) {
      String absolute = Path.of(folder).toAbsolutePath().toString();
      data = data.with("root", new Node.Scalar(absolute, absolute, place));
    }
    return CanonicalText.json(
        root.with("data", data)
            .with(
                "experiment",
                root.tree("experiment").with("name", new Node.Scalar(name, name, place)))
            .with("search", root.tree("search").with("order", order(parameters, place))));
  }

  private static Node order(List<Parameter> parameters, Place place) {
    return new Node.Sequence(
        parameters.stream().map(p -> (Node) new Node.Scalar(p.name(), p.name(), place)).toList(),
        place);
  }

  /**
   * The retrain part. A mode that says nothing new is left out, as are the keys that it does not
   * look at: runs that began before there were modes read the same.
   */
  static String ofRetrain(Node.Tree root) {
    Node retrain = root.entry("retrain").orElse(Node.Tree.of(Map.of(), root.place()));
    boolean single =
        retrain instanceof Node.Tree tree
            && tree.entry("mode").orElse(tree) instanceof Node.Scalar mode
            && mode.text().equals("single");
    return CanonicalText.json(
        single
            ? ((Node.Tree) retrain)
                .without("mode")
                .without("workers")
                .without("averaging-frequency")
            : retrain);
  }
}
