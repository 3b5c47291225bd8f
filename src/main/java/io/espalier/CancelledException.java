package io.espalier;

/** A run was cancelled, or its caller's thread interrupted; the same call goes on from there. */
public final class CancelledException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CancelledException() {
    super("the run was cancelled; the same call goes on from here");
  }
}
