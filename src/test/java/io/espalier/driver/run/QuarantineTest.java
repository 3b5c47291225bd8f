package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.driver.run.TaskDispatcher.Sent;
import io.espalier.driver.run.TaskFailures.ExecutorLoss;
import io.espalier.driver.run.TaskFailures.Loss.ExecutorsLost;
import io.espalier.engine.Specs;
import io.espalier.wire.Assignment;
import io.espalier.wire.Checkpoint;
import io.espalier.wire.CheckpointRef;
import io.espalier.wire.Outcome;
import io.espalier.wire.Part;
import io.espalier.wire.Segment;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class QuarantineTest {
  private static final ExecutorLoss FIRST =
      new ExecutorLoss("1", "a", true, "exited with 134", "a: ExecutorLostFailure 1");
  private static final ExecutorLoss SECOND =
      new ExecutorLoss("4", "b", true, "exited with 139", "b: ExecutorLostFailure 4");
  private static final ExecutorLoss SHARED =
      new ExecutorLoss("2", "a", false, "exited with 137", "a: ExecutorLostFailure 2");

  private final Quarantine quarantine = new Quarantine();

  @Test
  void twoExecutorsThatEndedUnderATrialAloneAreEnough() {
    Outcome outcome = lost(FIRST, SECOND).orElseThrow();
    assertThat(outcome.trial()).isEqualTo(7);
    assertThat(outcome.status()).isEqualTo(Outcome.Status.FAILED);
    assertThat(outcome.reason())
        .isEqualTo(
            "its executor was lost, 2 times: executor 1 on a: exited with 134; executor 4 on b:"
                + " exited with 139");
    assertThat(outcome.error()).isEqualTo("a: ExecutorLostFailure 1\nb: ExecutorLostFailure 4");
    assertThat(outcome.place().host()).isEqualTo("b");
  }

  @Test
  void theyAreCountedFromOneAttemptToTheNext() {
    assertThat(lost(FIRST)).isEmpty();
    assertThat(lost(SECOND)).isPresent();
  }

  @Test
  void whatHappensBesideOthersIsNoEvidenceUntilItHappensAllTheTime() {
    assertThat(lost(SHARED, SHARED)).isEmpty();
    assertThat(lost(FIRST)).isEmpty();
    assertThat(lost(SHARED).orElseThrow().reason())
        .startsWith("its executor was lost, 4 times: executor 2 on a: exited with 137; ");
  }

  @Test
  void aTrialAnswersForItsOwnExecutorsOnly() {
    assertThat(lost(FIRST)).isEmpty();
    assertThat(quarantine.lost(8, sent(), new ExecutorsLost(List.of(SECOND)))).isEmpty();
  }

  @Test
  void aSegmentThatTrainsThroughClearsItsTrial() {
    assertThat(lost(FIRST)).isEmpty();
    quarantine.cleared(7);
    assertThat(lost(SECOND)).isEmpty();
    assertThat(lost(FIRST)).isPresent();
  }

  private Optional<Outcome> lost(ExecutorLoss... losses) {
    return quarantine.lost(7, sent(), new ExecutorsLost(List.of(losses)));
  }

  private static Sent sent() {
    Segment segment =
        new Segment(
            7,
            0,
            Specs.mlp(Specs.dense(3)),
            Specs.training(Specs.adam(), 8),
            1,
            Checkpoint.NEW,
            2,
            false,
            Part.TRAIN,
            true,
            false,
            CheckpointRef.NONE);
    return new Sent(new Assignment(7, List.of(segment)), 1_000);
  }
}
