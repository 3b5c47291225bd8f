package io.espalier.driver.conf;

import io.espalier.data.DataSource;
import io.espalier.data.SecretOptions;
import io.espalier.driver.hocon.CanonicalText;
import io.espalier.driver.hocon.Node;
import io.espalier.driver.hocon.Place;
import io.espalier.search.space.Parameter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** An experiment file with every default and override in place. */
final class WholeText {
  private WholeText() {}

  /**
   * A file that gives the same experiment from any working directory, and without the data.
   *
   * @param source what was read of {@code data}
   */
  static String of(Node.Tree root, String name, DataSource source, List<Parameter> parameters) {
    Place place = root.place();
    Node.Tree data = root.tree("data");
    String folder = data.entry("root").map(node -> ((Node.Scalar) node).text()).orElse("");
    if (!DataSourceReader.isAbsolute(folder)) {
      String absolute = Path.of(folder).toAbsolutePath().toString();
      data = data.with("root", new Node.Scalar(absolute, absolute, place));
    }
    if (source instanceof DataSource.TuGraphs graphs) {
      String target = TuSourceReader.word(graphs.target());
      data = data.with("target", new Node.Scalar(target, target, place));
    }
    if (data.entries().get("options") instanceof Node.Tree options) {
      data = data.with("options", withoutSecrets("", options));
    }
    return CanonicalText.json(
        root.with("data", data)
            .with(
                "experiment",
                root.tree("experiment").with("name", new Node.Scalar(name, name, place)))
            .with("search", root.tree("search").with("order", order(parameters, place))));
  }

  /** What Spark's readers are told, by its name with dots. */
  private static Node.Tree withoutSecrets(String path, Node.Tree options) {
    Node.Tree kept = options;
    for (Map.Entry<String, Node> entry : options.entries().entrySet()) {
      String name = path + entry.getKey();
      if (entry.getValue() instanceof Node.Tree inner) {
        kept = kept.with(entry.getKey(), withoutSecrets(name + ".", inner));
      } else if (entry.getValue() instanceof Node.Scalar scalar) {
        String text = SecretOptions.kept(name, scalar.text());
        if (!text.equals(scalar.text())) {
          kept = kept.with(entry.getKey(), new Node.Scalar(text, text, scalar.place()));
        }
      }
    }
    return kept;
  }

  private static Node order(List<Parameter> parameters, Place place) {
    return new Node.Sequence(
        parameters.stream().map(p -> (Node) new Node.Scalar(p.name(), p.name(), place)).toList(),
        place);
  }
}
