package io.espalier.search.history;

import io.espalier.wire.Configuration;
import io.espalier.wire.Outcome;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that happened in a run. A run is nothing but its events in order; everything else is
 * derived from them. The records' component names are also the names in the journal's files.
 */
public sealed interface Event {
  /** Milliseconds since 1970 by the driver's clock; no decision depends on it. */
  long atMillis();

  /** What happened to one trial of the search. */
  sealed interface OfTrial extends Event {
    /** The trial's number, from 1. */
    int trial();
  }

  /** A decision, with its reason. */
  sealed interface Reasoned extends Event {
    /** Why it was decided so, one line. */
    String reason();
  }

  /** A decision about one trial. */
  sealed interface Decided extends OfTrial, Reasoned {}

  /** A decision by which a new trial gets its number. */
  sealed interface Proposed extends Decided {
    /** The trial's configuration. */
    Configuration configuration();
  }

  /** A segment of a trial came back. */
  sealed interface Trained extends OfTrial {
    /** What came of the segment. */
    Outcome outcome();

    /** Seconds between the decision and the start of its task. */
    double queueSeconds();
  }

  /**
   * The first event of every run.
   *
   * @param run the run's number, from 1
   * @param searchText canonical text of everything that decides the tables
   * @param retrainText canonical text of the retrain part
   * @param dataFingerprint SHA-256 of the data in hexadecimal
   * @param judgement how trials are judged beside the objective
   * @param columns the parameters, in the search space's order
   * @param classes names of the classes, by index; empty for regression
   * @param folds of the cross-validation that every trial is; 0 for none
   * @param validationExamples examples of the one validation part; 0 where there is none, of a
   *     cross-validation, and where it was not recorded
   * @param observations what earlier runs gave, which counts as known before the first trial
   * @param rungs epochs at which the scheduler compares trials, rising; empty where it never does,
   *     and where it was not recorded
   * @param versions what took part, by name
   */
  record RunOpened(
      String experiment,
      int run,
      long seed,
      String searchText,
      String retrainText,
      String dataFingerprint,
      Objective objective,
      Judgement judgement,
      List<Column> columns,
      List<String> classes,
      int folds,
      int validationExamples,
      List<Observation> observations,
      List<Integer> rungs,
      SortedMap<String, String> versions,
      long atMillis)
      implements Event {
    public RunOpened {
      columns = List.copyOf(columns);
      classes = List.copyOf(classes);
      observations = List.copyOf(observations);
      rungs = List.copyOf(rungs);
      versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
      requireNumber("run", run);
      if (columns.stream().map(Column::name).distinct().count() != columns.size()) {
        throw new IllegalArgumentException("two columns have the same name: " + columns);
      }
    }

    /** What trials are judged by, the first one first. */
    public List<Objective> objectives() {
      return judgement.with(objective);
    }

    /** Checks that a configuration has no parameters but the columns. */
    void requireColumns(Proposed event) {
      List<String> names = columns.stream().map(Column::name).toList();
      Requirement.require(
          names.containsAll(event.configuration().values().keySet()),
          "trial %d has parameters %s, the run has the columns %s",
          event.trial(),
          event.configuration().values().keySet(),
          names);
    }

    /** The same under another number. */
    public RunOpened asRun(int number) {
      return new RunOpened(
          experiment,
          number,
          seed,
          searchText,
          retrainText,
          dataFingerprint,
          objective,
          judgement,
          columns,
          classes,
          folds,
          validationExamples,
          observations,
          rungs,
          versions,
          atMillis);
    }

    /** A run of which nothing is known but the objective and the folds. */
    public RunOpened(
        String experiment,
        int run,
        long seed,
        String searchText,
        String retrainText,
        String dataFingerprint,
        Objective objective,
        List<Column> columns,
        List<String> classes,
        int folds,
        SortedMap<String, String> versions,
        long atMillis) {
      this(
          experiment,
          run,
          seed,
          searchText,
          retrainText,
          dataFingerprint,
          objective,
          Judgement.PLAIN,
          columns,
          classes,
          folds,
          0,
          List.of(),
          List.of(),
          versions,
          atMillis);
    }
  }

  /** The run goes on in another process; trials that had not finished are interrupted. */
  record RunResumed(SortedMap<String, String> versions, long atMillis) implements Event {
    public RunResumed {
      versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    }
  }

  /** A configuration was found impossible: the trial is INVALID. */
  record TrialRejected(int trial, Configuration configuration, String reason, long atMillis)
      implements Proposed {
    public TrialRejected {
      requireNumber("trial", trial);
    }
  }

