package io.espalier.search.suggest;

import io.espalier.search.space.SearchSpace;
import java.util.List;
import java.util.function.Function;

/** The searchers there are. A new one is one line in this list. */
public final class Searchers {
  /** The one that chooses another. */
  public static final String AUTO = "auto";

  private static final List<Definition> ALL =
      List.of(
          AutoSearcher.DEFINITION,
          GridSearcher.DEFINITION,
          RandomSearcher.DEFINITION,
          SequenceSearcher.SOBOL,
          SequenceSearcher.LATIN_HYPERCUBE,
          TpeSearcher.DEFINITION,
          GaussianSearcher.DEFINITION,
          CmaSearcher.DEFINITION);

  private Searchers() {}

  /**
   * What is known of a kind of searcher.
   *
   * @param word its name in {@code search.algorithm}
   * @param meaning one line for a person
   * @param overGrid whether every domain must have a grid
   * @param endless whether it proposes until {@code search.trials} or {@code search.epochs} end it
   * @param maker makes one over a space
   */
  public record Definition(
      String word,
      String meaning,
      boolean overGrid,
      boolean endless,
      Function<SearchSpace, Searcher> maker) {}

  /** All of them, in the order in which they are told to people. */
  public static List<Definition> all() {
    return ALL;
  }

  /** Their names. */
  public static List<String> words() {
    return ALL.stream().map(Definition::word).toList();
  }

  /**
   * The one of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Definition named(String word) {
    return ALL.stream()
        .filter(definition -> definition.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'" + word + "' is no searcher; there are " + words()));
  }
}
