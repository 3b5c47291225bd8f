package io.espalier.search.history;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An arithmetic expression over named numbers, {@code validation_loss + 1e-7 * parameters}: double
 * precision throughout, {@code * /} before {@code + -}, equals from the left. The same bits on
 * every machine.
 */
public final class Formula {
  /** What may stand in one. */
  public static final String ACCEPTED =
      "accepted are names, numbers, + - * / and parentheses, log(x), sqrt(x), min(x, y), max(x, y)";

  private static final int MAXIMUM_LENGTH = 1_000;
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(?<number>\\d+(?:\\.\\d*)?(?:[eE][-+]?\\d+)?|\\.\\d+(?:[eE][-+]?\\d+)?)"
              + "|(?<name>[A-Za-z_][A-Za-z0-9_]*)|(?<sign>[-+*/(),]))");
  private static final String END = "";

  private final String text;
  private final SortedSet<String> names;
  private final Term term;

  private interface Term {
    double value(ToDoubleFunction<String> numbers);
  }

  private Formula(String text, SortedSet<String> names, Term term) {
    this.text = text;
    this.names = names;
    this.term = term;
  }

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException with one line if it is none
   */
  public static Formula of(String text) {
    return of(text, UnaryOperator.identity());
  }

  /** As {@link #of(String)}; every name is replaced by what it is short for. */
  public static Formula of(String text, UnaryOperator<String> meaning) {
    if (text.length() > MAXIMUM_LENGTH) {
      throw new IllegalArgumentException(
          "an expression of more than " + MAXIMUM_LENGTH + " characters is not accepted");
    }
    Parser parser = new Parser(text, meaning);
    Term term = parser.sum();
    parser.require(END);
    return new Formula(
        parser.written.toString(), Collections.unmodifiableSortedSet(parser.names), term);
  }

  /** The expression with its names in full. */
  public String text() {
    return text;
  }

  /** The names it uses, sorted. */
  public SortedSet<String> names() {
    return names;
  }

  /** Whether it is a name and nothing more. */
  public boolean isName() {
    return names.size() == 1 && names.first().equals(text);
  }

  /** Its value; NaN where one of the numbers is, or where it is undefined. */
  public double value(ToDoubleFunction<String> numbers) {
    return term.value(numbers);
  }

  /** Descends through sums, products, signs and what they are made of. */
  private static final class Parser {
    private final String text;
    private final UnaryOperator<String> meaning;
    private final Matcher matcher;
    private final TreeSet<String> names = new TreeSet<>();
    private final StringBuilder written = new StringBuilder();
    private String token = END;
    private int end;

    Parser(String text, UnaryOperator<String> meaning) {
      this.text = text;
      this.meaning = meaning;
      matcher = TOKEN.matcher(text);
      read();
    }

    private void read() {
      if (text.substring(end).isBlank()) {
        token = END;
        return;
      }
      if (!matcher.find(end) || matcher.start() != end) {
        throw wrong("'" + text.substring(end).strip().charAt(0) + "'");
      }
      end = matcher.end();
      token = matcher.group().strip();
    }

    /** Goes on behind the token, which becomes part of what was written. */
    private void next(String as) {
      boolean spaced = "+-*/".contains(as) && written.length() > 0 && !opens();
      written.append(spaced ? " " + as + " " : as).append(as.equals(",") ? " " : "");
      read();
    }

    /** Whether what follows begins a sum, so that a sign before it is its own. */
    private boolean opens() {
      char last = written.charAt(written.length() - 1);
      return last == '(' || last == ' ';
    }

    Term sum() {
      Term sum = product();
      while (token.equals("+") || token.equals("-")) {
        boolean minus = token.equals("-");
        next(token);
        Term left = sum;
        Term right = product();
        sum = minus ? n -> left.value(n) - right.value(n) : n -> left.value(n) + right.value(n);
      }
      return sum;
    }

    private Term product() {
      Term product = signed();
      while (token.equals("*") || token.equals("/")) {
        boolean over = token.equals("/");
        next(token);
        Term left = product;
        Term right = signed();
        product = over ? n -> left.value(n) / right.value(n) : n -> left.value(n) * right.value(n);
      }
      return product;
    }

    private Term signed() {
      if (token.equals("-")) {
        next(token);
        Term positive = signed();
        return n -> -positive.value(n);
      }
      return element();
    }

    private Term element() {
      if (token.equals("(")) {
        next(token);
        Term inside = sum();
        require(")");
        return inside;
      }
      if (!token.equals(END) && matcher.group("number") != null) {
        double number = Double.parseDouble(token);
        next(token);
        return n -> number;
      }
      if (!token.equals(END) && matcher.group("name") != null) {
        return text.substring(end).stripLeading().startsWith("(") ? function() : name();
      }
      throw wrong(token.equals(END) ? "its end" : "'" + token + "'");
    }

    private Term name() {
      String name = meaning.apply(token);
      names.add(name);
      next(name);
      return n -> n.applyAsDouble(name);
    }

    private Term function() {
      String function = token;
      if (!List.of("log", "sqrt", "min", "max").contains(function)) {
        throw new IllegalArgumentException(
            "'" + text + "' uses the unknown function '" + function + "'; " + ACCEPTED);
      }
      next(function);
      require("(");
      Term first = sum();
      Optional<Term> second = Optional.empty();
      if (function.equals("min") || function.equals("max")) {
        require(",");
        second = Optional.of(sum());
      }
      require(")");
      Term last = second.orElse(first);
      return switch (function) {
        case "log" -> n -> StrictMath.log(first.value(n));
        case "sqrt" -> n -> StrictMath.sqrt(first.value(n));
        case "min" -> n -> Math.min(first.value(n), last.value(n));
        default -> n -> Math.max(first.value(n), last.value(n));
      };
    }

    void require(String wanted) {
      if (!token.equals(wanted)) {
        throw wrong(token.equals(END) ? "its end" : "'" + token + "'");
      }
      if (!wanted.equals(END)) {
        next(wanted);
      }
    }

    private IllegalArgumentException wrong(String at) {
      return new IllegalArgumentException(
          String.format(Locale.ROOT, "'%s' is no expression, at %s; %s", text, at, ACCEPTED));
    }
  }
}