  /**
   * A trial is about to be trained from the beginning; repeated for a trial that was interrupted
   * there, and for one that was reopened.
   *
   * @param toEpoch epochs trained when its segment ends; 0 where it was not recorded: to its end
   */
  record TrialStarted(
      int trial, Configuration configuration, long seed, int toEpoch, String reason, long atMillis)
      implements Proposed {
    public TrialStarted {
      requireNumber("trial", trial);
      if (toEpoch < 0) {
        throw new IllegalArgumentException("trial " + trial + " cannot train to " + toEpoch);
      }
    }
  }

  /** A segment came to its end, and its trial may go on from what the outcome says was saved. */
  record TrialPaused(int trial, Outcome outcome, double queueSeconds, long atMillis)
      implements Trained {
    public TrialPaused {
      requireNumber("trial", trial);
      requireOwn(outcome, trial);
      if (outcome.status() != Outcome.Status.PAUSED) {
        throw new IllegalArgumentException(
            "trial " + trial + " cannot pause: it is " + outcome.status());
      }
    }
  }

  /**
   * A paused trial is about to go on; repeated for one that was interrupted there.
   *
   * @param toEpoch epochs trained when its segment ends
   */
  record TrialResumed(int trial, int toEpoch, String reason, long atMillis) implements Decided {
    public TrialResumed {
      requireNumber("trial", trial);
      requireNumber("segment", toEpoch);
    }
  }

  /**
   * The state that a trial was to go on from is lost: it trains again from its beginning, to the
   * end of the segment that was decided. What it has measured stays.
   */
  record TrialRestarted(int trial, String reason, long atMillis) implements Decided {
    public TrialRestarted {
      requireNumber("trial", trial);
    }
  }

  /** A paused trial goes no further; its last measurement counts. */
  record TrialStopped(int trial, String reason, long atMillis) implements Decided {
    public TrialStopped {
      requireNumber("trial", trial);
    }
  }

  /** A failed trial is to be tried again, from the beginning. */
  record TrialReopened(int trial, String reason, long atMillis) implements Decided {
    public TrialReopened {
      requireNumber("trial", trial);
    }
  }

  /** A trial came to its end, of whatever kind. */
  record TrialFinished(int trial, Outcome outcome, double queueSeconds, long atMillis)
      implements Trained {
    public TrialFinished {
      requireNumber("trial", trial);
      requireOwn(outcome, trial);
      if (outcome.status() == Outcome.Status.PAUSED) {
        throw new IllegalArgumentException("trial " + trial + " has paused, not finished");
      }
    }
  }

  /**
   * A finished trial was trained once more, with another seed, to see whether it was lucky.
   *
   * @param seedIndex which time, from 1
   */
  record TrialConfirmed(int trial, int seedIndex, long seed, Outcome outcome, long atMillis)
      implements OfTrial {
    public TrialConfirmed {
      requireNumber("trial", trial);
      requireNumber("confirmation", seedIndex);
      requireOwn(outcome, trial);
    }

    /** Its value of an objective; NaN where the training did not complete. */
    public double value(Objective objective) {
      return outcome.status() == Outcome.Status.COMPLETED
          ? objective.of(outcome.counting(), outcome.parameters())
          : Double.NaN;
    }
  }

  /**
   * The search has gone on for as long as was allowed, over all processes; no decision looks at a
   * clock, they look at this.
   *
   * @param minutes that were allowed, above 0
   */
  record TimeSpent(double minutes, long atMillis) implements Event {
    public TimeSpent {
      if (!(minutes > 0)) {
        throw new IllegalArgumentException("minutes must be above 0, not " + minutes);
      }
    }
  }

  /** The search is over, although its budget is not spent. */
  record SearchEnded(String reason, long atMillis) implements Reasoned {}

  /**
   * A trial's configuration was trained again, for keeps.
   *
   * @param seedIndex which of the trial's retrained models, from 0; 0 has the trial's own seed
   * @param model folder of the saved model; empty where none was saved
   */
  record Retrained(
      int trial, int seedIndex, long seed, Outcome outcome, String model, long atMillis)
      implements Event {
    public Retrained {
      requireNumber("trial", trial);
      requireOwn(outcome, trial);
      if (seedIndex < 0) {
        throw new IllegalArgumentException("a seed index must be at least 0, not " + seedIndex);
      }
    }
  }

  /** All is done; {@code digest} is the digest of the tables. */
  record RunFinished(String digest, long atMillis) implements Event {}

  private static void requireOwn(Outcome outcome, int trial) {
    if (outcome.trial() != trial) {
      throw new IllegalArgumentException(
          "trial " + trial + " cannot finish with the outcome of trial " + outcome.trial());
    }
  }

  private static void requireNumber(String what, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(
          "a " + what + "'s number must be at least 1, not " + number);
    }
  }
}
