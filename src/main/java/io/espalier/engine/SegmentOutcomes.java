package io.espalier.engine;

import io.espalier.wire.LostCheckpoint;
import io.espalier.wire.Outcome;
import io.espalier.wire.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What has come of an assignment's segments so far, in whatever order they were trained. Of a trial
 * count those up to the first that did not train, as if they had been trained one after another.
 */
final class SegmentOutcomes {
  private final List<Segment> segments;
  private final SortedMap<Integer, Outcome> outcomes = new TreeMap<>();
  private final List<LostCheckpoint> lost = new ArrayList<>();

  SegmentOutcomes(List<Segment> segments) {
    this.segments = List.copyOf(segments);
  }

  /** Whether a segment has to be trained: no earlier one of its trial has ended the trial. */
  boolean wanted(int index) {
    int trial = segments.get(index).trial();
    return lost.stream().noneMatch(one -> one.trial() == trial)
        && outcomes.headMap(index).values().stream()
            .noneMatch(one -> one.trial() == trial && !one.status().trained());
  }

  void add(int index, Outcome outcome) {
    outcomes.put(index, outcome);
  }

  /** A segment's checkpoint is not there. */
  void lost(int index, String reason) {
    lost.add(new LostCheckpoint(segments.get(index).trial(), reason));
  }

  List<LostCheckpoint> lost() {
    return lost;
  }

  /** The outcomes that count, trial by trial in the order in which the trials were sent. */
  List<Outcome> all() {
    return of(false);
  }

  /** Those of trials of which nothing is missing. */
  List<Outcome> whole() {
    return of(true);
  }

  private List<Outcome> of(boolean wholeOnly) {
    List<Outcome> all = new ArrayList<>();
    Set<Integer> trials = new TreeSet<>();
    for (Segment segment : segments) {
      if (trials.add(segment.trial())) {
        List<Outcome> own = new ArrayList<>();
        if (gather(segment.trial(), own) || !wholeOnly) {
          all.addAll(own);
        }
      }
    }
    return all;
  }

  /** The trial's outcomes that count; whether none is missing. */
  private boolean gather(int trial, List<Outcome> own) {
    for (int index = 0; index < segments.size(); index++) {
      if (segments.get(index).trial() == trial) {
        if (!outcomes.containsKey(index)) {
          return false;
        }
        Outcome outcome = outcomes.get(index);
        own.add(outcome);
        if (!outcome.status().trained()) {
          return true;
        }
      }
    }
    return true;
  }
}
