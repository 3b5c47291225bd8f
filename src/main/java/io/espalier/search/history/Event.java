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

  /** A decision about one trial, with its reason. */
  sealed interface Decided extends Event {
    /** The trial's number, from 1. */
    int trial();

    /** The trial's configuration. */
    Configuration configuration();

    /** Why it was decided so, one line. */
    String reason();
  }

  /**
   * The first event of every run.
   *
   * @param run the run's number, from 1
   * @param searchText canonical text of everything that decides the tables
   * @param retrainText canonical text of the retrain part
   * @param dataFingerprint SHA-256 of the data in hexadecimal
   * @param columns the parameters, in the search space's order
   * @param classes names of the classes, by index; empty for regression
   * @param folds of the cross-validation that every trial is; 0 for none
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
      List<Column> columns,
      List<String> classes,
      int folds,
      SortedMap<String, String> versions,
      long atMillis)
      implements Event {
    public RunOpened {
      columns = List.copyOf(columns);
      classes = List.copyOf(classes);
      versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
      requireNumber("run", run);
      if (columns.stream().map(Column::name).distinct().count() != columns.size()) {
        throw new IllegalArgumentException("two columns have the same name: " + columns);
      }
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
      implements Decided {
    public TrialRejected {
      requireNumber("trial", trial);
    }
  }

  /** A trial is about to be trained; repeated for an interrupted trial after the run resumed. */
  record TrialStarted(
      int trial, Configuration configuration, long seed, String reason, long atMillis)
      implements Decided {
    public TrialStarted {
      requireNumber("trial", trial);
    }
  }

  /**
   * A trial's outcome came back.
   *
   * @param queueSeconds seconds between the trial's start and the start of its task
   */
  record TrialFinished(int trial, Outcome outcome, double queueSeconds, long atMillis)
      implements Event {
    public TrialFinished {
      requireNumber("trial", trial);
      requireOwn(outcome, trial);
    }
  }

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
