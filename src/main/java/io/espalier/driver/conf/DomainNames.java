package io.espalier.driver.conf;

import io.espalier.driver.conf.DomainFinder.Found;
import io.espalier.driver.hocon.Problems;
import io.espalier.search.space.Constraint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Gives every domain its column name: the one it was given, else the last words of its path that no
 * other unnamed domain has, starting with a letter.
 */
final class DomainNames {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  private final List<Found> found;
  private final Problems problems;

  DomainNames(List<Found> found, Problems problems) {
    this.found = found;
    this.problems = problems;
  }

  /** Names by path. */
  Map<String, String> byPath() {
    Map<String, String> names = new HashMap<>();
    Map<String, Found> taken = new TreeMap<>();
    for (Found domain : found) {
      domain.name().ifPresent(name -> names.put(domain.path(), given(domain, name, taken)));
    }
    List<Found> unnamed = found.stream().filter(domain -> domain.name().isEmpty()).toList();
    for (Found domain : unnamed) {
      names.put(domain.path(), own(domain, unnamed, taken));
    }
    return names;
  }

  private String given(Found domain, String name, Map<String, Found> taken) {
    if (!NAME.matcher(name).matches() || !Constraint.isUsable(name)) {
      problems.add(
          domain.place(),
          domain.path() + ".name",
          "'"
              + name
              + "' is no name for a column; lower case letters, digits and hyphens, starting with"
              + " a letter, are accepted, words of the constraint language are not");
      return "unnamed_" + found.indexOf(domain);
    }
    Found first = taken.putIfAbsent(name, domain);
    if (first != null) {
      problems.add(
          domain.place(),
          domain.path() + ".name",
          "'"
              + name
              + "' already names the domain at "
              + first.place().text()
              + "; to have the same value in two places, write { same-as = "
              + name.replace('_', '-')
              + " }");
      return name + "_" + found.indexOf(domain);
    }
    return name;
  }

  private String own(Found domain, List<Found> unnamed, Map<String, Found> taken) {
    int size = domain.words().size();
    for (int words = 1; words <= size; words++) {
      String name = suffix(domain, words);
      int length = words;
      boolean ambiguous =
          unnamed.stream()
              .anyMatch(
                  other ->
                      !other.path().equals(domain.path()) && suffix(other, length).equals(name));
      if (!ambiguous
          && NAME.matcher(name).matches()
          && !taken.containsKey(name)
          && Constraint.isUsable(name)) {
        taken.put(name, domain);
        return name;
      }
    }
    problems.add(domain.place(), domain.path(), "this domain needs a name; add name = … to it");
    return "unnamed_" + found.indexOf(domain);
  }

  /** The last words of a path as a column. */
  private static String suffix(Found domain, int words) {
    int size = domain.words().size();
    List<String> last = new ArrayList<>();
    for (String word : domain.words().subList(Math.max(0, size - words), size)) {
      last.add(word.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_"));
    }
    return String.join("_", last);
  }
}
