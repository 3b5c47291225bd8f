package io.espalier.search.space;

import io.espalier.wire.Configuration;
import io.espalier.wire.Value;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.jexl3.JexlBuilder;
import org.apache.commons.jexl3.JexlEngine;
import org.apache.commons.jexl3.JexlException;
import org.apache.commons.jexl3.JexlExpression;
import org.apache.commons.jexl3.JexlFeatures;
import org.apache.commons.jexl3.JexlInfo;
import org.apache.commons.jexl3.parser.TokenMgrException;

/**
 * A condition over column names, {@code batch_size <= 64 || pool_kernel == 2}, that every
 * configuration of a search space meets. An expression of Apache Commons JEXL, cut down to what
 * {@link ConstraintSyntax} allows, and without a way to any Java class. Thread-safe.
 */
public final class Constraint {
  private static final int MAXIMUM_LENGTH = 1_000;
  private static final Pattern NAME_OR_WORD =
      Pattern.compile("'[^']*'|\"[^\"]*\"|(?<![\\w.])[A-Za-z_]\\w*");

  private final String text;
  private final Set<String> names;
  private final JexlExpression expression;

  /** Made for the first constraint that there is. */
  private static final class Engine {
    static final JexlEngine ENGINE =
        new JexlBuilder()
            .features(JexlFeatures.createNone())
            .permissions(new NoJava())
            .arithmetic(new StrictArithmetic())
            .strict(true)
            .silent(false)
            .safe(false)
            .antish(false)
            .create();
  }

  private Constraint(String text, Set<String> names, JexlExpression expression) {
    this.text = text;
    this.names = names;
    this.expression = expression;
  }

  /**
   * Compiles an expression.
   *
   * @param columns the names it may use
   * @throws IllegalArgumentException with one line if it is not such an expression, or uses another
   *     name or none
   */
  public static Constraint compile(String text, Collection<String> columns) {
    Domain.check(
        text.length() <= MAXIMUM_LENGTH,
        "a constraint of more than " + MAXIMUM_LENGTH + " characters; split it into several");
    try {
      Set<String> names = ConstraintSyntax.names(text);
      refuseUnknown(text, names, columns);
      JexlInfo origin = new JexlInfo("constraint", 1, 1);
      return new Constraint(
          text,
          Collections.unmodifiableSet(new TreeSet<>(names)),
          Engine.ENGINE.createExpression(origin, text));
    } catch (JexlException | TokenMgrException | IllegalStateException e) {
      throw new IllegalArgumentException(unreadable(text, columns), e);
    } catch (StackOverflowError e) { // the parser descends once per parenthesis
      throw new IllegalArgumentException("'" + text + "' is nested too deeply", e);
    }
  }

  /** The names an expression uses, sorted; none if it is no expression. */
  public static Set<String> namesIn(String text) {
    try {
      return ConstraintSyntax.names(text);
    } catch (JexlException
        | TokenMgrException
        | IllegalStateException
        | IllegalArgumentException e) {
      return Set.of();
    } catch (StackOverflowError e) { // the parser descends once per parenthesis
      return Set.of();
    }
  }

  /** An expression with other names; words in quotes stay. */
  public static String renamed(String text, UnaryOperator<String> names) {
    return NAME_OR_WORD
        .matcher(text)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    "'\"".indexOf(found.group().charAt(0)) < 0
                        ? names.apply(found.group())
                        : found.group()));
  }

  /** Whether a name can be used in a constraint at all: words of the language cannot. */
  public static boolean isUsable(String name) {
    if (ConstraintWords.isPlainName(name)) {
      return true;
    }
    try {
      return ConstraintSyntax.names(name).equals(Set.of(name));
    } catch (JexlException
        | TokenMgrException
        | IllegalStateException
        | IllegalArgumentException e) {
      return false;
    }
  }

  /** The expression as it was written. */
  public String text() {
    return text;
  }

  /** The columns it uses, sorted. */
  public Set<String> names() {
    return names;
  }

  /**
   * Whether a configuration meets it. It is met where one of its parameters does not apply.
   *
   * @throws ConstraintException if it cannot be evaluated, or not to true or false
   */
  public boolean holds(Configuration configuration) {
    return holds(configuration::value);
  }

  /**
   * Whether values by name meet it; it is met where one of them is not there.
   *
   * @throws ConstraintException if it cannot be evaluated, or not to true or false
   */
  public boolean holds(Function<String, Optional<Value>> values) {
    for (String name : names) {
      if (values.apply(name).isEmpty()) {
        return true;
      }
    }
    Object result = evaluate(values);
    if (result instanceof Boolean holds) {
      return holds;
    }
    throw new ConstraintException(
        "'" + text + "' gives " + result + "; a constraint must give true or false");
  }

  private Object evaluate(Function<String, Optional<Value>> values) {
    try {
      return expression.evaluate(new ColumnContext(values));
    } catch (JexlException | IllegalArgumentException | ArithmeticException e) {
      throw new ConstraintException("'" + text + "' cannot be evaluated: " + cause(e), e);
    }
  }

  private static String cause(RuntimeException failure) {
    Throwable deepest = failure;
    Throwable next = deepest.getCause();
    while (next != null) {
      deepest = next;
      next = deepest.getCause();
    }
    return deepest instanceof JexlException
        ? "its operands do not fit"
        : String.valueOf(deepest.getMessage());
  }

  private static void refuseUnknown(String text, Set<String> names, Collection<String> columns) {
    for (String name : names) {
      if (!columns.contains(name)) {
        throw new IllegalArgumentException(
            "'"
                + text
                + "' uses the unknown name '"
                + name
                + "'; known are "
                + String.join(", ", columns)
                + suggestion(text, name, columns));
      }
    }
    Domain.check(!names.isEmpty(), "'" + text + "' uses no parameter");
  }

  private static String suggestion(String text, String name, Collection<String> columns) {
    String hyphenated = hyphenHint(text, columns);
    return hyphenated.isEmpty() ? NearestWord.hint(name, columns) : hyphenated;
  }

  private static String hyphenHint(String text, Collection<String> columns) {
    for (String column : columns) {
      if (column.contains("_") && text.contains(column.replace('_', '-'))) {
        return "; did you mean '" + column + "'?";
      }
    }
    return "";
  }

  private static String unreadable(String text, Collection<String> columns) {
    String hyphenated = hyphenHint(text, columns);
    boolean assigns = text.matches(".*[^=!<>]=[^=].*");
    String hint =
        hyphenated.isEmpty() && assigns ? "; did you mean '==' in place of '='?" : hyphenated;
    return "'" + text + "' is no condition; " + ConstraintSyntax.ACCEPTED + hint;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Constraint constraint && text.equals(constraint.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
