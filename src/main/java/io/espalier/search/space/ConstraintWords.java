package io.espalier.search.space;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.jexl3.parser.ParserConstants;

/**
 * The words of the constraint language, told from names without its parser, which takes long to
 * load.
 */
final class ConstraintWords {
  private static final Set<String> TOKENS =
      Arrays.stream(ParserConstants.tokenImage)
          .map(token -> token.replace("\"", ""))
          .collect(Collectors.toUnmodifiableSet());

  private ConstraintWords() {}

  /**
   * Whether a text is a name for certain: letters, digits and {@code _}, and no word of the
   * language.
   */
  static boolean isPlainName(String text) {
    return !text.isEmpty()
        && (isLetter(text.charAt(0)) || text.charAt(0) == '_')
        && text.chars().allMatch(c -> isLetter(c) || c == '_' || (c >= '0' && c <= '9'))
        && !TOKENS.contains(text);
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
