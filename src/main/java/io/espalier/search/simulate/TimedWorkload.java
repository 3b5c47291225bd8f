package io.espalier.search.simulate;

import io.espalier.search.history.Trial;
import io.espalier.wire.Measurement;
import io.espalier.wire.Outcome;
import io.espalier.wire.Outcome.Status;
import io.espalier.wire.Outcome.Timing;
import io.espalier.wire.Segment;
import java.util.List;

/**
 * Another workload, whose trials end, STOPPED, with the epoch in which so many seconds have passed,
 * unless that is the last one of their training.
 *
 * @param mostSeconds above 0
 */
public record TimedWorkload(Workload whole, double mostSeconds) implements Workload {
  @Override
  public Outcome train(Trial trial, int toEpoch) {
    Outcome outcome = whole.train(trial, toEpoch);
    List<Measurement> all = outcome.measurements();
    double spent = trial.measurements().stream().mapToDouble(TimedWorkload::seconds).sum();
    for (int i = 0; i < all.size(); i++) {
      spent += seconds(all.get(i));
      boolean more = i + 1 < all.size() || outcome.status() == Status.PAUSED;
      if (more && spent >= mostSeconds) {
        return cut(outcome, all.subList(0, i + 1));
      }
    }
    return outcome;
  }

  private static Outcome cut(Outcome outcome, List<Measurement> kept) {
    return new Outcome(
        outcome.trial(),
        Status.STOPPED,
        Segment.timeIsUp(kept.get(kept.size() - 1).epoch()),
        "",
        kept,
        List.of(),
        outcome.parameters(),
        List.of(),
        new Timing(0, kept.stream().mapToDouble(TimedWorkload::seconds).sum(), 0, 0, 0),
        outcome.place());
  }

  private static double seconds(Measurement one) {
    return one.trainSeconds() + one.evaluateSeconds();
  }
}
