package io.espalier.search.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The trials of which no other one is as good by every objective and better by one, among those
 * that meet all limits and have a value of each.
 *
 * @param trials their numbers
 * @param reference the worst value of each objective among all these trials, whence volumes are
 *     measured
 * @param volumes by trial number: the hypervolume of trials 1 to that one, the measure of all that
 *     one of them is better than, up to the reference (Zitzler and Thiele, PPSN V, 1998); in the
 *     product of the objectives' units
 */
public record ParetoSet(
    SortedSet<Integer> trials, List<Double> reference, NavigableMap<Integer, Double> volumes) {
  public ParetoSet {
    trials = Collections.unmodifiableSortedSet(new TreeSet<>(trials));
    reference = List.copyOf(reference);
    volumes = Collections.unmodifiableNavigableMap(new TreeMap<>(volumes));
  }

  /** A trial as a point of which every coordinate is better the smaller it is. */
  private static final class Point {
    private final int trial;
    private final double[] at;

    Point(int trial, double[] at) {
      this.trial = trial;
      this.at = at;
    }

    int trial() {
      return trial;
    }

    double[] at() {
      return at;
    }

    boolean noWorseThan(Point other) {
      for (int i = 0; i < at.length; i++) {
        if (at[i] > other.at[i]) {
          return false;
        }
      }
      return true;
    }

    boolean dominates(Point other) {
      return noWorseThan(other) && !other.noWorseThan(this);
    }
  }

  /** Of the trials of a history; empty where there is one objective, or no such trial. */
  public static Optional<ParetoSet> of(History history) {
    List<Objective> objectives = history.opened().objectives();
    List<Point> points =
        objectives.size() < 2
            ? List.of()
            : history.best(Integer.MAX_VALUE).stream()
                .sorted(Comparator.comparingInt(Trial::number))
                .map(trial -> new Point(trial.number(), at(trial, objectives)))
                .filter(point -> Arrays.stream(point.at()).allMatch(Double::isFinite))
                .toList();
    return points.isEmpty() ? Optional.empty() : Optional.of(of(points, objectives));
  }

  private static double[] at(Trial trial, List<Objective> objectives) {
    return objectives.stream()
        .mapToDouble(one -> sign(one) * one.of(trial.counting(), trial.parameters()))
        .toArray();
  }

  private static double sign(Objective objective) {
    return objective.goal() == Objective.Goal.MINIMIZE ? 1 : -1;
  }

  private static ParetoSet of(List<Point> points, List<Objective> objectives) {
    double[] worst = new double[objectives.size()];
    for (int i = 0; i < worst.length; i++) {
      int one = i;
      worst[i] = points.stream().mapToDouble(point -> point.at()[one]).max().orElseThrow();
    }
    List<Point> front = new ArrayList<>();
    TreeMap<Integer, Double> volumes = new TreeMap<>();
    double volume = 0;
    for (Point point : points) {
      if (front.stream().noneMatch(other -> other.dominates(point))) {
        front.removeIf(point::dominates);
        front.add(point);
        volume = volume(front.stream().map(Point::at).toList(), worst, worst.length);
      }
      volumes.put(point.trial(), volume);
    }
    List<Double> reference = new ArrayList<>();
    for (int i = 0; i < worst.length; i++) {
      reference.add(sign(objectives.get(i)) * worst[i]);
    }
    TreeSet<Integer> trials = new TreeSet<>();
    front.forEach(point -> trials.add(point.trial()));
    return new ParetoSet(trials, reference, volumes);
  }

  /**
   * Exact, by slices: between two neighbours in the last coordinate the volume is that of all
   * points before, in one dimension less, times the distance.
   */
  private static double volume(List<double[]> points, double[] reference, int dimensions) {
    int last = dimensions - 1;
    if (last == 0) {
      double least = points.stream().mapToDouble(point -> point[0]).min().orElse(reference[0]);
      return reference[0] - least;
    }
    List<double[]> sorted =
        points.stream().sorted(Comparator.comparingDouble(point -> point[last])).toList();
    double volume = 0;
    for (int i = 0; i < sorted.size(); i++) {
      double end = i + 1 < sorted.size() ? sorted.get(i + 1)[last] : reference[last];
      double depth = end - sorted.get(i)[last];
      if (depth > 0) {
        volume += depth * volume(sorted.subList(0, i + 1), reference, last);
      }
    }
    return volume;
  }
}
