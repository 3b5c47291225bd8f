package io.espalier.driver.run;

import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import java.util.LinkedHashMap;
import java.util.Map;

/** Why nothing came of a search: its trials' reasons, grouped, the most frequent first. */
final class FailureSummary {
  private static final int MOST = 10;

  private FailureSummary() {}

  static String of(History history) {
    Map<String, Integer> reasons = new LinkedHashMap<>();
    for (Trial trial : history.trials()) {
      reasons.merge(trial.status() + ": " + trial.reason(), 1, Integer::sum);
    }
    StringBuilder text =
        new StringBuilder("none of " + history.trials().size() + " trials could be trained:");
    reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(MOST)
        .forEach(e -> text.append("\n  ").append(e.getValue()).append(" × ").append(e.getKey()));
    if (reasons.size() > MOST) {
      text.append("\n  and ")
          .append(reasons.size() - MOST)
          .append(" other reasons; see the trials table");
    }
    return text.toString();
  }
}
