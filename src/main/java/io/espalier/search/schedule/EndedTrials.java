package io.espalier.search.schedule;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import java.util.List;

/** Tells stopping rules of the trials of a search in which every trial trains to its end. */
final class EndedTrials {
  private final History history;
  private final StoppingRules rules;
  private int read;

  EndedTrials(History history, StoppingSettings settings) {
    this.history = history;
    rules = new StoppingRules(settings, history.opened());
  }

  /** Whether it is about this history. */
  boolean isOf(History other) {
    return history == other;
  }

  StoppingRules rules() {
    return rules;
  }

  /** Tells of all that have come back, in the order in which they came. */
  void read() {
    List<Event.OfTrial> events = history.events();
    for (; read < events.size(); read++) {
      if (events.get(read) instanceof Event.TrialFinished ended) {
        history.trial(ended.trial()).ifPresent(this::tell);
      }
    }
  }

  /** Tells of those that count for the next trial n, 1 to n − window, as far as they are there. */
  void readInOrder(int window) {
    int last = Math.min(history.nextTrial() - window, history.observedTo());
    for (; read < last; read++) {
      tell(history.trials().get(read));
    }
  }

  private void tell(Trial trial) {
    if (trial.status() != TrialStatus.INVALID) {
      rules.told(trial, trial.status() == TrialStatus.COMPLETED);
    }
  }
}
