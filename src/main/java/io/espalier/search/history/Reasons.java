package io.espalier.search.history;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Why trials did not complete, the commonest reason first. Reasons that differ in numbers alone
 * (epochs, steps, sizes) are one, with {@code …} in their places if there are several.
 *
 * @param all counted reasons
 */
public record Reasons(List<Counted> all) {
  private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)?([eE][-+]?\\d+)?");

  /** A reason and how many trials ended by it. */
  public record Counted(int trials, TrialStatus status, String reason) {
    /** In one line: {@code 72 × DIVERGED: the training loss is NaN in epoch …}. */
    public String text() {
      return trials + " × " + status + (reason.isEmpty() ? "" : ": " + reason);
    }
  }

  public Reasons {
    all = List.copyOf(all);
  }

  private record Kind(TrialStatus status, String pattern) {}

  /** The reasons in a history; looks at all trials. */
  public static Reasons of(History history) {
    Map<Kind, Counted> counts = new LinkedHashMap<>();
    for (Trial trial : history.trials()) {
      if (failed(trial.status())) {
        String pattern = pattern(trial.reason());
        counts.merge(
            new Kind(trial.status(), pattern),
            new Counted(1, trial.status(), trial.reason()),
            (before, one) ->
                new Counted(
                    before.trials() + 1,
                    before.status(),
                    before.reason().equals(one.reason()) ? one.reason() : pattern));
      }
    }
    return new Reasons(
        counts.values().stream()
            .sorted(Comparator.comparingInt(Counted::trials).reversed())
            .toList());
  }

  /** A reason with {@code …} in the place of every number. */
  public static String pattern(String reason) {
    return NUMBER.matcher(reason).replaceAll("…");
  }

  private static boolean failed(TrialStatus status) {
    return switch (status) {
      case DIVERGED, FAILED, INVALID -> true;
      case RUNNING, PAUSED, COMPLETED, STOPPED -> false;
    };
  }

  /** The commonest, at most so many. */
  public List<Counted> most(int count) {
    return all.subList(0, Math.min(count, all.size()));
  }
}
