package io.espalier.driver.run;

import io.espalier.search.history.History;
import io.espalier.search.history.Reasons;
import io.espalier.search.history.TrialStatus;
import java.util.List;
import java.util.Locale;

/** Why nothing came of a search: its trials' reasons, grouped, the most frequent first. */
final class FailureSummary {
  private static final int MOST = 10;

  private FailureSummary() {}

  static String of(History history) {
    if (history.ranking().infeasible() > 0) {
      return String.format(
          Locale.ROOT,
          "none of %d trials meets search.constraints (%s), and %d have an objective; allow more, or"
              + " search a wider space",
          history.trials().size(),
          String.join(", ", history.opened().judgement().limits()),
          history.ranking().infeasible());
    }
    if (history.count(TrialStatus.COMPLETED) > 0) {
      return String.format(
          Locale.ROOT,
          "none of %d trials has a value of %s, which is undefined for what their models put out;"
              + " set search.objective.metric to another",
          history.trials().size(),
          history.opened().objective().metric());
    }
    List<Reasons.Counted> reasons = Reasons.of(history).all();
    StringBuilder text =
        new StringBuilder("none of " + history.trials().size() + " trials could be trained:");
    reasons.stream().limit(MOST).forEach(one -> text.append("\n  ").append(one.text()));
    if (reasons.size() > MOST) {
      text.append("\n  and ")
          .append(reasons.size() - MOST)
          .append(" other reasons; see the trials table");
    }
    return text.toString();
  }
}
