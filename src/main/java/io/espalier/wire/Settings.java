package io.espalier.wire;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * What an experiment says to a class of the user's own, by key. Remembers what was asked for: a
 * setting that was not is a mistake.
 */
public class Settings {
  private final String part;
  private final SortedMap<String, Value> settings;
  private final TreeSet<String> asked = new TreeSet<>();

  /**
   * Settings.
   *
   * @param part where they stand in an experiment file, {@code model}
   */
  public Settings(String part, SortedMap<String, Value> settings) {
    this.part = part;
    this.settings = settings;
  }

  /** Whether the experiment says something of a key; also marks the key as one that may be. */
  public boolean has(String key) {
    asked.add(key);
    return settings.containsKey(key);
  }

  /**
   * A whole number that the experiment gives.
   *
   * @throws IllegalArgumentException if it gives none
   */
  public int whole(String key) {
    String accepted = "a whole number";
    if (value(key, accepted) instanceof Value.Whole whole && whole.value() == (int) whole.value()) {
      return (int) whole.value();
    }
    throw wrong(key, accepted);
  }

  /**
   * A real number that the experiment gives.
   *
   * @throws IllegalArgumentException if it gives none
   */
  public double real(String key) {
    String accepted = "a number";
    Value value = value(key, accepted);
    if (value instanceof Value.Whole whole) {
      return whole.value();
    } else if (value instanceof Value.Real real) {
      return real.value();
    }
    throw wrong(key, accepted);
  }

  /**
   * A word, or anything else as text.
   *
   * @throws IllegalArgumentException if the experiment gives none
   */
  public String text(String key) {
    return value(key, "a word").text();
  }

  /**
   * True or false.
   *
   * @throws IllegalArgumentException if the experiment gives neither
   */
  public boolean flag(String key) {
    String accepted = "true or false";
    if (value(key, accepted) instanceof Value.Flag flag) {
      return flag.value();
    }
    throw wrong(key, accepted);
  }

  private Value value(String key, String accepted) {
    asked.add(key);
    Value value = settings.get(key);
    if (value == null) {
      throw new IllegalArgumentException(
          part
              + "."
              + key
              + " is missing; needed is "
              + accepted
              + (part.equals("model") ? " or a domain" : ""));
    }
    return value;
  }

  private IllegalArgumentException wrong(String key, String accepted) {
    String given = value(key, accepted).text();
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "%s.%s: '%s' is not %s", part, key, given, accepted));
  }

  /** The keys that were asked for so far, in alphabetical order. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** What is wrong with the settings, if one of them was not asked for. */
  public Optional<String> unasked() {
    return settings.keySet().stream()
        .filter(key -> !asked.contains(key))
        .findFirst()
        .map(
            key ->
                "does not ask for "
                    + part
                    + "."
                    + key
                    + (asked.isEmpty() ? "" : ", only for " + String.join(", ", asked))
                    + "; leave it out");
  }
}
