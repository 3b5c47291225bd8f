package io.espalier.driver.mlflow;

import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;

/**
 * Trials in MLflow's words. A metric's time follows from the record, so that telling it again adds
 * nothing.
 */
final class MlflowValues {
  /** Characters of a value that every version of the server takes. */
  private static final int MOST_CHARACTERS = 500;

  private MlflowValues() {}

  static RunTag tag(String key, String value) {
    return RunTag.newBuilder().setKey(key).setValue(shortened(value)).build();
  }

  static Metric metric(String name, double value, long atMillis, long step) {
    return Metric.newBuilder()
        .setKey(name)
        .setValue(value)
        .setTimestamp(atMillis)
        .setStep(step)
        .build();
  }

  static Param parameter(String name, String value) {
    return Param.newBuilder().setKey(name).setValue(shortened(value)).build();
  }

  static List<Param> parameters(Trial trial) {
    return trial.configuration().values().entrySet().stream()
        .map(entry -> parameter(entry.getKey(), entry.getValue().text()))
        .toList();
  }

  /** What was measured in a trial's segments from one on, and its objective at the end of each. */
  static List<Metric> metrics(Trial trial, int fromSegment, Objective objective) {
    List<Metric> metrics = new ArrayList<>();
    for (int i = fromSegment; i < trial.segments().size(); i++) {
      Outcome segment = trial.segments().get(i);
      double at = segment.timing().startedAtMillis();
      for (Measurement epoch : segment.measurements()) {
        at += 1000 * (epoch.trainSeconds() + epoch.evaluateSeconds());
        add(metrics, epoch, (long) at);
      }
      if (segment.status().trained()) {
        Trial then = trial.after(i + 1, objective);
        add(metrics, "objective", then.objective(), (long) at, then.epochs());
      }
    }
    return metrics;
  }

  private static void add(List<Metric> metrics, Measurement epoch, long atMillis) {
    for (Map.Entry<String, Double> one : epoch.metrics().entrySet()) {
      add(metrics, one.getKey(), one.getValue(), atMillis, epoch.epoch());
    }
    add(metrics, "learning_rate", epoch.learningRate(), atMillis, epoch.epoch());
  }

  private static void add(
      List<Metric> metrics, String name, double value, long atMillis, long step) {
    if (Double.isFinite(value)) {
      metrics.add(metric(name, value, atMillis, step));
    }
  }

  /** A trial that was stopped early is KILLED, as pruned ones of MLflow's own tuners are. */
  static RunStatus status(TrialStatus status) {
    return switch (status) {
      case RUNNING, PAUSED -> RunStatus.RUNNING;
      case COMPLETED -> RunStatus.FINISHED;
      case STOPPED -> RunStatus.KILLED;
      case DIVERGED, FAILED, INVALID -> RunStatus.FAILED;
    };
  }

  private static String shortened(String value) {
    return value.length() <= MOST_CHARACTERS
        ? value
        : value.substring(0, MOST_CHARACTERS - 1) + "…";
  }
}
