package io.espalier.driver.conf;

import io.espalier.search.space.Parameter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The parts of a file that decide what is searched, as canonical text. */
final class SearchText {
  private SearchText() {}

  /**
   * Seed, data, model, training, measure and search. Left out is what may differ between two
   * machines or changes no row: {@code data.root}, absolute paths and addresses (the data
   * themselves are compared by fingerprint) and {@code search.max-rows}. The order of the
   * parameters is always written out.
   */
  static String of(Node.Tree root, List<Parameter> parameters) {
    Place place = root.place();
    Node.Tree data = root.tree("data").without("root");
    for (String key : List.of("path", "test-path")) {
      if (data.entry(key).isPresent()
          && data.entry(key).get() instanceof Node.Scalar scalar
          && SourceReader.isAbsolute(scalar.text())) {
        data = data.without(key);
      }
    }
    List<Node> order =
        parameters.stream().map(p -> (Node) new Node.Scalar(p.name(), p.name(), place)).toList();
    TreeMap<String, Node> parts = new TreeMap<>();
    parts.put("seed", root.tree("experiment").entry("seed").orElseThrow());
    parts.put("data", data);
    parts.put("model", root.entry("model").orElseThrow());
    parts.put("training", root.entry("training").orElseThrow());
    parts.put("measure", root.tree("measure"));
    parts.put(
        "search",
        root.tree("search").without("max-rows").with("order", new Node.Sequence(order, place)));
    return CanonicalText.json(new Node.Tree(parts, place));
  }

  /** The retrain part. */
  static String ofRetrain(Node.Tree root) {
    return CanonicalText.json(root.entry("retrain").orElse(Node.Tree.of(Map.of(), root.place())));
  }
}
