package io.espalier.driver.run;

import io.espalier.RunListener;
import io.espalier.SearchProgress;
import io.espalier.driver.run.TaskDispatcher.Completion;
import io.espalier.driver.run.TaskDispatcher.Sent;
import io.espalier.driver.run.TaskFailures.Loss;
import io.espalier.driver.run.TrialQueue.Waiting;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import io.espalier.search.schedule.Decision;
import io.espalier.search.schedule.Scheduler;
import io.espalier.wire.LostCheckpoint;
import io.espalier.wire.Outcome;
import io.espalier.wire.TaskResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** What is added to it overflows no number. */
  private static final long MOST = 1L << 40;

  /** Decisions between two looks at what has come back. */
  private static final int DECISIONS_AT_A_TIME = 256;

  private final RunRecord record;
  private final Scheduler scheduler;
  private final TaskDispatcher dispatcher;
  private final TrialSegments segments;
  private final Fusion fusion;
  private final Troubles troubles;
  private final LiveTrials live;
  private final Objective objective;
  private final long total;
  private final SearchClock clock;
  private final RunListener observer;
  private final TrialQueue queue = new TrialQueue();
  private final Quarantine quarantine = new Quarantine();
  private final Bundling bundling = new Bundling();
  private int companions = 1;
  private boolean over;
  private boolean waits;
  private boolean hurried;
  private long trained;

  /**
   * @param fusion which trials go together even if they are long; deciding so many more at a time
   *     must change no decision
   * @param total most trials of the search, invalid ones included
   * @param clock tells when the search has gone on for as long as it may
   */
  SearchLoop(
      RunRecord record,
      Scheduler scheduler,
      TaskDispatcher dispatcher,
      TrialSegments segments,
      Fusion fusion,
      Troubles troubles,
      LiveTrials live,
      long total,
      SearchClock clock,
      RunListener observer) {
    this.record = record;
    this.scheduler = scheduler;
    this.dispatcher = dispatcher;
    this.segments = segments;
    this.fusion = fusion;
    this.troubles = troubles;
    this.live = live;
    this.objective = record.history().opened().objective();
    this.total = total;
    this.clock = clock;
    this.observer = observer;
  }

  /** Runs to the end of the search. */
  void run() {
    while (!over) {
      clock.spent().ifPresent(minutes -> record.stage(new Event.TimeSpent(minutes, now())));
      decide();
      judge();
      if (mustRecord()) {
        record.flush();
        queue.recorded();
        segments.recorded();
      }
      send();
      if (record.flushed()) {
        int running = Math.min(dispatcher.running(), dispatcher.slots());
        observer.searching(
            SearchProgress.of(record.history(), objective, total, running, trained, live.latest()));
      }
      if (!over) {
        record.requireGoingOn();
        List<Completion> completions = dispatcher.take(patienceMillis());
        send();
        completions.forEach(this::settle);
        completions.forEach(this::troubles);
      }
    }
  }

  /** Decides as many trials as are wanted, or the most that may be decided at a time. */
  private void decide() {
    int slots = dispatcher.slots();
    int wanted =
        (slots - dispatcher.running()) * size(slots) + bundling.ahead(slots) - queue.size();
    waits = false;
    for (int decisions = 0; wanted > 0 && decisions < DECISIONS_AT_A_TIME; decisions++) {
      if (carryOut(scheduler.decide(record.history()))) {
        wanted--;
      } else if (over || waits) {
        wanted = 0;
      }
    }
    hurried = wanted > 0;
  }

  /** Says by what trials that train are stopped from now on. */
  private void judge() {
    if (live.decided()) {
      scheduler.epochRule(record.history()).ifPresent(live::judgeBy);
    }
  }

  /** Records a decision; whether there is now something to train. */
  private boolean carryOut(Decision decision) {
    if (decision instanceof Decision.Start start) {
      record.stage(
          new Event.TrialStarted(
              start.trial(),
              start.configuration(),
              start.seed(),
              start.toEpoch(),
              start.reason(),
              now()));
      decided(new Waiting(start.trial(), segments.of(start)));
      return true;
    }
    if (decision instanceof Decision.Resume resume) {
      Trial paused = record.history().trial(resume.trial()).orElseThrow();
      record.stage(
          new Event.TrialResumed(resume.trial(), resume.toEpoch(), resume.reason(), now()));
      decided(new Waiting(resume.trial(), segments.of(resume, paused)));
      return true;
    }
    if (decision instanceof Decision.Reject reject) {
      record.stage(
          new Event.TrialRejected(reject.trial(), reject.configuration(), reject.reason(), now()));
    } else if (decision instanceof Decision.Stop stop) {
      record.stage(new Event.TrialStopped(stop.trial(), stop.reason(), now()));
      segments.ended(stop.trial());
    } else if (decision instanceof Decision.Finish finish) {
      over = true;
      if (finish.early() && !isRecorded(finish)) {
        record.stage(new Event.SearchEnded(finish.reason(), now()));
      }
    } else {
      waits = true;
    }
    return false;
  }

  private void decided(Waiting trial) {
    queue.decided(trial);
    companions = fusion.most(trial);
  }

  /** Trials of the next assignment, if they are like the last that was decided. */
  private int size(int slots) {
    return Math.max(
        bundling.size(remaining(), slots), bundling.alike(companions, remaining(), slots));
  }

  /** Whether a former process came to the same end, and was killed before it had recorded all. */
  private boolean isRecorded(Decision.Finish finish) {
    List<Event.Reasoned> decisions = record.history().decisions();
    return !decisions.isEmpty()
        && decisions.get(decisions.size() - 1) instanceof Event.SearchEnded end
        && end.reason().equals(finish.reason());
  }

  /** Trials that no slot has been given yet, as far as the scheduler's plans are known. */
  private long remaining() {
    History history = record.history();
    long undecided = Math.max(0, Math.min(total, MOST) - history.trials().size());
    return undecided + history.interrupted().size() + queue.size();
  }

  private boolean mustRecord() {
    int slots = dispatcher.slots();
    int free = slots - dispatcher.running();
    boolean starved = queue.hasStaged() && queue.ready() < free * size(slots);
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
      int alike = bundling.alike(fusion.most(queue.next()), remaining(), slots);
      send(new Bundle(alike > size ? queue.take(alike, fusion::agree) : queue.take(size)));
    }
  }

  private void send(Bundle bundle) {
    for (Waiting waiting : bundle.trials()) {
      Trial trial = record.history().trial(waiting.trial()).orElseThrow();
      live.sent(trial, segments.several());
    }
    dispatcher.send(bundle.assignment(), bundle.description());
  }

  /** Records what has come back, before trouble can end the run. */
  private void settle(Completion completion) {
    if (completion instanceof Completion.Done done) {
      settle(Bundle.of(done.sent().assignment()), done.result());
    }
  }

  /** Looks at what ended tasks early; what Spark lost goes into the queue again. */
  private void troubles(Completion completion) {
    if (completion instanceof Completion.Done done) {
      troubles.met(done.result());
      return;
    }
    Completion.Lost lost = (Completion.Lost) completion;
    Bundle bundle = Bundle.of(lost.sent().assignment());
    if (!troubles.executorsEnded(lost)) {
      queue.handedBack(bundle.trials());
    } else if (bundle.single() && lost.loss() instanceof Loss.ExecutorsLost ended) {
      executorsEnded(bundle.trials().get(0), lost.sent(), ended);
    } else {
      queue.suspect(bundle.trials());
    }
  }

  private void executorsEnded(Waiting trial, Sent sent, Loss.ExecutorsLost ended) {
    Optional<Outcome> guilty = quarantine.lost(trial.trial(), sent, ended);
    if (guilty.isPresent()) {
      cameBack(trial, guilty.get(), seconds(List.of(guilty.get())));
    } else {
      queue.suspect(List.of(trial));
    }
  }

  private void settle(Bundle bundle, TaskResult result) {
    Map<Integer, List<Outcome>> outcomes =
        result.outcomes().stream()
            .collect(Collectors.groupingBy(Outcome::trial, TreeMap::new, Collectors.toList()));
    Map<Integer, String> lost =
        result.lost().stream()
            .collect(Collectors.toMap(LostCheckpoint::trial, LostCheckpoint::reason));
    double seconds = seconds(result.outcomes()) / Math.max(1, outcomes.size());
    List<Waiting> untrained = new ArrayList<>();
    for (Waiting trial : bundle.trials()) {
      List<Outcome> own = outcomes.getOrDefault(trial.trial(), List.of());
      Optional<String> why = Optional.ofNullable(lost.get(trial.trial()));
      if (why.isPresent()) {
        restart(trial, why.get());
      } else if (own.isEmpty()) {
        untrained.add(trial);
      } else {
        cameBack(
            trial,
            segments.merge(
                record.history().trial(trial.trial()).orElseThrow(), trial.segments(), own),
            seconds);
      }
    }
    queue.handedBack(untrained);
  }

  private void restart(Waiting waiting, String why) {
    live.cameBack(waiting.trial());
    record.stage(
        new Event.TrialRestarted(
            waiting.trial(), "trains again from its beginning: " + why, now()));
    queue.decided(new Waiting(waiting.trial(), segments.anew(waiting.segments())));
  }

  /** From the first beginning to the last end; trials may have trained side by side. */
  private static double seconds(List<Outcome> outcomes) {
    long from = outcomes.stream().mapToLong(one -> one.timing().startedAtMillis()).min().orElse(0);
    long to = outcomes.stream().mapToLong(one -> one.timing().finishedAtMillis()).max().orElse(0);
    return (to - from) / 1_000.0;
  }

  /** A trial has an outcome, which kept its slot busy for so many seconds. */
  private void cameBack(Waiting waiting, Outcome outcome, double seconds) {
    live.cameBack(waiting.trial());
    quarantine.cleared(waiting.trial());
    Outcome.Timing timing = outcome.timing();
    Trial trial = record.history().trial(outcome.trial()).orElseThrow();
    double queued = Math.max(0, timing.startedAtMillis() - trial.decidedAtMillis()) / 1_000.0;
    bundling.finished(seconds);
    trained++;
    segments.events(trial, waiting.segments(), outcome, queued, now()).forEach(record::stage);
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
