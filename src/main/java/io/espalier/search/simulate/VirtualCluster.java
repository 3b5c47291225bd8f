package io.espalier.search.simulate;

import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.schedule.Decision;
import io.espalier.search.schedule.Scheduler;
import io.espalier.wire.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.PriorityQueue;

/**
 * Slots on a virtual clock, which begins at 0 ms. Decisions, dispatch and the record take no time;
 * a segment takes as long as its outcome says, at least a millisecond. Segments that end at the
 * same time come back in the order of their trials.
 */
public final class VirtualCluster {
  private static final double MILLIS_PER_MINUTE = 60e3;

  private final Scheduler scheduler;
  private final int slots;
  private final int ahead;
  private final Workload workload;
  private final History history;
  private final OptionalDouble minutes;
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private final PriorityQueue<Running> running = new PriorityQueue<>();
  private long clockMillis;
  private long busyMillis;

  private record Waiting(int trial, int toEpoch) {}

  private record Running(long endsAtMillis, int trial, Outcome outcome)
      implements Comparable<Running> {
    @Override
    public int compareTo(Running other) {
      return endsAtMillis != other.endsAtMillis
          ? Long.compare(endsAtMillis, other.endsAtMillis)
          : Integer.compare(trial, other.trial);
    }
  }

  /**
   * A cluster on which nothing runs yet.
   *
   * @param slots segments that run at a time, at least 1
   * @param ahead segments that are decided before there is a slot for them
   * @param history takes what happens; it has been opened
   * @param minutes that the search may go on for; empty for no limit
   */
  public VirtualCluster(
      Scheduler scheduler,
      int slots,
      int ahead,
      Workload workload,
      History history,
      OptionalDouble minutes) {
    if (slots < 1 || ahead < 0) {
      throw new IllegalArgumentException(
          "slots must be at least 1 and ahead 0, not " + slots + " and " + ahead);
    }
    this.scheduler = scheduler;
    this.slots = slots;
    this.ahead = ahead;
    this.workload = workload;
    this.history = history;
    this.minutes = minutes;
  }

  /** Goes on to the end of the search. */
  public void run() {
    run(Integer.MAX_VALUE);
  }

  /**
   * Goes on to the end of the search, or until so many more decisions are carried out.
   *
   * @return whether the search has ended
   */
  public boolean run(int decisions) {
    int left = decisions;
    while (true) {
      lookAtClock();
      boolean waits = false;
      while (!waits && running.size() + queue.size() < slots + ahead) {
        Decision decision = scheduler.decide(history);
        if (decision instanceof Decision.Finish finish) {
          if (finish.early()) {
            history.append(new Event.SearchEnded(finish.reason(), clockMillis));
          }
          return true;
        }
        waits = decision instanceof Decision.Wait;
        carryOut(decision);
        send();
        if (!waits && --left == 0) {
          return false;
        }
      }
      comeBack();
    }
  }

  private void lookAtClock() {
    double most = minutes.orElse(Double.POSITIVE_INFINITY);
    if (clockMillis >= most * MILLIS_PER_MINUTE && history.time().minutesSpent() < most) {
      history.append(new Event.TimeSpent(most, clockMillis));
    }
  }

  private void carryOut(Decision decision) {
    if (decision instanceof Decision.Start start) {
      history.append(
          new Event.TrialStarted(
              start.trial(),
              start.configuration(),
              start.seed(),
              start.toEpoch(),
              start.reason(),
              clockMillis));
      queue.add(new Waiting(start.trial(), start.toEpoch()));
    } else if (decision instanceof Decision.Resume resume) {
      history.append(
          new Event.TrialResumed(resume.trial(), resume.toEpoch(), resume.reason(), clockMillis));
      queue.add(new Waiting(resume.trial(), resume.toEpoch()));
    } else if (decision instanceof Decision.Stop stop) {
      history.append(new Event.TrialStopped(stop.trial(), stop.reason(), clockMillis));
    } else if (decision instanceof Decision.Reject reject) {
      history.append(
          new Event.TrialRejected(
              reject.trial(), reject.configuration(), reject.reason(), clockMillis));
    }
  }

  private void send() {
    while (running.size() < slots && !queue.isEmpty()) {
      Waiting next = queue.remove();
      Trial trial = history.trial(next.trial()).orElseThrow();
      Outcome outcome = workload.train(trial, next.toEpoch());
      long takes = Math.max(1, Math.round(1_000 * seconds(outcome.timing())));
      busyMillis += takes;
      running.add(new Running(clockMillis + takes, next.trial(), outcome));
    }
  }

  private static double seconds(Outcome.Timing timing) {
    return timing.dataSeconds() + timing.trainSeconds() + timing.evaluateSeconds();
  }

  private void comeBack() {
    if (running.isEmpty()) {
      throw new IllegalStateException("the scheduler waits, but no trial is running");
    }
    Running first = running.remove();
    clockMillis = first.endsAtMillis();
    Outcome outcome = first.outcome();
    history.append(
        outcome.status() == Outcome.Status.PAUSED
            ? new Event.TrialPaused(first.trial(), outcome, 0, clockMillis)
            : new Event.TrialFinished(first.trial(), outcome, 0, clockMillis));
    send();
  }

  /** Milliseconds since the beginning. */
  public long millis() {
    return clockMillis;
  }

  /** The share of all slots' time so far in which they had nothing to do, in [0, 1). */
  public double idleShare() {
    return clockMillis == 0 ? 0 : 1 - busyMillis / ((double) clockMillis * slots);
  }
}
