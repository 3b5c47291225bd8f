package io.espalier.search.schedule;

import io.espalier.search.suggest.SearchView;
import io.espalier.search.suggest.Searchers;
import io.espalier.wire.Configuration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How an experiment searches.
 *
 * @param algorithm the searcher's name, one of {@link Searchers#words}
 * @param trials most trials, invalid ones included; empty for as many as the searcher proposes. A
 *     budget: it may grow when the run goes on
 * @param epochs most epochs of all trials together; empty for no limit. A budget
 * @param window how many trials a searcher that learns may be behind: it proposes trial n knowing
 *     the outcomes of trials 1 to n − window, at least 1
 * @param points configurations to try before any other; none in a grid search, which tries them all
 */
public record SearchSettings(
    String algorithm,
    OptionalInt trials,
    OptionalLong epochs,
    int window,
    List<Configuration> points) {
  /** Enough for as many slots; what a searcher loses by it is little. */
  public static final int WINDOW = 64;

  /** Every row of a grid. */
  public static final SearchSettings GRID =
      new SearchSettings("grid", OptionalInt.empty(), OptionalLong.empty(), WINDOW);

  /**
   * So many configurations drawn at random.
   *
   * @param trials at least 1
   */
  public static SearchSettings random(int trials) {
    return new SearchSettings("random", OptionalInt.of(trials), OptionalLong.empty(), WINDOW);
  }

  /** Nothing is tried before what the searcher proposes. */
  public SearchSettings(String algorithm, OptionalInt trials, OptionalLong epochs, int window) {
    this(algorithm, trials, epochs, window, List.of());
  }

  public SearchSettings {
    points = List.copyOf(points);
    Searchers.Definition definition = Searchers.named(algorithm);
    require(
        points.isEmpty() || !definition.overGrid(),
        "search.points has no place in a grid search, which tries every row anyway");
    require(trials.isEmpty() || trials.getAsInt() > 0, "search.trials must be at least 1");
    require(epochs.isEmpty() || epochs.getAsLong() > 0, "search.epochs must be at least 1");
    require(window > 0, "search.window must be at least 1");
    require(
        !definition.endless() || trials.isPresent() || epochs.isPresent(),
        "algorithm = "
            + algorithm
            + " tries configurations until search.trials (or search.epochs) ends it; set one, as in"
            + " trials = 50");
  }

  /** The same search, which tries these configurations before any other. */
  public SearchSettings withPoints(List<Configuration> first) {
    return new SearchSettings(algorithm, trials, epochs, window, first);
  }

  /** The trials behind of which a searcher is shown nothing. */
  int lag(boolean learns) {
    return learns ? window - 1 : SearchView.UNSEEN;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
