package io.espalier.engine.trial;

import io.espalier.wire.BestEpoch;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.EarlyStopping;
import io.espalier.wire.Measurement;
import io.espalier.wire.Monitored;
import java.util.List;
import java.util.Optional;

/**
 * Which epoch of a training is the best so far, and whether it is long ago: a function of what was
 * measured. An epoch without a value is no better than any other.
 */
final class Improvement {
  private final EarlyStopping rule;
  private final Monitored monitored;
  private Optional<BestEpoch> best;

  /**
   * Of a training that goes on.
   *
   * @param before what was known, as in a checkpoint
   * @throws IllegalArgumentException if it is asked for and nothing is monitored
   */
  Improvement(EarlyStopping rule, Monitored monitored, List<BestEpoch> before) {
    if (rule.asked() && monitored.metric().isEmpty()) {
      throw new IllegalArgumentException("early stopping needs an objective to look at");
    }
    this.rule = rule;
    this.monitored = monitored;
    best = before.stream().findFirst();
  }

  /** Takes the next epoch's measurement. */
  void measured(Measurement measurement) {
    double value = measurement.metric(monitored.metric());
    if (!rule.asked() || Double.isNaN(value)) {
      return;
    }
    if (best.isEmpty()) {
      best = Optional.of(improved(measurement, value));
      return;
    }
    BestEpoch before = best.get();
    if (monitored.gain(value, before.improvedValue()) > rule.minDelta()) {
      best = Optional.of(improved(measurement, value));
    } else if (monitored.gain(value, before.measurement().metric(monitored.metric())) > 0) {
      best =
          Optional.of(
              new BestEpoch(
                  measurement, before.improvedEpoch(), before.improvedValue(), CheckpointRef.NONE));
    }
  }

  private static BestEpoch improved(Measurement measurement, double value) {
    return new BestEpoch(measurement, measurement.epoch(), value, CheckpointRef.NONE);
  }

  /** What is known, if early stopping is asked for and something was measured. */
  Optional<BestEpoch> best() {
    return best;
  }

  /** Whether the best epoch so far is this one. */
  boolean isBest(int epoch) {
    return best.filter(one -> one.measurement().epoch() == epoch).isPresent();
  }

  /** Whether patience has run out after so many epochs. */
  boolean over(int epochs) {
    return best.filter(one -> epochs - one.improvedEpoch() >= rule.patience()).isPresent();
  }

  /** Why a training ended after so many epochs. */
  String reason(int epochs) {
    int epoch = best.orElseThrow().measurement().epoch();
    return "ended early after "
        + epochs
        + " epochs: the best "
        + monitored.metric()
        + " is that of epoch "
        + epoch;
  }
}
