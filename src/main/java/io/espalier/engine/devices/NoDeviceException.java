package io.espalier.engine.devices;

/** A task cannot compute where it was asked to. The message is one line for a person. */
public final class NoDeviceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NoDeviceException(String message) {
    super(message);
  }
}
