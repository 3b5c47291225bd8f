package io.espalier.driver.run;

import io.espalier.driver.run.TaskDispatcher.Sent;
import io.espalier.driver.run.TaskFailures.ExecutorLoss;
import io.espalier.driver.run.TaskFailures.Loss.ExecutorsLost;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is known against trainings whose executors ended. One whose executor ended twice while
 * nothing else ran there is tried no more: it is FAILED, with the evidence. One that comes through
 * is cleared: what ended its executors before was something else.
 */
final class Quarantine {
  /** Executors that a training may end. */
  static final int LOSSES = 2;

  /** The same where it cannot be tried alone, and others may be to blame. */
  private static final int SHARED_LOSSES = 4;

  private final Map<Long, List<ExecutorLoss>> losses = new TreeMap<>();

  /**
   * A training that was sent alone came back without an outcome.
   *
   * @param training which one
   * @return what is recorded of it; empty if it may be tried again
   */
  Optional<Outcome> lost(long training, Sent sent, ExecutorsLost loss) {
    List<ExecutorLoss> all = losses.computeIfAbsent(training, any -> new ArrayList<>());
    all.addAll(loss.executors());
    List<ExecutorLoss> alone = all.stream().filter(ExecutorLoss::alone).toList();
    boolean guilty = alone.size() >= LOSSES || all.size() >= SHARED_LOSSES;
    return guilty
        ? Optional.of(outcome(sent, alone.size() >= LOSSES ? alone : all))
        : Optional.empty();
  }

  /** A training came back with an outcome. */
  void cleared(long training) {
    losses.remove(training);
  }

  private static Outcome outcome(Sent sent, List<ExecutorLoss> evidence) {
    return failed(
        sent,
        "its executor was lost, "
            + evidence.size()
            + " times: "
            + evidence.stream().map(ExecutorLoss::text).collect(Collectors.joining("; ")),
        evidence.stream().map(ExecutorLoss::evidence).collect(Collectors.joining("\n")),
        evidence.get(evidence.size() - 1).host());
  }

  /** The outcome of a training that is tried no more. */
  static Outcome failed(Sent sent, String reason, String evidence, String host) {
    return new Outcome(
        sent.assignment().segments().get(0).trial(),
        Outcome.Status.FAILED,
        reason,
        evidence,
        List.of(),
        List.of(),
        0,
        List.of(),
        new Outcome.Timing(0, 0, 0, sent.atMillis(), System.currentTimeMillis()),
        new Outcome.Place(host, "", 0));
  }
}
