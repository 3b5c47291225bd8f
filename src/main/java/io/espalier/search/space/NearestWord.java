package io.espalier.search.space;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds what a misspelt word, or one that other libraries use, probably meant. */
public final class NearestWord {
  private NearestWord() {}

  /**
   * The candidate that is ours for a familiar name; else the one with the smallest edit distance to
   * the word, upper and lower case, hyphens and underscores being the same; empty if none is near
   * (a third of its letters, at least one). The first of equally near candidates is taken.
   */
  public static Optional<String> of(String word, Collection<String> candidates) {
    String plain = plain(word);
    for (String ours : FamiliarNames.ours(plain)) {
      Optional<String> found = candidates.stream().filter(c -> plain(c).equals(ours)).findFirst();
      if (found.isPresent()) {
        return found;
      }
    }
    int best = Integer.MAX_VALUE;
    Optional<String> nearest = Optional.empty();
    for (String candidate : candidates) {
      int distance = LevenshteinDistance.getDefaultInstance().apply(plain, plain(candidate));
      int accepted = Math.max(1, Math.min(plain.length(), candidate.length()) / 3);
      if (distance <= accepted && distance < best) {
        best = distance;
        nearest = Optional.of(candidate);
      }
    }
    return nearest;
  }

  /** {@code "; did you mean 'x'?"} or nothing. */
  public static String hint(String word, Collection<String> candidates) {
    return of(word, candidates).map(near -> "; did you mean '" + near + "'?").orElse("");
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
