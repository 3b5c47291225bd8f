package io.espalier.driver.conf;

import io.espalier.ModelFactory;
import io.espalier.Trainable;
import io.espalier.driver.hocon.Node;
import io.espalier.wire.ClassSpec;
import io.espalier.wire.Loss;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.OwnClass;
import io.espalier.wire.Value;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a model of a class of the user's own, of kind {@code class} or {@code trainable}: the
 * class's name, and what it is told.
 */
final class ClassReader {
  private static final String CLASS = "class";

  /** They are there whatever the file says, and are none of the class's. */
  private static final List<String> OF_OTHERS =
      List.of("kind", CLASS, "loss", "layers", "activation", "weight-init");

  private ClassReader() {}

  /** A network that a class builds. */
  static ModelSpec network(Section section, Loss loss) {
    return ModelSpec.of(read(section, "class", ModelFactory.class), loss);
  }

  /** What a class trains by itself. */
  static ModelSpec trainable(Section section, Loss loss) {
    return ModelSpec.trainable(read(section, "trainable", Trainable.class), loss);
  }

  private static ClassSpec read(Section section, String kind, Class<?> door) {
    String type = type(section, door, door.getName());
    if (!section.list("layers").isEmpty()) {
      section.problem("layers", "a model of kind " + kind + " has its own layers; leave this out");
    }
    refuseUnlessUsual(section, "activation", "relu");
    refuseUnlessUsual(section, "weight-init", "pytorch");
    OF_OTHERS.forEach(section::has);
    SortedMap<String, Value> settings = settings(section);
    section.close();
    return new ClassSpec(type, settings);
  }

  /**
   * The name of a class, which is to be there.
   *
   * @param named what it has to be, for a person
   */
  static String type(Section section, Class<?> door, String named) {
    section.require(CLASS, "the full name of an " + named);
    String type = section.text(CLASS, "?");
    if (section.has(CLASS)) {
      section
          .node(CLASS)
          .ifPresent(
              node ->
                  section.checked(
                      node,
                      Section.join(section.path(), CLASS),
                      () -> new OwnClass<>(type, door).found()));
    }
    return type.isBlank() ? "?" : type;
  }

  /** What a class is told: every key that is none of others. */
  static SortedMap<String, Value> settings(Section section) {
    SortedMap<String, Value> settings = new TreeMap<>();
    for (String key : section.keys()) {
      if (!OF_OTHERS.contains(key)) {
        section
            .node(key)
            .flatMap(node -> value(section, node, key))
            .ifPresent(value -> settings.put(key, value));
      }
    }
    return settings;
  }

  /** What has a default in every model, and says nothing to a class. */
  private static void refuseUnlessUsual(Section section, String key, String usual) {
    section
        .node(key)
        .filter(node -> !(node instanceof Node.Scalar word && word.text().equals(usual)))
        .ifPresent(
            node ->
                section.problem(
                    key, "this is of other kinds of model; give the class's key another name"));
  }

  private static Optional<Value> value(Section section, Node node, String key) {
    if (!(node instanceof Node.Scalar scalar)) {
      section.wrong(node, Section.join(section.path(), key), "a number, a word or true or false");
      return Optional.empty();
    }
    Object plain = scalar.value();
    if (plain instanceof Long whole) {
      return Optional.of(new Value.Whole(whole));
    } else if (plain instanceof Double real) {
      return Optional.of(new Value.Real(real));
    }
    return Optional.of(
        plain instanceof Boolean flag ? new Value.Flag(flag) : new Value.Text(scalar.text()));
  }

  /** Whether the model, whose class is there, is a graph of vertices. */
  static boolean isGraph(ModelSpec model) {
    return model.kind() == ModelSpec.Kind.CLASS
        && ModelFactory.Graph.class.isAssignableFrom(
            new OwnClass<>(model.own().get(0).type(), ModelFactory.class).found());
  }
}
