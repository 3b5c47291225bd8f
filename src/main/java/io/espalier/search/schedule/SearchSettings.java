package io.espalier.search.schedule;

import io.espalier.search.suggest.Searchers;
import io.espalier.wire.Configuration;
import io.espalier.wire.TrainingPlan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How an experiment searches.
 *
 * @param algorithm the searcher's name, one of {@link Searchers#words}
 * @param trials most trials, invalid ones included; empty for as many as the searcher proposes. A
 *     budget: it may grow when the run goes on
 * @param epochs most epochs of all trials together; empty for no limit. A budget
 * @param window how far a deterministic search may be behind: the n-th segment is decided knowing
 *     what came of the first n − window, at least 1
 * @param scheduler who trains how far
 * @param deterministic whether nothing depends on the order in which segments come back; empty for
 *     {@link #isDeterministic}'s answer
 * @param stopping what ends it before the budget is spent
 * @param points configurations to try before any other; none in a grid search, which tries them all
 * @param startFrom runs whose outcomes count as known before the first trial, each by its
 *     experiment's name, or by a folder; none for a searcher that does not learn
 * @param together trainings of one shape that go side by side at most, at least 1; {@link #ANY} for
 *     as many as their shape allows, {@link #ALONE} for the ordinary step, whose results differ by
 *     rounding from those of steps side by side, and which a run that began so keeps in place of
 *     {@link #ANY}
 */
public record SearchSettings(
    String algorithm,
    OptionalInt trials,
    OptionalLong epochs,
    int window,
    SchedulerSettings scheduler,
    Optional<Boolean> deterministic,
    StoppingSettings stopping,
    List<Configuration> points,
    List<String> startFrom,
    int together) {
  /** For {@code together}: no limit but the trials' shape. */
  public static final int ANY = TrainingPlan.ANY;

  /** For {@code together}: one after another. */
  public static final int ALONE = TrainingPlan.ALONE;

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

  /**
   * Every trial trains to its end, side by side with others where shapes allow it, and nothing is
   * tried before what the searcher proposes.
   */
  public SearchSettings(String algorithm, OptionalInt trials, OptionalLong epochs, int window) {
    this(
        algorithm,
        trials,
        epochs,
        window,
        SchedulerSettings.PLAIN,
        Optional.empty(),
        StoppingSettings.NONE,
        List.of(),
        List.of(),
        ANY);
  }

  public SearchSettings {
    points = List.copyOf(points);
    startFrom = List.copyOf(startFrom);
    Searchers.Definition definition = Searchers.named(algorithm);
    require(
        points.isEmpty() || !definition.overGrid(),
        "search.points has no place in a grid search, which tries every row anyway");
    require(trials.isEmpty() || trials.getAsInt() > 0, "search.trials must be at least 1");
    require(epochs.isEmpty() || epochs.getAsLong() > 0, "search.epochs must be at least 1");
    require(together > 0, "search.fusion must be auto, off or at least 1");
    require(window > 0, "search.window must be at least 1");
    require(
        !definition.endless() || trials.isPresent() || epochs.isPresent(),
        "algorithm = "
            + algorithm
            + " tries configurations until search.trials (or search.epochs) ends it; set one, as in"
            + " trials = 50");
  }

  /** The same search with another scheduler. */
  public SearchSettings withScheduler(SchedulerSettings other) {
    return new SearchSettings(
        algorithm,
        trials,
        epochs,
        window,
        other,
        deterministic,
        stopping,
        points,
        startFrom,
        together);
  }

  /** The same search, asked to come out the same at any number of slots, or not asked. */
  public SearchSettings withDeterministic(Optional<Boolean> wanted) {
    return new SearchSettings(
        algorithm, trials, epochs, window, scheduler, wanted, stopping, points, startFrom,
        together);
  }

  /** The same search, which tries these configurations before any other. */
  public SearchSettings withPoints(List<Configuration> first) {
    return new SearchSettings(
        algorithm,
        trials,
        epochs,
        window,
        scheduler,
        deterministic,
        stopping,
        first,
        startFrom,
        together);
  }

  /** The same search, which something else may end early. */
  public SearchSettings withStopping(StoppingSettings other) {
    return new SearchSettings(
        algorithm,
        trials,
        epochs,
        window,
        scheduler,
        deterministic,
        other,
        points,
        startFrom,
        together);
  }

  /** The same search, which knows from the beginning what other runs gave. */
  public SearchSettings withStartFrom(List<String> runs) {
    return new SearchSettings(
        algorithm,
        trials,
        epochs,
        window,
        scheduler,
        deterministic,
        stopping,
        points,
        runs,
        together);
  }

  /**
   * The same search, with so many trials side by side.
   *
   * @param most at least 1, which is none
   */
  public SearchSettings withTogether(int most) {
    return new SearchSettings(
        algorithm,
        trials,
        epochs,
        window,
        scheduler,
        deterministic,
        stopping,
        points,
        startFrom,
        most);
  }

  /**
   * Whether the trials come out the same at any number of slots. Where nothing is asked for, they
   * do if that costs nothing: the searcher does not learn, the scheduler compares trials only once
   * all that belong together are there, and no result ends the search.
   *
   * @param learns whether the searcher learns from outcomes
   */
  public boolean isDeterministic(boolean learns) {
    return deterministic.orElse(
        !learns && !stopping.byResults() && Schedulers.named(scheduler.kind()).ordered());
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
