package io.espalier.driver.run;

import io.espalier.driver.cluster.HostHealth;
import io.espalier.driver.run.TaskDispatcher.Completion;
import io.espalier.driver.run.TaskFailures.Loss;
import io.espalier.wire.Outcome;
import io.espalier.wire.TaskResult;
import io.espalier.wire.Trouble;
import java.util.function.Consumer;

/**
 * What happens when a task did not give what it was to give, by whose trouble it is: the
 * environment's is told to {@link HostHealth} and its work is sent again; a mistake of this program
 * ends the run; the model's never comes here, for it is an outcome.
 */
final class Troubles {
  private final HostHealth health;
  private final Consumer<String> notices;

  /**
   * @param notices told in one line what a person should know
   */
  Troubles(HostHealth health, Consumer<String> notices) {
    this.health = health;
    this.notices = notices;
  }

  /**
   * Looks at what a task gave back; what has no outcome is to be sent again.
   *
   * @throws ProgramException if the task met a mistake of this program
   * @throws io.espalier.driver.cluster.ClusterException if no host is left that can do the work
   */
  void met(TaskResult result) {
    for (Outcome outcome : result.outcomes()) {
      health.well(outcome.place().host());
    }
    result.troubles().forEach(this::met);
  }

  /**
   * Looks at why Spark gave up on an assignment; whether its executors ended, so that a trial may
   * be to blame. Otherwise it is to be sent again.
   *
   * @throws ProgramException if its task met a mistake of this program
   * @throws io.espalier.driver.cluster.ClusterException if no host is left that can do the work
   */
  boolean executorsEnded(Completion.Lost lost) {
    Loss loss = lost.loss();
    if (loss instanceof Loss.Failed failed) {
      met(failed.trouble());
    } else if (loss instanceof Loss.Cancelled) {
      notices.accept(
          "Spark's job of trial "
              + lost.sent().assignment().number()
              + " was cancelled; its trials are tried again");
    }
    return loss instanceof Loss.ExecutorsLost;
  }

  private void met(Trouble trouble) {
    if (trouble.kind() == Trouble.Kind.PROGRAM) {
      throw new ProgramException(trouble.reason() + ", on " + trouble.host(), trouble.error());
    }
    health.trouble(trouble.host(), trouble.reason());
  }
}
