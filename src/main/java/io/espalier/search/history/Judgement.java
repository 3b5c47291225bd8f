package io.espalier.search.history;

import java.util.List;
import java.util.stream.Stream;

/**
 * How trials are judged beside the objective.
 *
 * @param further objectives after the first one; the best trial is the best by the first
 * @param limits conditions that use what was measured ({@link MeasuredEpoch}), as they were
 *     written; a trial that does not meet them is never the best
 * @param repeats trainings of every configuration, each with a seed of its own; a trial's
 *     measurements are their means
 */
public record Judgement(List<Objective> further, List<String> limits, int repeats) {
  /** By the objective of one training alone. */
  public static final Judgement PLAIN = new Judgement(List.of(), List.of(), 1);

  /** More dimensions have no hypervolume here, and almost every trial in their Pareto set. */
  public static final int MOST_OBJECTIVES = 3;

  public Judgement {
    further = List.copyOf(further);
    limits = List.copyOf(limits);
    if (repeats < 1) {
      throw new IllegalArgumentException("repeats must be at least 1, not " + repeats);
    }
    if (further.size() >= MOST_OBJECTIVES) {
      throw new IllegalArgumentException(
          "at most " + MOST_OBJECTIVES + " objectives are accepted, not " + (further.size() + 1));
    }
  }

  /** All objectives, the first one first. */
  public List<Objective> with(Objective first) {
    return Stream.concat(Stream.of(first), further.stream()).toList();
  }
}
