package io.espalier.wire;

import java.io.Serializable;
import java.util.List;

/**
 * What came of a segment. A model that diverges or fails is an outcome like any other, never an
 * exception through Spark.
 *
 * @param reason one line for a person; empty when completed
 * @param error the stack trace of a failure; empty otherwise
 * @param measurements one per trained epoch, in order
 * @param test the test part's evaluation, if it was asked for; else empty
 * @param parameters trainable numbers of the network
 */
public record Outcome(
    int trial,
    Status status,
    String reason,
    String error,
    List<Measurement> measurements,
    List<Evaluation> test,
    long parameters,
    CheckpointRef checkpoint,
    Timing timing,
    Place place)
    implements Serializable {
  /** How it ended. */
  public enum Status {
    COMPLETED,
    /** A loss became NaN or infinite. */
    DIVERGED,
    /** The network could not be built or trained. */
    FAILED
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
      implements Serializable {}

  /**
   * Where it ran: host name, device ({@code cpu}, {@code gpu:0}) and Spark's task attempt from 0.
   */
  public record Place(String host, String device, int attempt) implements Serializable {}

  public Outcome {
    measurements = List.copyOf(measurements);
    test = List.copyOf(test);
  }
}
