package io.espalier.driver.run;

import io.espalier.driver.run.TaskDispatcher.Sent;
import io.espalier.driver.run.TaskFailures.Loss.ExecutorsLost;
import io.espalier.wire.Outcome;
import io.espalier.wire.Segment;
import java.util.List;

/** What is recorded of a trial that ended one executor after the other, tried alone. */
final class LostTrials {
  private LostTrials() {}

  static Outcome outcome(Sent sent, ExecutorsLost loss) {
    Segment segment = sent.assignment().segments().get(0);
    return new Outcome(
        segment.trial(),
        Outcome.Status.FAILED,
        "its executor was lost, " + loss.executors() + " times",
        loss.evidence(),
        List.of(),
        List.of(),
        0,
        List.of(),
        new Outcome.Timing(0, 0, 0, sent.atMillis(), System.currentTimeMillis()),
        new Outcome.Place("", "", 0));
  }
}
