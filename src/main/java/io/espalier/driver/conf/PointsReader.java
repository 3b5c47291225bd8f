package io.espalier.driver.conf;

import io.espalier.driver.hocon.Node;
import io.espalier.search.space.Parameter;
import io.espalier.search.space.ValueType;
import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code search.points}: configurations by the names of the parameters. */
record PointsReader(Section search, List<Parameter> parameters) {
  List<Configuration> read() {
    List<Configuration> points = new ArrayList<>();
    for (Node node : search.list("points")) {
      if (node instanceof Node.Tree tree) {
        points.add(configuration(tree));
      } else {
        search.wrong(node, "search.points", "a block { name = value, … }");
      }
    }
    return points;
  }

  private Configuration configuration(Node.Tree tree) {
    TreeMap<String, Value> values = new TreeMap<>();
    for (Map.Entry<String, Node> entry : tree.entries().entrySet()) {
      String name = DomainFinder.column(entry.getKey());
      values.put(name, typed(name, entry.getValue()));
    }
    return new Configuration(values);
  }

  /** A value as the parameter of that name has them. */
  private Value typed(String name, Node node) {
    Value value = DomainSyntax.value(node);
    ValueType wanted =
        parameters.stream()
            .filter(parameter -> parameter.name().equals(name))
            .map(parameter -> parameter.domain().type())
            .findFirst()
            .orElse(ValueType.of(value));
    if (wanted == ValueType.REAL && value instanceof Value.Whole whole) {
      return new Value.Real((double) whole.value());
    }
    return wanted == ValueType.TEXT ? new Value.Text(value.text()) : value;
  }
}
