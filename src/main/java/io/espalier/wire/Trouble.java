package io.espalier.wire;

import java.io.Serializable;

/**
 * What kept a task from training, and says nothing about the models it was to train.
 *
 * @param kind whose trouble it is
 * @param host where it was met
 * @param reason one line for a person, without the host
 * @param error the stack trace; empty if there is none
 */
public record Trouble(Kind kind, String host, String reason, String error) implements Serializable {
  /** Whose trouble it is. */
  public enum Kind {
    /** Files, memory, libraries or devices of the host: another host may do better. */
    ENVIRONMENT,
    /** A mistake of this program. */
    PROGRAM
  }
}
