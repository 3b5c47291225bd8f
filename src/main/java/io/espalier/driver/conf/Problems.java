package io.espalier.driver.conf;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything found wrong so far; the same finding counts once. */
final class Problems {
  private record Problem(Place place, String key, String message) {
    String text() {
      return place.text() + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
  }

  private final Set<Problem> found = new LinkedHashSet<>();

  void add(Place place, String key, String message) {
    found.add(new Problem(place, key, message));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  int size() {
    return found.size();
  }

  /** One line per problem, in the order of the sources and lines. */
  List<String> lines() {
    return found.stream()
        .sorted(
            Comparator.comparingInt((Problem problem) -> problem.place().rank())
                .thenComparing(problem -> problem.place().source())
                .thenComparingInt(problem -> problem.place().line())
                .thenComparing(Problem::key))
        .map(Problem::text)
        .distinct()
        .toList();
  }

  /** Ends the reading here if anything is wrong. */
  void throwIfAny() {
    if (!found.isEmpty()) {
      throw new ConfigurationException(lines());
    }
  }

  /** {@code a, b or c}. */
  static String alternatives(Collection<String> words) {
    return String.join(", ", words);
  }
}
