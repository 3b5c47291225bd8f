package io.espalier.search.suggest;

import io.espalier.wire.Configuration;
import java.util.HashSet;
import java.util.Set;

/** The configurations that were proposed before. */
final class Tried {
  private final Set<Configuration> configurations = new HashSet<>();
  private int known;

  /**
   * Learns which configurations were proposed; all of them again where the view is of another past.
   *
   * @return whether it is
   */
  boolean remember(SearchView view) {
    boolean anotherPast = view.trial() - 1 < known;
    if (anotherPast) {
      configurations.clear();
      known = 0;
    }
    while (known < view.trial() - 1) {
      known++;
      configurations.add(view.configuration(known));
    }
    return anotherPast;
  }

  /** Whether it was proposed before. */
  boolean has(Configuration configuration) {
    return configurations.contains(configuration);
  }
}
