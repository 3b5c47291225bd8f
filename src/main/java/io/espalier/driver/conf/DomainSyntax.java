package io.espalier.driver.conf;

import io.espalier.driver.hocon.CanonicalText;
import io.espalier.driver.hocon.Node;
import io.espalier.driver.hocon.Place;
import io.espalier.driver.hocon.Problems;
import io.espalier.search.space.Domain;
import io.espalier.search.space.NearestWord;
import io.espalier.search.space.RealRange;
import io.espalier.search.space.Scale;
import io.espalier.search.space.Spacing;
import io.espalier.search.space.ValueType;
import io.espalier.search.space.WholeRange;
import io.espalier.wire.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Reads <code>{ grid = [..] }</code> and its like. */
final class DomainSyntax {
  static final String SAME = "same-as";
  private static final List<String> FORMS = List.of("grid", "choice", "int", "uniform", SAME);
  private static final List<String> RANGE_KEYS = List.of("name", "step", "points", "scale");

  private final Problems problems;

  DomainSyntax(Problems problems) {
    this.problems = problems;
  }

  /** Whether a tree stands for a domain rather than for itself. */
  static boolean isDomain(Node.Tree tree) {
    return FORMS.stream().anyMatch(form -> tree.entries().containsKey(form));
  }

  /** The one form a domain has; empty, with a problem, if its keys do not go together. */
  Optional<String> form(Node.Tree tree, String path) {
    List<String> forms = FORMS.stream().filter(key -> tree.entries().containsKey(key)).toList();
    if (forms.size() > 1) {
      problems.add(
          tree.place(),
          path,
          "a domain is one of "
              + Problems.alternatives(FORMS)
              + ", not both "
              + String.join(" and ", forms));
      return Optional.empty();
    }
    String form = forms.get(0);
    List<String> accepted = new ArrayList<>(List.of(form));
    accepted.addAll(accepted(form));
    TreeSet<String> unknown = new TreeSet<>(tree.entries().keySet());
    accepted.forEach(unknown::remove);
    for (String key : unknown) {
      problems.add(
          tree.entry(key).orElseThrow().place(),
          path + "." + key,
          "unknown key beside "
              + form
              + "; accepted are "
              + Problems.alternatives(accepted)
              + NearestWord.hint(key, accepted));
    }
    return unknown.isEmpty() ? Optional.of(form) : Optional.empty();
  }

  private static List<String> accepted(String form) {
    return switch (form) {
      case SAME -> List.of();
      case "int", "uniform" -> RANGE_KEYS;
      default -> List.of("name");
    };
  }

  /** A grid of numbers. */
  Optional<Domain> grid(Node.Sequence list, String path) {
    for (Node element : list.elements()) {
      if (!(element instanceof Node.Scalar scalar) || !(scalar.value() instanceof Number)) {
        problems.add(
            element.place(),
            path,
            describe(element) + " is no number; grid takes numbers, choice takes anything");
        return Optional.empty();
      }
    }
    return made(
        list.place(),
        path,
        () -> new Domain.Grid(oneType(list.elements().stream().map(DomainSyntax::value).toList())));
  }

  /** A range of whole or real numbers. */
  Optional<Domain> range(Node.Tree tree, String form, String path) {
    Section section = new Section(Reading.fixed(problems), tree, path);
    int before = problems.size();
    List<Double> bounds = bounds(section, form);
    Spacing spacing = spacing(section);
    Scale scale = section.word("scale", Scale.class, Scale.LINEAR);
    if (problems.size() > before) {
      return Optional.empty();
    }
    double low = bounds.get(0);
    double high = bounds.get(1);
    return made(
        tree.place(),
        path,
        () ->
            form.equals("int")
                ? new WholeRange((long) low, (long) high, scale, spacing)
                : new RealRange(low, high, scale, spacing));
  }

  /** Two numbers, or a problem. */
  private static List<Double> bounds(Section section, String form) {
    List<Node> nodes = section.list(form);
    if (nodes.size() != 2) {
      section.problem(form, "a range is two numbers, as in [1, 10], not " + nodes.size());
    }
    List<Double> bounds = new ArrayList<>();
    for (Node node : nodes) {
      boolean whole = form.equals("int");
      Optional<Double> number =
          Node.number(node).filter(value -> !whole || value == Math.rint(value));
      if (number.isEmpty()) {
        String name = Section.join(section.path(), form);
        section.wrong(node, name, whole ? "a whole number" : "a number");
      }
      number.ifPresent(bounds::add);
    }
    return bounds;
  }

  private Spacing spacing(Section section) {
    if (section.has("step") && section.has("points")) {
      section.problem("points", "step and points exclude each other; give one of them");
    }
    if (section.has("points")) {
      int points = section.whole("points", 2, Spacing.Points::new);
      return new Spacing.Points(points);
    }
    if (section.has("step")) {
      return new Spacing.Step(section.real("step", 1, Spacing.Step::new));
    }
    return new Spacing.Unspaced();
  }

  /** A domain, or a problem if its constructor refuses. */
  Optional<Domain> made(Place place, String path, java.util.function.Supplier<Domain> maker) {
    try {
      return Optional.of(maker.get());
    } catch (IllegalArgumentException e) {
      problems.add(place, path, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /** A scalar or list as a parameter's value. */
  static Value value(Node node) {
    if (!(node instanceof Node.Scalar scalar)) {
      return new Value.Text(CanonicalText.json(node));
    }
    if (scalar.value() instanceof Long whole) {
      return new Value.Whole(whole);
    }
    if (scalar.value() instanceof Double real) {
      return new Value.Real(real);
    }
    return scalar.value() instanceof Boolean flag
        ? new Value.Flag(flag)
        : new Value.Text(scalar.text());
  }

  /** Values made one type: whole and real numbers real ones, other mixtures text. */
  static List<Value> oneType(List<Value> values) {
    List<ValueType> types = values.stream().map(ValueType::of).distinct().toList();
    if (types.size() < 2) {
      return values;
    }
    boolean numbers = List.of(ValueType.WHOLE, ValueType.REAL).containsAll(types);
    return values.stream()
        .map(value -> numbers ? real(value) : new Value.Text(value.text()))
        .toList();
  }

  private static Value real(Value value) {
    return value instanceof Value.Whole whole ? new Value.Real((double) whole.value()) : value;
  }

  /** A node as a person calls it. */
  static String describe(Node node) {
    if (node instanceof Node.Scalar scalar) {
      return "'" + scalar.text() + "'";
    }
    return node instanceof Node.Sequence ? "a list" : "a block { … }";
  }
}
