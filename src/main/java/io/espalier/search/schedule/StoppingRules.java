package io.espalier.search.schedule;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The rules that end a search before its budget is spent. */
final class StoppingRules {
  private final StoppingSettings settings;
  private final List<StoppingRule> cutting = new ArrayList<>();
  private final List<StoppingRule> others = new ArrayList<>();
  private final Set<Integer> known = new TreeSet<>();

  StoppingRules(StoppingSettings settings, Event.RunOpened opened) {
    this.settings = settings;
    settings.target().ifPresent(target -> cutting.add(new TargetRule(target, opened)));
    settings.patience().ifPresent(patience -> others.add(new PatienceRule(patience, opened)));
    settings.leastGain().ifPresent(least -> others.add(new GainRule(least, opened)));
  }

  /**
   * A segment of a trial came back.
   *
   * @param trial as it was then
   * @param completed whether it has trained to its end
   */
  void told(Trial trial, boolean completed) {
    if (settings.byResults()) {
      StoppingRule.Result result =
          new StoppingRule.Result(trial, known.add(trial.number()), completed);
      cutting.forEach(rule -> rule.told(result));
      others.forEach(rule -> rule.told(result));
    }
  }

  /**
   * Why nothing begins or goes on any more; what trains comes to the end of its segment at the
   * latest.
   */
  Optional<String> cut(History history) {
    double minutes = settings.minutes().orElse(Double.POSITIVE_INFINITY);
    return history.time().minutesSpent() >= minutes
        ? Optional.of("search.minutes = " + minutes + " are spent")
        : first(cutting);
  }

  /** Whether there is a rule that may cut the search short. */
  private boolean mayCut() {
    return settings.minutes().isPresent() || !cutting.isEmpty();
  }

  /** Once the search is cut short whatever trains stops; empty where that can never be. */
  Optional<EpochRule> epochRule(History history) {
    return mayCut()
        ? Optional.of(cut(history).map(EpochRule::stopAll).orElse(EpochRule.GO_ON))
        : Optional.empty();
  }

  /** Why no trial begins any more; those that have begun may go on. */
  Optional<String> over() {
    return first(others);
  }

  private static Optional<String> first(List<StoppingRule> rules) {
    return rules.stream().flatMap(rule -> rule.over().stream()).findFirst();
  }
}
