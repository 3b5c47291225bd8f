package io.espalier.search.suggest;

import io.espalier.search.space.SearchSpace;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Leaves the proposal to the searcher that suits the space and what is known by now: a Gaussian
 * process for few parameters and trials, else Parzen estimators, which stay fast. Says which, and
 * why.
 */
public final class AutoSearcher implements Searcher {
  static final Searchers.Definition DEFINITION =
      new Searchers.Definition(
          Searchers.AUTO,
          "search.trials configurations, by the searcher that suits the space and what is known",
          false,
          true,
          AutoSearcher::new);

  private static final int MOST_PARAMETERS = 12;
  private static final int MOST_TRIALS = 200;

  private final int parameters;
  private final Searcher gaussian;
  private final Searcher parzen;

  /** A searcher over any space. */
  public AutoSearcher(SearchSpace space) {
    parameters = space.parameters().size();
    gaussian = new GaussianSearcher(space);
    parzen = new TpeSearcher(space);
  }

  @Override
  public Suggestion next(SearchView view) {
    boolean few = parameters <= MOST_PARAMETERS && view.trial() <= MOST_TRIALS;
    Suggestion chosen = (few ? gaussian : parzen).next(view);
    return chosen instanceof Suggestion.Try proposal
        ? new Suggestion.Try(proposal.configuration(), why(few, view) + proposal.reason())
        : chosen;
  }

  private String why(boolean few, SearchView view) {
    if (few) {
      return String.format(
          Locale.ROOT,
          "gaussian-process, as %d parameters and %d trials are few: ",
          parameters,
          view.trial());
    }
    return parameters > MOST_PARAMETERS
        ? String.format(Locale.ROOT, "tpe, as %d parameters are many: ", parameters)
        : String.format(Locale.ROOT, "tpe, as %d trials are many: ", view.trial());
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
