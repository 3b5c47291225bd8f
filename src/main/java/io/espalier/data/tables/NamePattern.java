package io.espalier.data.tables;

import java.util.List;
import java.util.regex.Pattern;

/** A name in which {@code *} stands for any characters and {@code ?} for one. */
final class NamePattern {
  private final String text;
  private final Pattern pattern;

  NamePattern(String text) {
    this.text = text;
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      expression.append(
          switch (c) {
            case '*' -> ".*";
            case '?' -> ".";
            default -> Pattern.quote(String.valueOf(c));
          });
    }
    this.pattern = Pattern.compile(expression.toString(), Pattern.DOTALL);
  }

  /** The names meant: the one that is just the text, else all that fit; in their order. */
  List<String> of(List<String> names) {
    return names.contains(text)
        ? List.of(text)
        : names.stream().filter(name -> pattern.matcher(name).matches()).toList();
  }

  boolean matches(String name) {
    return name.equals(text) || pattern.matcher(name).matches();
  }
}
