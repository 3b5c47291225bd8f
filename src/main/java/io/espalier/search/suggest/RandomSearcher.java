package io.espalier.search.suggest;

import io.espalier.search.space.Sampler;
import io.espalier.search.space.SearchSpace;
import io.espalier.wire.Configuration;
import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Configurations drawn independently (Bergstra and Bengio 2012), each parameter evenly on its
 * domain's scale, none twice. What trial n gets depends on the seed, on n and on which
 * configurations came before it.
 */
public final class RandomSearcher implements Searcher {
  static final Searchers.Definition DEFINITION =
      new Searchers.Definition(
          "random",
          "search.trials configurations, drawn evenly from the domains",
          false,
          true,
          RandomSearcher::new);

  /** So many draws without a new configuration, and there is none. */
  static final int MOST_DRAWS = 10_000;

  private final Sampler sampler;
  private final Tried tried = new Tried();

  /** A searcher over any space. */
  public RandomSearcher(SearchSpace space) {
    sampler = new Sampler(space);
  }

  @Override
  public Suggestion next(SearchView view) {
    tried.remember(view);
    int refused = 0;
    for (int draw = 0; draw < MOST_DRAWS; draw++) {
      Optional<Configuration> drawn =
          sampler.draw(Seeds.seed(view.seed(), Purpose.SEARCH, view.trial(), draw));
      if (drawn.isPresent() && !tried.has(drawn.get())) {
        return new Suggestion.Try(drawn.get(), "drawn at random" + after(refused, draw));
      }
      refused += drawn.isPresent() ? 0 : 1;
    }
    return new Suggestion.Exhausted(
        String.format(
            Locale.ROOT,
            "none of %d further draws was new%s",
            MOST_DRAWS,
            refused == 0 ? "" : " and met the constraints"));
  }

  private static String after(int refused, int draws) {
    return draws == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "; of %d draws before it %d broke a constraint and %d had been tried",
            draws,
            refused,
            draws - refused);
  }

  @Override
  public OptionalLong proposals() {
    return OptionalLong.empty();
  }

  @Override
  public boolean learns() {
    return false;
  }
}
