package io.espalier.search.history;

import io.espalier.wire.Outcome;

/** How far a trial has come, or how it ended. */
public enum TrialStatus {
  /** A segment of it was decided and has not come back. */
  RUNNING,
  /** Its segment came to its end, and it may go on. */
  PAUSED,
  /** Trained to the end. */
  COMPLETED,
  /** Ended early, by a decision or because its time was up; its last measurement counts. */
  STOPPED,
  /** A loss became NaN or infinite. */
  DIVERGED,
  /** The network could not be built or trained. */
  FAILED,
  /** An impossible configuration; nothing was trained. */
  INVALID;

  /** The status of a trial whose last segment had this outcome. */
  public static TrialStatus of(Outcome.Status status) {
    return switch (status) {
      case COMPLETED -> COMPLETED;
      case PAUSED -> PAUSED;
      case STOPPED -> STOPPED;
      case DIVERGED -> DIVERGED;
      case FAILED -> FAILED;
    };
  }

  /** Whether nothing more happens to the trial, retraining aside. */
  public boolean finished() {
    return this != RUNNING && this != PAUSED;
  }

  /** Whether the trial has an objective value and may be the best one. */
  public boolean ranked() {
    return this == COMPLETED || this == STOPPED;
  }

  /** Whether the trial has an objective value by which it may be compared. */
  public boolean measured() {
    return ranked() || this == PAUSED;
  }
}
