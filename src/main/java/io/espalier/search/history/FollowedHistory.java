package io.espalier.search.history;

import java.util.List;
import java.util.Optional;

/**
 * A history told piece by piece to somebody who may miss a piece: what is missed makes it
 * contradict itself, and from then on it is unknown.
 */
public final class FollowedHistory {
  private final History history = History.of(List.of());
  private boolean begun;
  private boolean broken;

  /**
   * What happened next.
   *
   * @throws IllegalStateException or another unchecked exception if it cannot be what comes next
   */
  public void append(List<? extends Event> events) {
    if (broken || events.isEmpty()) {
      return;
    }
    broken = true;
    events.forEach(history::append);
    begun = true;
    broken = false;
  }

  /** The history so far; empty before its first event, and where it is unknown. */
  public Optional<History> known() {
    return begun && !broken ? Optional.of(history) : Optional.empty();
  }
}
