package io.espalier.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;

/**
 * Questions one after another: SQL up to a semicolon at the end of a line, and commands that begin
 * with a backslash. On a terminal a wrong question is answered in one line, and the next one is
 * asked for.
 */
final class QueryPrompt {
  private static final String PROMPT = "espalier> ";
  private static final String FURTHER = "       -> ";

  private static final List<String> HELP =
      List.of(
          "SELECT …;         a query of Spark SQL; it ends with a semicolon and may have many lines",
          "\\d                the tables",
          "\\d TABLE          the columns of a table",
          "\\use RUN …        ask other runs, by experiment, folder of one, or run; none: as at first",
          "\\format FORMAT    table, csv, markdown or json",
          "\\h                this help",
          "\\q, Ctrl-D        the end");

  private final QueryTables tables;
  private final UnaryOperator<List<String>> runs;
  private final AnswerFormat format;
  private final PrintWriter out;
  private final PrintWriter err;
  private boolean over;

  /**
   * @param runs the folders of the runs that a person names; of none those that are asked at first
   * @param out for answers
   * @param err for what is wrong with a question
   */
  QueryPrompt(
      QueryTables tables,
      UnaryOperator<List<String>> runs,
      AnswerFormat format,
      PrintWriter out,
      PrintWriter err) {
    this.tables = tables;
    this.runs = runs;
    this.format = format;
    this.out = out;
    this.err = err;
  }

  /**
   * Asks a person until there is nothing more.
   *
   * @param history the file that keeps what was asked
   */
  void talk(Terminal terminal, Path history) {
    LineReader reader =
        LineReaderBuilder.builder()
            .terminal(terminal)
            .appName("espalier")
            .parser(new QuestionParser())
            .completer(new QuestionCompleter(tables))
            .variable(LineReader.HISTORY_FILE, history)
            .variable(LineReader.SECONDARY_PROMPT_PATTERN, FURTHER)
            .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
            .build();
    err.println("espalier: SQL up to a semicolon; \\d shows the tables, \\h help, Ctrl-D ends");
    while (!over) {
      try {
        answer(reader.readLine(PROMPT));
      } catch (UserInterruptException anotherOne) {
        // Ctrl-C gives up the line
      } catch (EndOfFileException end) {
        over = true;
      } catch (RuntimeException failure) {
        if (!Failures.expected(failure)) {
          throw failure;
        }
        err.println("espalier: " + failure.getMessage());
      }
    }
  }

  /**
   * Answers what another program asks.
   *
   * @throws UsageException if a question is wrong; those behind it are not answered
   */
  void read(BufferedReader in) throws IOException {
    StringBuilder question = new StringBuilder();
    String line = in.readLine();
    while (line != null && !over) {
      question.append(line).append('\n');
      if (QuestionParser.isWhole(question.toString())) {
        answer(question.toString());
        question.setLength(0);
      }
      line = in.readLine();
    }
    answer(question.toString());
  }

  private void answer(String question) {
    String asked = question.strip().replaceFirst(";+$", "").strip();
    if (asked.startsWith("\\") || QuestionParser.isEnd(asked)) {
      List<String> words = Arrays.asList(asked.split("\\s+"));
      command(words.get(0).toLowerCase(Locale.ROOT), words.subList(1, words.size()));
    } else if (!asked.isEmpty()) {
      print(tables.ask(asked));
    }
    out.flush();
  }

  private void command(String word, List<String> more) {
    switch (word) {
      case "\\q", "exit", "quit" -> over = true;
      case "\\d" -> describe(more);
      case "\\use" -> tables.use(runs.apply(more));
      case "\\format" -> format.use(more.isEmpty() ? "" : more.get(0));
      case "\\h", "\\?" -> HELP.forEach(out::println);
      default -> throw new UsageException(word + " is no command; \\h shows those that there are");
    }
  }

  private void describe(List<String> which) {
    if (which.isEmpty()) {
      tables.names().forEach(out::println);
      return;
    }
    TextTable text = new TextTable("column", "type");
    tables.columns(which.get(0)).forEach(column -> text.row(column.name(), column.type()));
    out.println(text);
  }

  private void print(QueryTables.Rows answer) {
    format.print(answer.header(), answer.rows(), out);
  }
}
