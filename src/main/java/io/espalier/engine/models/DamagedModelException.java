package io.espalier.engine.models;

import java.io.IOException;

/** A file holds no usable model: it was changed, broken off, or never one of ours. */
public final class DamagedModelException extends IOException {
  private static final long serialVersionUID = 1L;

  DamagedModelException(String message, Exception cause) {
    super(message, cause);
  }
}
