package io.espalier.driver.run;

import io.espalier.RunListener;
import io.espalier.SearchProgress;
import io.espalier.driver.run.TaskDispatcher.Completion;
import io.espalier.driver.run.TrialQueue.Waiting;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.search.schedule.Decision;
import io.espalier.search.schedule.Scheduler;
import io.espalier.wire.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Decide → dispatch → record, until the scheduler says that the search is over.
 *
 * <p>Trials are decided a moment before slots are free for them ({@link Bundling}), and short ones
 * travel in bundles. The journal has a trial before it is sent, and an outcome before the next look
 * at Spark; those of trials that travel in bundles {@value #RECORD_MILLIS} ms later at most, many
 * in one write. So a slot that becomes free waits neither for the disk nor for a decision.
 */
final class SearchLoop {
  /** A crash of the driver forgets outcomes of so many milliseconds at most, of bundles only. */
  private static final long RECORD_MILLIS = 500;

  /** Executors come and bring slots, whether or not a trial ends. */
  static final long LOOK_AGAIN_MILLIS = 100;

  /** Decisions between two looks at what has come back. */
  private static final int DECISIONS_AT_A_TIME = 256;

  private final RunRecord record;
  private final Scheduler scheduler;
  private final TaskDispatcher dispatcher;
  private final TrialSegments segments;
  private final Objective objective;
  private final long total;
  private final RunListener observer;
  private final TrialQueue queue = new TrialQueue();
  private final Bundling bundling = new Bundling();
  private boolean over;
  private boolean hurried;
  private long trained;

  /**
   * @param total trials of the search, invalid ones included
   */
  SearchLoop(
      RunRecord record,
      Scheduler scheduler,
      TaskDispatcher dispatcher,
      TrialSegments segments,
      long total,
      RunListener observer) {
    this.record = record;
    this.scheduler = scheduler;
    this.dispatcher = dispatcher;
    this.segments = segments;
    this.objective = segments.spec().objective();
    this.total = total;
    this.observer = observer;
  }

  /** Runs to the end of the search. */
  void run() {
    while (!over) {
      decide();
      if (mustRecord()) {
        record.flush();
        queue.recorded();
      }
      send();
      if (record.flushed()) {
        int running = Math.min(dispatcher.running(), dispatcher.slots());
        observer.searching(SearchProgress.of(record.history(), objective, total, running, trained));
      }
      if (!over) {
        record.requireGoingOn();
        List<Completion> completions = dispatcher.take(patienceMillis());
        send();
        completions.forEach(this::settle);
      }
    }
  }

  /** Decides as many trials as are wanted, or the most that may be decided at a time. */
  private void decide() {
    int slots = dispatcher.slots();
    int wanted =
        (slots - dispatcher.running()) * bundling.size(remaining(), slots)
            + bundling.ahead(slots)
            - queue.size();
    for (int decisions = 0; wanted > 0 && decisions < DECISIONS_AT_A_TIME; decisions++) {
      Decision decision = scheduler.decide(record.history());
      if (decision instanceof Decision.Reject reject) {
        record.stage(
            new Event.TrialRejected(
                reject.trial(), reject.configuration(), reject.reason(), now()));
      } else if (decision instanceof Decision.Train train) {
        record.stage(
            new Event.TrialStarted(
                train.trial(), train.configuration(), train.seed(), train.reason(), now()));
        queue.decided(new Waiting(train.trial(), segments.of(train)));
        wanted--;
      } else {
        over = decision instanceof Decision.Finish;
        wanted = 0;
      }
    }
    hurried = wanted > 0;
  }

  /** Trials that no slot has been given yet, as far as the scheduler's plans are known. */
  private long remaining() {
    History history = record.history();
    long undecided = Math.max(0, total - history.trials().size());
    return undecided + history.interrupted().size() + queue.size();
  }

  private boolean mustRecord() {
    int slots = dispatcher.slots();
    int free = slots - dispatcher.running();
    boolean starved = queue.hasStaged() && queue.ready() < free * bundling.size(remaining(), slots);
    return over || starved || dispatcher.running() == 0 || record.stagedMillis() >= recordMillis();
  }

  /** How long the journal may lack what the history has. */
  private long recordMillis() {
    return bundling.together() ? RECORD_MILLIS : 0;
  }

  /** How long nothing needs to be done if nothing comes back. */
  private long patienceMillis() {
    if (hurried) {
      return 0;
    }
    if (dispatcher.running() == 0) {
      throw new IllegalStateException("the scheduler waits, but no trial is running");
    }
    return record.flushed()
        ? LOOK_AGAIN_MILLIS
        : Math.max(0, recordMillis() - record.stagedMillis());
  }

  /**
   * Fills the free slots, and Spark's queue with what slots take in about a second: it gives a slot
   * its next assignment at once. Suspects are tried alone, so that a lost executor has one culprit.
   */
  private void send() {
    if (queue.hasSuspects()) {
      if (dispatcher.running() == 0) {
        send(new Bundle(List.of(queue.takeSuspect())));
      }
      return;
    }
    int slots = dispatcher.slots();
    while (queue.ready() > 0) {
      int size = bundling.size(remaining(), slots);
      if (dispatcher.running() >= slots + bundling.ahead(slots) / size) {
        return;
      }
      send(new Bundle(queue.take(size)));
    }
  }

  private void send(Bundle bundle) {
    dispatcher.send(bundle.assignment(), bundle.description());
  }

  /** Records what has come back; what has not goes into the queue again. */
  private void settle(Completion completion) {
    Bundle bundle = Bundle.of(completion.sent().assignment());
    if (completion instanceof Completion.Done done) {
      settle(bundle, done.outcomes());
    } else if (bundle.single()) {
      Completion.Lost lost = (Completion.Lost) completion;
      finished(bundle.trials().get(0), LostTrials.outcome(lost.sent(), lost.cause()));
    } else {
      queue.suspect(bundle.trials());
    }
  }

  private void settle(Bundle bundle, List<Outcome> all) {
    Map<Integer, List<Outcome>> outcomes =
        all.stream()
            .collect(Collectors.groupingBy(Outcome::trial, TreeMap::new, Collectors.toList()));
    List<Waiting> untrained = new ArrayList<>();
    for (Waiting trial : bundle.trials()) {
      List<Outcome> own = outcomes.getOrDefault(trial.trial(), List.of());
      if (own.isEmpty()) {
        untrained.add(trial);
      } else {
        finished(trial, segments.merge(own));
      }
    }
    queue.handedBack(untrained);
  }

  private void finished(Waiting waiting, Outcome outcome) {
    Outcome.Timing timing = outcome.timing();
    Trial trial = record.history().trial(outcome.trial()).orElseThrow();
    double queued = Math.max(0, timing.startedAtMillis() - trial.decidedAtMillis()) / 1_000.0;
    bundling.finished((timing.finishedAtMillis() - timing.startedAtMillis()) / 1_000.0);
    trained++;
    segments
        .kept()
        .events(waiting.segments().get(0), trial, outcome, queued, now())
        .forEach(record::stage);
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
