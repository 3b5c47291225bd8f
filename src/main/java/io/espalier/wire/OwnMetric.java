package io.espalier.wire;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * A metric of the user's own.
 *
 * @param name in tables, after that of the part: lower-case letters, digits and {@code _},
 *     beginning with a letter; none of {@link Metric}'s
 * @param type the full name of its class
 */
public record OwnMetric(String name, String type, boolean lowerIsBetter) implements Serializable {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  public OwnMetric {
    Check.that(
        NAME.matcher(name).matches(),
        "'%s' cannot name a metric; accepted are lower-case letters, digits and '_', beginning with"
            + " a letter",
        name);
    Check.that(Metric.named(name).isEmpty(), "'%s' is a metric that there is already", name);
  }
}
