package io.espalier.driver.conf;

import io.espalier.driver.hocon.Node;
import io.espalier.driver.hocon.Problems;
import io.espalier.wire.Configuration;
import java.util.Map;

/**
 * How a tree is read: with a configuration's values in the places of the domains.
 *
 * @param slots by the paths of the domains and of what is the same as one
 */
record Reading(Problems problems, Map<String, Slot> slots, Configuration configuration) {
  /** Reads a part without domains. */
  static Reading fixed(Problems problems) {
    return new Reading(problems, Map.of(), Configuration.of(Map.of()));
  }

  /** What stands at a node under this configuration. */
  Node actual(Node node) {
    Node at = node;
    while (at instanceof Node.Variable variable) {
      Slot slot = slots.get(variable.path());
      if (slot == null) {
        return new Node.Broken(variable.place());
      }
      String name = slot.parameter().name();
      at =
          slot.node(
              configuration
                  .value(name)
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              "the configuration has no value for '" + name + "'")));
    }
    return at;
  }
}
