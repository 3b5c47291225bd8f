package io.espalier.driver.conf;

import io.espalier.driver.hocon.Node;
import io.espalier.model.Definition;
import io.espalier.model.Field;
import io.espalier.model.Field.Form;
import io.espalier.model.Field.Sizes;
import io.espalier.model.Field.Usual;
import io.espalier.model.Values;
import io.espalier.wire.LayerSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads what a file says of a thing by its definition. */
final class DefinitionReader<T> {
  private final Definition<T> definition;
  private final Values surroundings;
  private final LayersReader layers;

  /** Reads a list of layers; empty, with a problem, if it cannot be read. */
  interface LayersReader {
    List<LayerSpec> read(Node list, String path);
  }

  /**
   * @param surroundings what fields are the same as that are usually as something around them
   */
  DefinitionReader(Definition<T> definition, Values surroundings, LayersReader layers) {
    this.definition = definition;
    this.surroundings = surroundings;
    this.layers = layers;
  }

  /** The same of a thing that holds no layers. */
  DefinitionReader(Definition<T> definition, Values surroundings) {
    this(
        definition,
        surroundings,
        (list, path) -> {
          throw new IllegalStateException(path + " holds no layers");
        });
  }

  /**
   * The thing that a section says; what is wrong becomes a problem.
   *
   * @param of says of what the keys are, {@code " of a conv layer"}
   */
  T read(Section section, String of) {
    Values values = Values.NONE;
    for (Field field : definition.fields()) {
      Object usual = usual(field, section, values);
      Object value =
          section.node(field.key()).map(node -> value(section, field, node, usual)).orElse(usual);
      values = values.with(field.key(), value);
    }
    section.close(of);
    return definition.of(values);
  }

  /** The thing whose first field is a value, all others being as usual. */
  T plain(Section scalars, Node node, String name) {
    Field first = definition.fields().get(0);
    Values values = Values.NONE;
    for (Field field : definition.fields()) {
      Object usual = known(field, values).orElseGet(field::standIn);
      Object value = field.equals(first) ? value(scalars, field, node, name, usual) : usual;
      values = values.with(field.key(), value);
    }
    return definition.of(values);
  }

  /** What counts if the file does not say; a problem if it must. */
  private Object usual(Field field, Section section, Values earlier) {
    Optional<Object> known = known(field, earlier);
    if (known.isEmpty()) {
      section.require(field.key(), field.form().accepted());
    }
    return known.orElseGet(field::standIn);
  }

  private Optional<Object> known(Field field, Values earlier) {
    if (field.usual() instanceof Usual.SameAs same) {
      return earlier.value(same.key()).or(() -> surroundings.value(same.key()));
    }
    return field.usual() instanceof Usual.Fixed fixed
        ? Optional.of(fixed.value())
        : Optional.empty();
  }

  private Object value(Section section, Field field, Node node, Object usual) {
    return value(section, field, node, Section.join(section.path(), field.key()), usual);
  }

  private Object value(Section section, Field field, Node node, String name, Object usual) {
    Consumer<Object> check = value -> definition.with(field, value);
    Form form = field.form();
    if (form instanceof Form.Whole) {
      return section.whole(node, name, (Integer) usual, check::accept);
    } else if (form instanceof Form.Real) {
      return section.real(node, name, (Double) usual, check::accept);
    } else if (form instanceof Form.Flag) {
      return section.flag(node, name, (Boolean) usual);
    } else if (form instanceof Form.Word<?> word) {
      return word(section, word, node, name, usual);
    } else if (form instanceof Form.Layers) {
      List<LayerSpec> read = layers.read(node, name);
      return read.isEmpty() ? usual : read;
    }
    return pixels(section, field, node, name, (Sizes) usual);
  }

  private static <E extends Enum<E>> E word(
      Section section, Form.Word<E> form, Node node, String name, Object usual) {
    return section.word(node, name, form.type(), form.type().cast(usual));
  }

  private Sizes pixels(Section section, Field field, Node node, String name, Sizes usual) {
    Consumer<Integer> check = value -> definition.with(field, Sizes.of(value));
    if (!(node instanceof Node.Sequence list)) {
      return Sizes.of(section.whole(node, name, usual.height(), check::accept));
    }
    if (list.elements().size() != 2) {
      section.problem(
          field.key(),
          "a list of " + list.elements().size() + "; accepted is a number or [height, width]");
      return usual;
    }
    List<Integer> sizes =
        section.list(field.key()).stream()
            .map(element -> section.whole(element, name, usual.height(), check::accept))
            .toList();
    return new Sizes(sizes.get(0), sizes.get(1));
  }
}
