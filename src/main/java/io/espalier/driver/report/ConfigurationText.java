package io.espalier.driver.report;

import io.espalier.wire.Configuration;
import java.util.stream.Collectors;

/** Configurations as a person reads them. */
public final class ConfigurationText {
  private ConfigurationText() {}

  /** {@code name=value} pairs separated by blanks, in name order, numbers with four digits. */
  public static String of(Configuration configuration) {
    return configuration.values().entrySet().stream()
        .map(entry -> entry.getKey() + "=" + DomainText.text(entry.getValue()))
        .collect(Collectors.joining(" "));
  }
}
