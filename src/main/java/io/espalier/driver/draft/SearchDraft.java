package io.espalier.driver.draft;

import io.espalier.Metrics;
import io.espalier.data.PreparedData;
import io.espalier.data.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How configurations are searched, and by what they are compared: said here and nowhere else. */
final class SearchDraft {
  /** Classes whose sizes differ more are not judged by how many examples are right. */
  private static final int UNEQUAL = 4;

  private static final String FAIR_TO_CLASSES = "validation_balanced_accuracy";

  private final PreparedData data;
  private final Optional<String> goal;

  /**
   * @param goal the metric that was asked for, as files write it; empty if nobody said
   */
  SearchDraft(PreparedData data, Optional<String> goal) {
    this.data = data;
    this.goal = goal;
  }

  /** The search. */
  Block search(Budget budget) {
    List<Entry> entries = new ArrayList<>();
    entries.add(new Entry("algorithm", "auto", "learns from the trials so far where to look"));
    entries.add(
        new Entry(
            "trials", Integer.toString(budget.trials()), "raise it, and the same command goes on"));
    if (!budget.rungs().isEmpty()) {
      entries.add(
          new Entry(
              "scheduler",
              "{ kind = asha, rungs = "
                  + budget.rungs()
                  + ", reduction = "
                  + Budget.REDUCTION
                  + " }",
              "after so many epochs the best third goes on"));
    }
    if (budget.confirmed() > 0) {
      entries.add(
          new Entry(
              "confirm",
              Integer.toString(budget.confirmed()),
              "the best train again from other seeds before one is called best"));
    }
    metric()
        .ifPresent(
            metric -> entries.add(new Entry("objective", "{ metric = " + metric + " }", reason())));
    return new Block("search", entries);
  }

  private Optional<String> metric() {
    return goal.or(
        () ->
            unequal() && Metrics.of(data.dataset().targets().task()).contains(FAIR_TO_CLASSES)
                ? Optional.of(FAIR_TO_CLASSES.replace('_', '-'))
                : Optional.empty());
  }

  private String reason() {
    return goal.isPresent() ? "" : "the classes differ much in size";
  }

  private boolean unequal() {
    if (!(data.dataset().targets() instanceof Targets.Classes classes)) {
      return false;
    }
    int[] counts = new int[classes.names().size()];
    for (short label : classes.labels()) {
      counts[label]++;
    }
    int most = Arrays.stream(counts).max().orElse(0);
    int least = Arrays.stream(counts).filter(count -> count > 0).min().orElse(0);
    return most > UNEQUAL * least;
  }
}
