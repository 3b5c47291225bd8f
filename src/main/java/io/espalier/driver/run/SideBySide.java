package io.espalier.driver.run;

import io.espalier.driver.run.TaskDispatcher.Completion;
import io.espalier.driver.run.TaskFailures.Loss;
import io.espalier.search.history.Event;
import io.espalier.wire.Assignment;
import io.espalier.wire.Outcome;
import io.espalier.wire.Segment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Function;
import java.util.function.IntConsumer;

/** Trainings that do not depend on each other, each in one task, as many at once as have slots. */
final class SideBySide {
  private final RunRecord record;
  private final TaskDispatcher dispatcher;
  private final Troubles troubles;
  private final Quarantine quarantine = new Quarantine();

  SideBySide(RunRecord record, TaskDispatcher dispatcher, Troubles troubles) {
    this.record = record;
    this.dispatcher = dispatcher;
    this.troubles = troubles;
  }

  /**
   * One training.
   *
   * @param description for a person who looks at Spark's jobs
   * @param event what is recorded of what came of its segments
   */
  record Training(
      List<Segment> segments, String description, Function<List<Outcome>, Event> event) {}

  /**
   * Trains all, and records each as it comes back; {@code done} is told how many have.
   *
   * @throws io.espalier.CancelledException if somebody has cancelled
   */
  void run(List<Training> trainings, IntConsumer done) {
    Queue<Training> waiting = new ArrayDeque<>(trainings);
    List<Training> sent = new ArrayList<>();
    int recorded = 0;
    int told = -1;
    while (!waiting.isEmpty() || dispatcher.running() > 0) {
      if (told != recorded) {
        done.accept(recorded);
        told = recorded;
      }
      while (!waiting.isEmpty() && dispatcher.running() < dispatcher.slots()) {
        Training training = waiting.remove();
        sent.add(training);
        dispatcher.send(
            new Assignment(sent.size() - 1L, training.segments()), training.description());
      }
      for (Completion completion : dispatcher.take(SearchLoop.LOOK_AGAIN_MILLIS)) {
        Training training = sent.get((int) completion.sent().assignment().number());
        Optional<Event> event = cameBack(completion).map(training.event());
        if (event.isPresent()) {
          record.append(List.of(event.get()));
          recorded++;
        } else {
          waiting.add(training);
        }
      }
    }
  }

  /**
   * What came of a training; nothing if it has to be trained again.
   *
   * @throws io.espalier.CancelledException if it was lost because somebody has cancelled
   */
  Optional<List<Outcome>> cameBack(Completion completion) {
    if (completion instanceof Completion.Done done) {
      troubles.met(done.result());
      return Optional.of(done.result().outcomes()).filter(outcomes -> !outcomes.isEmpty());
    }
    record.requireGoingOn();
    Completion.Lost lost = (Completion.Lost) completion;
    if (lost.loss() instanceof Loss.WorkersLost workers) {
      return Optional.of(List.of(workers.outcome(lost.sent())));
    }
    return troubles.executorsEnded(lost) && lost.loss() instanceof Loss.ExecutorsLost ended
        ? quarantine.lost(lost.sent().assignment().number(), lost.sent(), ended).map(List::of)
        : Optional.empty();
  }
}
