package io.espalier.search.schedule;

import io.espalier.search.suggest.Searcher;
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
