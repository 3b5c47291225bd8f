package io.espalier.search.history;

import static io.espalier.search.history.Requirement.require;

import io.espalier.search.history.Event.OfTrial;
import io.espalier.search.history.Event.Reasoned;
import io.espalier.search.history.Event.Retrained;
import io.espalier.search.history.Event.RunFinished;
import io.espalier.search.history.Event.RunOpened;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All that has happened in a run. Built by {@link #append} alone, which refuses what cannot follow;
 * keeps indexes as it goes, so that no question below looks at all trials. Lists and collections it
 * returns are views that grow with it. Not safe for use by several threads.
 */
public final class History {
  private Optional<RunOpened> opened = Optional.empty();
  private Optional<RunFinished> finish = Optional.empty();
  private SortedMap<String, String> versions = Collections.emptySortedMap();
  private final List<Trial> trials = new ArrayList<>();
  private final List<Trial> finished = new ArrayList<>();
  private final List<Reasoned> decisions = new ArrayList<>();
  private final List<OfTrial> events = new ArrayList<>();
  private final List<Event.TrialConfirmed> confirmations = new ArrayList<>();
  private final List<Retrained> retrained = new ArrayList<>();
  private final TreeMap<Integer, Trial> running = new TreeMap<>();
  private final TreeMap<Integer, Trial> interrupted = new TreeMap<>();
  private final TreeMap<Integer, Trial> paused = new TreeMap<>();
  private Optional<TrialRanking> ranking = Optional.empty();
  private final Map<TrialStatus, Integer> counts = new EnumMap<>(TrialStatus.class);
  private final MetricNames metrics = new MetricNames();
  private int observedTo;
  private long epochsDecided;
  private final SearchTime time = new SearchTime();

  /** A history of these events, in order. */
  public static History of(Iterable<? extends Event> events) {
    History history = new History();
    events.forEach(history::append);
    return history;
  }

  /**
   * Adds what happened next.
   *
   * @throws IllegalArgumentException if it cannot have happened after all that is known; the
   *     history is then unchanged
   */
  public void append(Event event) {
    if (event instanceof RunOpened first) {
      open(first);
      return;
    }
    require(opened.isPresent(), "a run must be opened first, not begin with %s", event);
    if (event instanceof Event.RunResumed resumed) {
      resume(resumed);
    } else if (event instanceof Retrained again) {
      retrain(again);
    } else {
      require(finish.isEmpty(), "the run is finished: %s cannot follow", event);
      appendToOpenRun(event);
    }
  }

  private void appendToOpenRun(Event event) {
    if (event instanceof Event.TrialStarted started) {
      start(started);
    } else if (event instanceof Event.TrialRejected rejected) {
      reject(rejected);
    } else if (event instanceof Event.TrialPaused segment) {
      pause(segment);
    } else if (event instanceof Event.TrialResumed resumed) {
      goOn(resumed);
    } else if (event instanceof Event.TrialRestarted restarted) {
      restart(restarted);
    } else if (event instanceof Event.TrialStopped stopped) {
      stop(stopped);
    } else if (event instanceof Event.TrialReopened reopened) {
      reopen(reopened);
    } else if (event instanceof Event.TrialFinished ended) {
      finish(trained(ended));
    } else if (event instanceof Event.TrialConfirmed again) {
      confirm(again);
    } else if (event instanceof Event.TimeSpent spent) {
      time.spent(spent);
    } else if (event instanceof Event.SearchEnded ended) {
      decisions.add(ended);
    } else if (event instanceof RunFinished last) {
      require(
          running.isEmpty() && interrupted.isEmpty() && paused.isEmpty(),
          "the run cannot finish while trials %s have not",
          unfinished());
      finish = Optional.of(last);
    } else {
      throw new IllegalStateException("nobody knows what " + event.getClass() + " changes");
    }
    if (event instanceof OfTrial ofTrial) {
      events.add(ofTrial);
      time.happened(ofTrial);
    }
  }

  private void open(RunOpened first) {
    require(opened.isEmpty(), "the run is open already");
    opened = Optional.of(first);
    versions = first.versions();
    ranking = Optional.of(new TrialRanking(first));
  }

  private void resume(Event.RunResumed event) {
    versions = event.versions();
    finish = Optional.empty();
    time.interrupted();
    interrupted.putAll(running);
    running.clear();
  }

  private void start(Event.TrialStarted event) {
    Trial trial = Trial.started(event);
    Optional<Trial> before = Optional.ofNullable(interrupted.get(event.trial()));
    if (before.isPresent()) {
      before.get().requireSame(event);
      interrupted.remove(event.trial());
      trials.set(event.trial() - 1, trial);
      epochsDecided -= before.get().toEpoch();
    } else {
      requireNext(event);
      trials.add(trial);
      count(TrialStatus.RUNNING, 1);
    }
    epochsDecided += event.toEpoch();
    running.put(event.trial(), trial);
    decisions.add(event);
  }

  private void reject(Event.TrialRejected event) {
    requireNext(event);
    Trial trial = Trial.rejected(event);
    trials.add(trial);
    finished.add(trial);
    decisions.add(event);
    count(TrialStatus.INVALID, 1);
    observe();
  }

  private void pause(Event.TrialPaused event) {
    paused.put(event.trial(), trained(event));
    count(TrialStatus.PAUSED, 1);
  }

  private void goOn(Event.TrialResumed event) {
    Optional<Trial> before =
        Optional.ofNullable(paused.get(event.trial()))
            .or(() -> Optional.ofNullable(interrupted.get(event.trial())));
    require(
        before.isPresent() && !before.get().checkpoints().isEmpty(),
        "trial %d cannot go on: it is not paused",
        event.trial());
    Trial trial = before.orElseThrow();
    Trial going = trial.resumed(event);
    paused.remove(event.trial());
    interrupted.remove(event.trial());
    count(trial.status(), -1);
    count(TrialStatus.RUNNING, 1);
    epochsDecided += event.toEpoch() - trial.toEpoch();
    trials.set(event.trial() - 1, going);
    running.put(event.trial(), going);
    decisions.add(event);
  }

  private void restart(Event.TrialRestarted event) {
    int number = event.trial();
    require(running.containsKey(number), "trial %d cannot restart: it is not running", number);
    Trial trial = trials.get(number - 1).restarted(event);
    trials.set(number - 1, trial);
    running.put(number, trial);
    decisions.add(event);
  }

  private void stop(Event.TrialStopped event) {
    Optional<Trial> before = Optional.ofNullable(paused.remove(event.trial()));
    require(before.isPresent(), "trial %d cannot stop: it is not paused", event.trial());
    count(TrialStatus.PAUSED, -1);
    finish(before.orElseThrow().stopped(event));
  }

  private void reopen(Event.TrialReopened event) {
    Optional<Trial> before =
        trial(event.trial()).filter(trial -> trial.status() == TrialStatus.FAILED);
    require(before.isPresent(), "trial %d cannot be tried again: it has not failed", event.trial());
    Trial trial = before.orElseThrow().reopened(event);
    trials.set(event.trial() - 1, trial);
    finished.remove(before.orElseThrow());
    interrupted.put(event.trial(), trial);
    count(TrialStatus.FAILED, -1);
    count(TrialStatus.RUNNING, 1);
    decisions.add(event);
  }

  /** The trial of a segment that came back; counted as what it is now in no other index. */
  private Trial trained(Event.Trained event) {
    Optional<Trial> before = Optional.ofNullable(running.remove(event.trial()));
    require(
        before.isPresent(),
        event instanceof Event.TrialPaused
            ? "trial %d cannot pause: it is not running"
            : "trial %d cannot finish: it is not running",
        event.trial());
    Trial trial = before.orElseThrow().trained(event, opened().objective());
    trials.set(event.trial() - 1, trial);
    count(TrialStatus.RUNNING, -1);
    metrics.add(event.outcome().measurements());
    observe();
    return trial;
  }

  private void finish(Trial trial) {
    if (trial.status() == TrialStatus.STOPPED) { // paused, or in the middle of a segment
      decisions.add(trial.stop());
      epochsDecided -= Math.max(0, trial.toEpoch() - trial.epochs());
    }
    trials.set(trial.number() - 1, trial);
    finished.add(trial);
    count(trial.status(), 1);
    ranking.orElseThrow().finished(trial);
  }

  /** Moves on over trials that have been measured or rejected. */
  private void observe() {
    while (observedTo < trials.size() && trials.get(observedTo).observed()) {
      observedTo++;
    }
  }

  private void confirm(Event.TrialConfirmed event) {
    Optional<Trial> before = trial(event.trial()).filter(trial -> trial.status().ranked());
    require(before.isPresent(), "trial %d cannot be confirmed: it has no value", event.trial());
    confirmations.add(event);
    ranking().confirmed(before.orElseThrow(), event.seedIndex(), event.value(opened().objective()));
  }

  private void retrain(Retrained event) {
    require(
        trial(event.trial()).flatMap(Trial::outcome).isPresent(),
        "trial %d cannot be retrained: it has not been trained",
        event.trial());
    retrained.add(event);
  }

  private void requireNext(Event.Proposed event) {
    require(
        event.trial() == nextTrial(),
        "trial %d cannot be decided now: the next new trial is %d",
        event.trial(),
        nextTrial());
    opened().requireColumns(event);
  }

  private void count(TrialStatus status, int change) {
    counts.merge(status, change, Integer::sum);
  }

  private List<Integer> unfinished() {
    return Stream.of(running, interrupted, paused)
        .flatMap(trials -> trials.keySet().stream())
        .sorted()
        .toList();
  }

  /**
   * How the run was opened.
   *
   * @throws IllegalStateException if nothing has happened yet
   */
  public RunOpened opened() {
    return opened.orElseThrow(() -> new IllegalStateException("the run has not been opened"));
  }

  /** What took part in the process that worked on the run last, by name. */
  public SortedMap<String, String> versions() {
    return versions;
  }

  /** How the run was finished; empty while it is not, and again after it was resumed. */
  public Optional<RunFinished> finish() {
    return finish;
  }

  /** How many trials have this status; interrupted ones are RUNNING. */
  public int count(TrialStatus status) {
    return counts.getOrDefault(status, 0);
  }

  /** The trial of this number, if there is one. */
  public Optional<Trial> trial(int number) {
    return number >= 1 && number <= trials.size()
        ? Optional.of(trials.get(number - 1))
        : Optional.empty();
  }

  /** All trials, by number from 1. */
  public List<Trial> trials() {
    return Collections.unmodifiableList(trials);
  }

  /** Trials that were started by this process and have not finished, by number. */
  public Collection<Trial> running() {
    return Collections.unmodifiableCollection(running.values());
  }

  /** Trials that came to the end of their segment and may go on, by number. */
  public Collection<Trial> paused() {
    return Collections.unmodifiableCollection(paused.values());
  }

  /**
   * Trials whose segment a former process began and did not end, and those that were reopened: they
   * wait to start or go on again, by number.
   */
  public Collection<Trial> interrupted() {
    return Collections.unmodifiableCollection(interrupted.values());
  }

  /** Finished trials in the order in which they finished. */
  public List<Trial> finished() {
    return Collections.unmodifiableList(finished);
  }

  /** The best trials in the order of {@link TrialRanking}; none before the run is opened. */
  public List<Trial> best(int count) {
    return ranking.map(all -> all.best(count)).orElse(List.of());
  }

  /** All that may be the best, in order. */
  public TrialRanking ranking() {
    return ranking.orElseThrow(() -> new IllegalStateException("the run has not been opened"));
  }

  /** Names of all metrics that were ever measured, sorted. */
  public SortedSet<String> metrics() {
    return metrics.all();
  }

  /** All trials up to this number have been measured or rejected; 0 if the first has not. */
  public int observedTo() {
    return observedTo;
  }

  /** Epochs that decisions asked for, less those that stopped trials did not train. */
  public long epochsDecided() {
    return epochsDecided;
  }

  /** The number the next new trial gets. */
  public int nextTrial() {
    return trials.size() + 1;
  }

  /** What was decided about trials and what came of it, in the order in which it happened. */
  public List<OfTrial> events() {
    return Collections.unmodifiableList(events);
  }

  /** How long the search has gone on, over all its processes. */
  public SearchTime time() {
    return time;
  }

  /** What was decided about trials and the end of the search, in that order. */
  public List<Reasoned> decisions() {
    return Collections.unmodifiableList(decisions);
  }

  /** Confirmations in the order in which they were finished. */
  public List<Event.TrialConfirmed> confirmations() {
    return Collections.unmodifiableList(confirmations);
  }

  /** Retrained models in the order in which they were finished. */
  public List<Retrained> retrained() {
    return Collections.unmodifiableList(retrained);
  }
}
