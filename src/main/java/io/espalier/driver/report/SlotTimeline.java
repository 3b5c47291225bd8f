package io.espalier.driver.report;

import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Which slot trained what and when, by the executors' clocks. Slots are as many as trained at once
 * on a host; whatever trained is put on the first one that was free.
 *
 * @param slots their names, host by host
 * @param bars what trained, slot by slot, in order; neighbours that could not be told apart are one
 * @param seconds from the first start to the last end
 * @param idle share of the slots' time in which they trained nothing
 */
record SlotTimeline(List<String> slots, List<Bar> bars, double seconds, double idle) {
  /** Bars that are this share of the whole apart, or less, are one. */
  private static final double SAME = 1 / 3_000.0;

  SlotTimeline {
    slots = List.copyOf(slots);
    bars = List.copyOf(bars);
  }

  /**
   * A stretch of training.
   *
   * @param slot index of its slot
   * @param trial the first trial of it
   * @param count how many segments are in it
   * @param from seconds since the first start
   */
  record Bar(int slot, int trial, int count, double from, double to) {
    private Bar with(Bar next) {
      return new Bar(slot, trial, count + next.count, from, next.to);
    }
  }

  private record Segment(int trial, long from, long to) {}

  /** The timeline of a search; without slots where nothing trained. */
  static SlotTimeline of(History history) {
    TreeMap<String, List<Segment>> hosts = new TreeMap<>();
    for (Trial trial : history.trials()) {
      for (Outcome segment : trial.segments()) {
        Outcome.Timing timing = segment.timing();
        if (timing.finishedAtMillis() > 0) {
          hosts
              .computeIfAbsent(segment.place().host(), host -> new ArrayList<>())
              .add(
                  new Segment(trial.number(), timing.startedAtMillis(), timing.finishedAtMillis()));
        }
      }
    }
    return of(hosts);
  }

  private static SlotTimeline of(TreeMap<String, List<Segment>> hosts) {
    List<Segment> all = hosts.values().stream().flatMap(List::stream).toList();
    long start = all.stream().mapToLong(Segment::from).min().orElse(0);
    double seconds = (all.stream().mapToLong(Segment::to).max().orElse(0) - start) / 1_000.0;
    List<String> names = new ArrayList<>();
    List<Bar> bars = new ArrayList<>();
    double busy = 0;
    for (var host : hosts.entrySet()) {
      int number = 0;
      for (List<Segment> slot : slots(host.getValue())) {
        int index = names.size();
        names.add(host.getKey() + " " + ++number);
        List<Bar> own =
            slot.stream()
                .map(
                    one ->
                        new Bar(
                            index,
                            one.trial(),
                            1,
                            (one.from() - start) / 1_000.0,
                            (one.to() - start) / 1_000.0))
                .toList();
        busy += own.stream().mapToDouble(bar -> bar.to() - bar.from()).sum();
        bars.addAll(merged(own, seconds * SAME));
      }
    }
    double whole = names.size() * seconds;
    return new SlotTimeline(names, bars, seconds, whole > 0 ? Math.max(0, 1 - busy / whole) : 0);
  }

  private static List<List<Segment>> slots(List<Segment> segments) {
    List<List<Segment>> slots = new ArrayList<>();
    segments.stream()
        .sorted(Comparator.comparingLong(Segment::from).thenComparingInt(Segment::trial))
        .forEach(
            segment ->
                slots.stream()
                    .filter(slot -> slot.get(slot.size() - 1).to() <= segment.from())
                    .findFirst()
                    .ifPresentOrElse(
                        slot -> slot.add(segment),
                        () -> slots.add(new ArrayList<>(List.of(segment)))));
    return slots;
  }

  private static List<Bar> merged(List<Bar> bars, double width) {
    List<Bar> merged = new ArrayList<>();
    for (Bar bar : bars) {
      int end = merged.size() - 1;
      boolean same =
          end >= 0 && bar.from() - merged.get(end).to() <= width && bar.to() - bar.from() <= width;
      if (same) {
        merged.set(end, merged.get(end).with(bar));
      } else {
        merged.add(bar);
      }
    }
    return merged;
  }
}
