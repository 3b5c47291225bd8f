package io.espalier.driver.report;

import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.wire.Measurement;
import java.util.ArrayList;
import java.util.List;

/**
 * One metric of all trials by epoch. Where all epochs together are too many to send, each curve has
 * fewer, evenly chosen, its last one among them.
 *
 * @param metric the objective where it is a metric; else what it came to after each epoch
 */
record TrialCurves(String metric, List<Line> curves) {
  /** So many points take about 2 MB as text. */
  private static final int MOST_POINTS = 150_000;

  TrialCurves {
    curves = List.copyOf(curves);
  }

  /** A trial's curve. */
  record Line(int trial, List<Point> points) {
    Line {
      points = List.copyOf(points);
    }
  }

  /** The value after an epoch. */
  record Point(int epoch, double value) {}

  static TrialCurves of(History history) {
    Objective objective = history.opened().objective();
    long epochs = history.trials().stream().mapToLong(one -> one.measurements().size()).sum();
    int step = (int) Math.max(1, (epochs + MOST_POINTS - 1) / MOST_POINTS);
    List<Line> curves = new ArrayList<>();
    for (Trial trial : history.trials()) {
      List<Point> points = thinned(points(objective, trial), step);
      if (!points.isEmpty()) {
        curves.add(new Line(trial.number(), points));
      }
    }
    return new TrialCurves(objective.metric(), curves);
  }

  private static List<Point> points(Objective objective, Trial trial) {
    List<Measurement> measurements = trial.measurements();
    boolean plain =
        measurements.stream().anyMatch(one -> one.metrics().containsKey(objective.metric()));
    List<Double> values =
        plain
            ? measurements.stream().map(one -> one.metric(objective.metric())).toList()
            : objective.course(measurements, trial.parameters());
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      if (Double.isFinite(values.get(i))) {
        points.add(new Point(measurements.get(i).epoch(), values.get(i)));
      }
    }
    return points;
  }

  private static List<Point> thinned(List<Point> points, int step) {
    List<Point> kept = new ArrayList<>();
    for (int i = 0; i < points.size(); i++) {
      if (i == points.size() - 1 || i % step == 0) {
        kept.add(points.get(i));
      }
    }
    return kept;
  }
}
