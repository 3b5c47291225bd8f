package io.espalier.wire;

import java.util.Optional;

/**
 * The driver's answer to what a trial that trains has measured.
 *
 * @param reason why it stops, one line; empty where it goes on
 */
public record Verdict(String reason) {
  /** It trains further. */
  public static final Verdict GO_ON = new Verdict("");

  /** Why it stops, if it does. */
  public Optional<String> stop() {
    return Optional.of(reason).filter(why -> !why.isEmpty());
  }
}
