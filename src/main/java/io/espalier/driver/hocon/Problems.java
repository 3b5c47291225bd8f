package io.espalier.driver.hocon;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything found wrong so far; the same finding counts once. */
public final class Problems {
  private record Problem(Place place, String key, String message) {
    String text() {
      return place.text() + ": " + (key.isEmpty() ? "" : key + ": ") + message;
    }
  }

  private final Set<Problem> found = new LinkedHashSet<>();

  /** Adds a finding; {@code key} is empty where it is about no key. */
  public void add(Place place, String key, String message) {
    found.add(new Problem(place, key, message));
  }

  /** Whether nothing is wrong. */
  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** How many there are. */
  public int size() {
    return found.size();
  }

  /** One line per problem, in the order of the sources and lines. */
  public List<String> lines() {
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

  /** {@code a, b or c}. */
  public static String alternatives(Collection<String> words) {
    return String.join(", ", words);
  }
}
