package io.espalier.wire;

import java.io.Serializable;

/** Where a network with its updater state is kept: a Hadoop URI of a DL4J model zip, or nowhere. */
public record CheckpointRef(String uri) implements Serializable {
  /** No checkpoint. */
  public static final CheckpointRef NONE = new CheckpointRef("");

  /** Whether there is one. */
  public boolean exists() {
    return !uri.isEmpty();
  }
}
