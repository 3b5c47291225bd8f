package io.espalier.driver.run;

import io.espalier.wire.Segment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Trials that were decided and have no slot, in order. A trial is ready to be sent once the journal
 * has its start. Trials of a bundle that Spark lost are suspects: one of them may be what ends
 * executors.
 */
final class TrialQueue {
  private final Deque<Waiting> ready = new ArrayDeque<>();
  private final List<Waiting> staged = new ArrayList<>();
  private final Deque<Waiting> suspects = new ArrayDeque<>();

  /** A trial and what trains it. */
  record Waiting(int trial, List<Segment> segments) {
    Waiting {
      segments = List.copyOf(segments);
    }
  }

  /** A trial was decided; its start is not in the journal yet. */
  void decided(Waiting trial) {
    staged.add(trial);
  }

  /** The journal has all starts. */
  void recorded() {
    ready.addAll(staged);
    staged.clear();
  }

  /** Trials came back untrained; they are the next. */
  void handedBack(List<Waiting> trials) {
    for (int i = trials.size() - 1; i >= 0; i--) {
      ready.addFirst(trials.get(i));
    }
  }

  /** Trials were lost together. */
  void suspect(List<Waiting> trials) {
    suspects.addAll(trials);
  }

  /** Whether there are trials that have to be tried one by one. */
  boolean hasSuspects() {
    return !suspects.isEmpty();
  }

  /** The next of them. */
  Waiting takeSuspect() {
    return suspects.remove();
  }

  /** The next ready trials, at most so many. */
  List<Waiting> take(int atMost) {
    List<Waiting> taken = new ArrayList<>();
    while (taken.size() < atMost && !ready.isEmpty()) {
      taken.add(ready.remove());
    }
    return taken;
  }

  /** The next ready trial; there must be one. */
  Waiting next() {
    return ready.element();
  }

  /**
   * The next ready trial and those behind it that go with it, at most so many.
   *
   * @param together whether two go together
   */
  List<Waiting> take(int atMost, BiPredicate<Waiting, Waiting> together) {
    Waiting first = ready.remove();
    List<Waiting> taken = new ArrayList<>(List.of(first));
    Iterator<Waiting> others = ready.iterator();
    while (taken.size() < atMost && others.hasNext()) {
      Waiting other = others.next();
      if (together.test(first, other)) {
        taken.add(other);
        others.remove();
      }
    }
    return taken;
  }

  int ready() {
    return ready.size();
  }

  /** Whether there are trials that are not ready only because the journal does not have them. */
  boolean hasStaged() {
    return !staged.isEmpty();
  }

  /** All trials that have no slot. */
  int size() {
    return ready.size() + staged.size() + suspects.size();
  }
}
