package io.espalier.driver.conf;

import io.espalier.model.Definition;
import io.espalier.model.Values;
import java.util.List;

/** Reads a block whose {@code kind} is the key of a definition. */
final class KindReader {
  private KindReader() {}

  /**
   * What a block says.
   *
   * @param what kinds they are, {@code an updater}
   * @param surroundings what fields are the same as that are usually as something around them
   */
  static <T> T read(
      Section section, String what, List<Definition<T>> kinds, String usual, Values surroundings) {
    List<String> keys = kinds.stream().map(Definition::key).toList();
    String key = section.oneOf("kind", keys, usual);
    return new DefinitionReader<>(kinds.get(keys.indexOf(key)), surroundings)
        .read(section, " of " + what + " of kind " + key);
  }
}
