package io.espalier.search.suggest;

import io.espalier.search.history.Trial;
import io.espalier.search.space.Sampler;
import io.espalier.search.space.SearchSpace;
import io.espalier.wire.Configuration;
import io.espalier.wire.Seeds;
import io.espalier.wire.Seeds.Purpose;
import java.util.Optional;
import java.util.OptionalLong;

/** The least that can be called learning: repeats what was best, or draws something else. */
public final class Climber implements Searcher {
  private final Sampler sampler;

  public Climber(SearchSpace space) {
    sampler = new Sampler(space);
  }

  @Override
  public Suggestion next(SearchView view) {
    Optional<Trial> best = Optional.empty();
    for (Trial trial : view.observed()) {
      if (!Double.isNaN(trial.objective())
          && view.objective()
              .better(
                  trial.objective(), best.map(Trial::objective).orElse(Double.POSITIVE_INFINITY))) {
        best = Optional.of(trial);
      }
    }
    long seed = Seeds.seed(view.seed(), Purpose.SEARCH, view.trial());
    Configuration drawn = sampler.draw(seed).orElseThrow();
    return best.isPresent() && seed % 2 == 0
        ? new Suggestion.Try(best.get().configuration(), "as trial " + best.get().number())
        : new Suggestion.Try(drawn, "drawn");
  }

  @Override
  public OptionalLong proposals() {
    return OptionalLong.empty();
  }

  @Override
  public boolean learns() {
    return true;
  }
}
