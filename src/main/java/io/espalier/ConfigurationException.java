package io.espalier;

import java.util.List;

/**
 * An experiment that cannot be run as it is written. The message has one line per problem: {@code
 * file:line: key: what came; what is accepted; did you mean 'x'?}
 */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ConfigurationException(String message) {
    super(message);
  }

  public ConfigurationException(List<String> problems) {
    this(String.join("\n", problems));
  }

  /** One line per problem. */
  public List<String> problems() {
    return String.valueOf(getMessage()).lines().toList();
  }
}
