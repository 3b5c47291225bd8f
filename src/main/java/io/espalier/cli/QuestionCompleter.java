package io.espalier.cli;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** The names of tables and columns, words of SQL and commands that a word may become. */
final class QuestionCompleter implements Completer {
  private static final List<String> COMMANDS = List.of("\\d", "\\format", "\\h", "\\q", "\\use");

  private static final List<String> SQL =
      List.of(
          "and",
          "as",
          "asc",
          "avg",
          "between",
          "by",
          "case",
          "count",
          "desc",
          "describe",
          "distinct",
          "else",
          "end",
          "from",
          "group",
          "having",
          "in",
          "inner",
          "is",
          "join",
          "left",
          "like",
          "limit",
          "max",
          "min",
          "not",
          "null",
          "on",
          "or",
          "order",
          "over",
          "partition",
          "select",
          "stddev",
          "sum",
          "then",
          "union",
          "using",
          "when",
          "where",
          "with");

  private final QueryTables tables;

  QuestionCompleter(QueryTables tables) {
    this.tables = tables;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    String begun = line.word().toLowerCase(Locale.ROOT);
    words(line)
        .filter(word -> word.toLowerCase(Locale.ROOT).startsWith(begun))
        .distinct()
        .map(Candidate::new)
        .forEach(candidates::add);
  }

  private Stream<String> words(ParsedLine line) {
    if (line.line().startsWith("\\")) {
      return line.wordIndex() == 0 ? COMMANDS.stream() : tables.names().stream();
    }
    Stream<String> columns =
        tables.names().stream()
            .flatMap(name -> tables.columns(name).stream())
            .map(QueryTables.Column::name);
    return Stream.of(tables.names().stream(), columns, SQL.stream()).flatMap(all -> all);
  }
}
