package io.espalier.search.schedule;

import io.espalier.search.space.SearchSpace;
import io.espalier.search.suggest.ListedSearcher;
import io.espalier.search.suggest.Searcher;
import io.espalier.search.suggest.Searchers;
import java.util.List;

/** The schedulers there are. A new one is one line in this list. */
public final class Schedulers {
  private static final List<Definition> ALL =
      List.of(
          PlainScheduler.DEFINITION,
          HalvingLadder.HALVING,
          AshaLadder.DEFINITION,
          HalvingLadder.HYPERBAND,
          MedianLadder.DEFINITION);

  private Schedulers() {}

  /**
   * What is known of a kind of scheduler.
   *
   * @param word its name in {@code search.scheduler}
   * @param meaning one line for a person
   * @param overRungs whether it compares trials at rungs
   * @param ordered whether what trials train does not depend on the order in which they come back,
   *     as long as the searcher's proposals do not
   * @param maker makes one
   */
  public record Definition(
      String word, String meaning, boolean overRungs, boolean ordered, Maker maker) {}

  /** Makes a scheduler over a searcher. */
  public interface Maker {
    Scheduler make(Searcher searcher, SearchSettings settings, Trainings trainings);
  }

  /**
   * The scheduler of a search, over its searcher.
   *
   * @param trainings what the configurations stand for
   */
  public static Scheduler of(SearchSpace space, SearchSettings settings, Trainings trainings) {
    return named(settings.scheduler().kind())
        .maker()
        .make(searcher(space, settings), settings, trainings);
  }

  /** The searcher of a search, which begins with the points that are listed. */
  public static Searcher searcher(SearchSpace space, SearchSettings settings) {
    Searcher searcher = Searchers.named(settings.algorithm()).maker().apply(space);
    return settings.points().isEmpty() ? searcher : new ListedSearcher(settings.points(), searcher);
  }

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
                    "'" + word + "' is no scheduler; there are " + words()));
  }
}
