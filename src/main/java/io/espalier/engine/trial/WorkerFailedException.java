package io.espalier.engine.trial;

/** A worker could not train its copy of the network; the message says why in one line. */
public final class WorkerFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param remoteTrace the stack trace on the worker
   */
  public WorkerFailedException(String line, String remoteTrace) {
    super(line, new RuntimeException(remoteTrace));
  }
}
