package io.espalier.search.history;

import io.espalier.search.history.Event.Decided;
import io.espalier.search.history.Event.Retrained;
import io.espalier.search.history.Event.RunFinished;
import io.espalier.search.history.Event.RunOpened;
import io.espalier.search.history.Event.RunResumed;
import io.espalier.search.history.Event.TrialFinished;
import io.espalier.search.history.Event.TrialRejected;
import io.espalier.search.history.Event.TrialStarted;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that has happened in a run. Built by {@link #append} alone, which refuses what cannot follow;
 * keeps indexes as it goes, so that no question below looks at all trials. Lists and collections it
 * returns are views that grow with it. Not safe for use by several threads.
 */
public final class History {
  private Optional<RunOpened> opened = Optional.empty();
  private Optional<RunFinished> finish = Optional.empty();
  private final List<Trial> trials = new ArrayList<>();
  private final List<Trial> finished = new ArrayList<>();
  private final List<Decided> decisions = new ArrayList<>();
  private final List<Retrained> retrained = new ArrayList<>();
  private final TreeMap<Integer, Trial> running = new TreeMap<>();
  private final TreeMap<Integer, Trial> interrupted = new TreeMap<>();
  private final TreeSet<Trial> ranking = new TreeSet<>(this::compareByObjective);
  private final Map<TrialStatus, Integer> counts = new EnumMap<>(TrialStatus.class);
  private final TreeSet<String> columns = new TreeSet<>();

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
    if (event instanceof RunResumed) {
      resume();
    } else if (event instanceof Retrained again) {
      retrain(again);
    } else {
      require(finish.isEmpty(), "the run is finished: %s cannot follow", event);
      appendToOpenRun(event);
    }
  }

  private void appendToOpenRun(Event event) {
    if (event instanceof TrialStarted started) {
      start(started);
    } else if (event instanceof TrialRejected rejected) {
      reject(rejected);
    } else if (event instanceof TrialFinished ended) {
      end(ended);
    } else if (event instanceof RunFinished last) {
      require(
          running.isEmpty() && interrupted.isEmpty(),
          "the run cannot finish while trials %s have not",
          unfinished());
      finish = Optional.of(last);
    }
  }

  private void open(RunOpened first) {
    require(opened.isEmpty(), "the run is open already");
    opened = Optional.of(first);
    first.columns().forEach(column -> columns.add(column.name()));
  }

  private void resume() {
    finish = Optional.empty();
    interrupted.putAll(running);
    running.clear();
  }

  private void start(TrialStarted event) {
    Optional<Trial> before = Optional.ofNullable(interrupted.get(event.trial()));
    Trial trial = Trial.started(event);
    if (before.isPresent()) {
      require(
          before.get().configuration().equals(event.configuration())
              && before.get().seed() == event.seed(),
          "trial %d was interrupted and must start again with the same configuration and seed",
          event.trial());
      interrupted.remove(event.trial());
      trials.set(event.trial() - 1, trial);
    } else {
      requireNext(event);
      trials.add(trial);
      count(TrialStatus.RUNNING, 1);
    }
    running.put(event.trial(), trial);
    decisions.add(event);
  }

  private void reject(TrialRejected event) {
    requireNext(event);
    Trial trial = Trial.rejected(event);
    trials.add(trial);
    finished.add(trial);
    decisions.add(event);
    count(TrialStatus.INVALID, 1);
  }

  private void end(TrialFinished event) {
    Optional<Trial> before = Optional.ofNullable(running.remove(event.trial()));
    require(before.isPresent(), "trial %d cannot finish: it is not running", event.trial());
    Trial trial = before.orElseThrow().finished(event, opened().objective());
    trials.set(event.trial() - 1, trial);
    finished.add(trial);
    count(TrialStatus.RUNNING, -1);
    count(trial.status(), 1);
    if (!Double.isNaN(trial.objective())) {
      ranking.add(trial);
    }
  }

  private void retrain(Retrained event) {
    require(
        trial(event.trial()).flatMap(Trial::outcome).isPresent(),
        "trial %d cannot be retrained: it has not been trained",
        event.trial());
    retrained.add(event);
  }

  private void requireNext(Decided event) {
    require(
        event.trial() == nextTrial(),
        "trial %d cannot be decided now: the next new trial is %d",
        event.trial(),
        nextTrial());
    require(
        columns.containsAll(event.configuration().values().keySet()),
        "trial %d has parameters %s, the run has the columns %s",
        event.trial(),
        event.configuration().values().keySet(),
        columns);
  }

  private void count(TrialStatus status, int change) {
    counts.merge(status, change, Integer::sum);
  }

  private List<Integer> unfinished() {
    TreeSet<Integer> numbers = new TreeSet<>(running.keySet());
    numbers.addAll(interrupted.keySet());
    return List.copyOf(numbers);
  }

  private int compareByObjective(Trial a, Trial b) {
    Objective objective = opened().objective();
    if (objective.better(a.objective(), b.objective())) {
      return -1;
    }
    return objective.better(b.objective(), a.objective())
        ? 1
        : Integer.compare(a.number(), b.number());
  }

  private static void require(boolean condition, String message, Object... arguments) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(message, arguments));
    }
  }

  /**
   * How the run was opened.
   *
   * @throws IllegalStateException if nothing has happened yet
   */
  public RunOpened opened() {
    return opened.orElseThrow(() -> new IllegalStateException("the run has not been opened"));
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

  /** Trials that a former process started, that did not finish, and wait to start again. */
  public Collection<Trial> interrupted() {
    return Collections.unmodifiableCollection(interrupted.values());
  }

  /** Finished trials in the order in which they finished. */
  public List<Trial> finished() {
    return Collections.unmodifiableList(finished);
  }

  /** The trials with the best objectives, best first, ties by number; NaN is never among them. */
  public List<Trial> best(int count) {
    return ranking.stream().limit(count).toList();
  }

  /** The number the next new trial gets. */
  public int nextTrial() {
    return trials.size() + 1;
  }

  /** Starts and rejections in the order in which they were decided. */
  public List<Decided> decisions() {
    return Collections.unmodifiableList(decisions);
  }

  /** Retrained models in the order in which they were finished. */
  public List<Retrained> retrained() {
    return Collections.unmodifiableList(retrained);
  }
}
