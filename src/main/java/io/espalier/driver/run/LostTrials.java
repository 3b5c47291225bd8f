package io.espalier.driver.run;

import io.espalier.driver.run.TaskDispatcher.Sent;
import io.espalier.wire.Outcome;
import io.espalier.wire.Segment;
import java.util.List;

/**
 * What is recorded of a trial whose task Spark gave up on, after retrying it on other executors.
 */
final class LostTrials {
  private LostTrials() {}

  static Outcome outcome(Sent sent, Throwable cause) {
    Segment segment = sent.assignment().segments().get(0);
    String reason = String.valueOf(cause.getMessage());
    return new Outcome(
        segment.trial(),
        Outcome.Status.FAILED,
        "its executor was lost: " + reason.lines().findFirst().orElse(""),
        reason,
        List.of(),
        List.of(),
        0,
        List.of(),
        new Outcome.Timing(0, 0, 0, sent.atMillis(), System.currentTimeMillis()),
        new Outcome.Place("", "", 0));
  }
}
