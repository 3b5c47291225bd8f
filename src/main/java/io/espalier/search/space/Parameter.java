package io.espalier.search.space;

import io.espalier.wire.Value;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One thing that a search varies.
 *
 * @param name its column, {@code pool_kernel}: lower case letters, digits and underscores, starting
 *     with a letter
 * @param condition empty if it always applies
 */
public record Parameter(String name, Domain domain, Optional<Condition> condition) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

  /** It applies only where the parameter {@code parent} has taken the branch {@code label}. */
  public record Condition(String parent, String label) {}

  public Parameter {
    Domain.check(
        NAME.matcher(name).matches(),
        "a parameter's name is made of lower case letters, digits and underscores and starts with"
            + " a letter, unlike '"
            + name
            + "'");
  }

  /** Whether it applies where the parameters before it have these values. */
  public boolean applies(Function<String, Optional<Value>> values) {
    return condition
        .map(
            needed ->
                values.apply(needed.parent()).equals(Optional.of(new Value.Text(needed.label()))))
        .orElse(true);
  }

  /** A parameter that always applies. */
  public static Parameter of(String name, Domain domain) {
    return new Parameter(name, domain, Optional.empty());
  }

  /** A parameter of one branch of a choice. */
  public static Parameter inside(String parent, String label, String name, Domain domain) {
    return new Parameter(name, domain, Optional.of(new Condition(parent, label)));
  }
}
