package io.espalier.cli;

import java.util.Locale;
import java.util.Set;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.impl.DefaultParser;

/** Where questions of the prompt end, and which words they have. */
final class QuestionParser extends DefaultParser {
  private static final Set<String> ENDS = Set.of("exit", "quit");
  private static final String BETWEEN_WORDS = "(),;=<>+-*/%|!'\"";

  QuestionParser() {
    setEscapeChars(new char[0]);
    setQuoteChars(new char[0]);
  }

  /** Whether nothing more is needed: a command of one line, or SQL with its semicolon. */
  static boolean isWhole(String question) {
    String text = question.strip();
    return text.isEmpty() || text.startsWith("\\") || text.endsWith(";") || isEnd(text);
  }

  /** Whether it is a word for the end. */
  static boolean isEnd(String question) {
    return ENDS.contains(question.toLowerCase(Locale.ROOT));
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    if (context == ParseContext.ACCEPT_LINE && !isWhole(line)) {
      throw new EOFError(-1, cursor, "a query ends with a semicolon");
    }
    return super.parse(line, cursor, context);
  }

  @Override
  public boolean isDelimiterChar(CharSequence line, int at) {
    return Character.isWhitespace(line.charAt(at)) || BETWEEN_WORDS.indexOf(line.charAt(at)) >= 0;
  }
}
