package io.espalier.wire;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What came of a segment. A model that diverges or fails is an outcome like any other, never an
 * exception through Spark.
 *
 * @param reason one line for a person; empty when completed
 * @param error the stack trace of a failure; empty otherwise
 * @param measurements one per trained epoch, in order
 * @param test the test part's evaluation, if it was asked for; else empty
 * @param parameters trainable numbers of the network
 * @param saved the state it left, if it was to leave one; of a cross-validation one per fold, of
 *     which those without a network have ended. Empty where nothing was saved
 * @param counted the measurement that counts in place of the last one, where the best epoch does;
 *     of several trainings the mean of theirs. Else empty
 */
public record Outcome(
    int trial,
    Status status,
    String reason,
    String error,
    List<Measurement> measurements,
    List<Evaluation> test,
    long parameters,
    List<Checkpoint> saved,
    Timing timing,
    Place place,
    List<Measurement> counted)
    implements Serializable {
  /** How it ended. */
  public enum Status {
    /** Trained to the end of its training. */
    COMPLETED,
    /** Trained to the end of the segment; its training has more epochs. */
    PAUSED,
    /**
     * Ended at an epoch before, by a decision or because its time was up; what it measured counts.
     */
    STOPPED,
    /** A loss became NaN or infinite. */
    DIVERGED,
    /** The network could not be built or trained. */
    FAILED;

    /** Whether it trained, and what it measured counts. */
    public boolean trained() {
      return this == COMPLETED || this == PAUSED || this == STOPPED;
    }
  }

  /**
   * Seconds spent on data, training and evaluation; milliseconds since 1970 of start and end, by
   * the executor's clock.
   */
  public record Timing(
      double dataSeconds,
      double trainSeconds,
      double evaluateSeconds,
      long startedAtMillis,
      long finishedAtMillis)
      implements Serializable {
    /** Seconds of both, from the start of this to the end of the other. */
    public Timing and(Timing later) {
      return new Timing(
          dataSeconds + later.dataSeconds,
          trainSeconds + later.trainSeconds,
          evaluateSeconds + later.evaluateSeconds,
          startedAtMillis,
          later.finishedAtMillis);
    }
  }

  /**
   * Where it ran: host name, device ({@code cpu}, {@code gpu:0}) and Spark's task attempt from 0.
   *
   * @param fusedWith how many others it trained side by side with, when it began
   */
  public record Place(String host, String device, int attempt, int fusedWith)
      implements Serializable {
    /** Of a training alone. */
    public Place(String host, String device, int attempt) {
      this(host, device, attempt, 0);
    }

    /** The same beside so many others. */
    public Place besides(int others) {
      return new Place(host, device, attempt, others);
    }
  }

  public Outcome {
    measurements = List.copyOf(measurements);
    test = List.copyOf(test);
    saved = List.copyOf(saved);
    counted = List.copyOf(counted);
  }

  /** One whose last measurement counts. */
  public Outcome(
      int trial,
      Status status,
      String reason,
      String error,
      List<Measurement> measurements,
      List<Evaluation> test,
      long parameters,
      List<Checkpoint> saved,
      Timing timing,
      Place place) {
    this(
        trial,
        status,
        reason,
        error,
        measurements,
        test,
        parameters,
        saved,
        timing,
        place,
        List.of());
  }

  /** The epoch that counts, where that is the best one; of several trainings the mean of theirs. */
  public OptionalInt bestEpoch() {
    return counted.stream().mapToInt(Measurement::epoch).findFirst();
  }

  /** The measurements up to the one that counts. */
  public List<Measurement> counting() {
    return counting(measurements, counted);
  }

  /**
   * The measurements up to the one that counts.
   *
   * @param all of a training
   * @param counted as in an outcome
   */
  public static List<Measurement> counting(List<Measurement> all, List<Measurement> counted) {
    if (counted.isEmpty()) {
      return all;
    }
    int epoch = counted.get(0).epoch();
    return Stream.concat(all.stream().filter(one -> one.epoch() < epoch), counted.stream())
        .toList();
  }

  /** This segment's outcome and that of the next one of the same trial, as one. */
  public Outcome followedBy(Outcome next) {
    List<Measurement> all = new ArrayList<>(measurements);
    all.addAll(next.measurements);
    return new Outcome(
        trial,
        next.status,
        next.reason,
        next.error,
        all,
        next.test,
        next.parameters,
        next.saved,
        timing.and(next.timing),
        next.place,
        next.counted);
  }

  /** The same, trained somewhere else. */
  public Outcome at(Place other) {
    return new Outcome(
        trial,
        status,
        reason,
        error,
        measurements,
        test,
        parameters,
        saved,
        timing,
        other,
        counted);
  }

  /** The same with its state kept elsewhere. */
  public Outcome savedAs(List<Checkpoint> places) {
    return new Outcome(
        trial,
        status,
        reason,
        error,
        measurements,
        test,
        parameters,
        places,
        timing,
        place,
        counted);
  }

  /** Without what it measured up to an epoch, which is known already. */
  public Outcome after(int epoch) {
    return new Outcome(
        trial,
        status,
        reason,
        error,
        measurements.stream().filter(one -> one.epoch() > epoch).toList(),
        test,
        parameters,
        saved,
        timing,
        place,
        counted);
  }

  /** Without what the test part said and what was saved, which is no concern of a search. */
  public Outcome untested() {
    return new Outcome(
        trial,
        status,
        reason,
        error,
        measurements,
        List.of(),
        parameters,
        List.of(),
        timing,
        place,
        counted);
  }
}
