package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.driver.cluster.SparkSessions;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The prompt over two runs of one experiment, asked by a terminal and by a pipe. */
class QueryPromptTest {
  private static final String END = "\u0004";

  @TempDir private static Path folder;
  private static String first = "";
  private static SparkSession spark;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private QueryPrompt prompt;

  @BeforeAll
  static void runTwice() throws IOException {
    System.setProperty("spark.master", "local[2]");
    Path file = folder.resolve("two.conf");
    Files.writeString(
        file,
        """
        experiment { name = two, seed = 1 }
        model { kind = function, function = branin, x1 { uniform = [-5, 10] }, x2 { uniform = [0, 15] } }
        search { algorithm = random, trials = 3 }
        report = none
        output.directory = "%s"
        """
            .formatted(folder.resolve("out")));
    for (int run = 1; run <= 2; run++) {
      CommandRun ran = CommandRun.of("run", file.toString(), "--new", "--quiet");
      assertThat(ran.code()).as(ran.errors()).isZero();
    }
    first = folder.resolve("out/two/001").toString();
    spark = SparkSessions.open("query");
  }

  @AfterAll
  static void stop() {
    System.clearProperty("spark.master");
    spark.stop();
  }

  @BeforeEach
  void begin() {
    prompt =
        new QueryPrompt(
            new QueryTables(spark, List.of(first)),
            named ->
                named.isEmpty()
                    ? List.of(first)
                    : List.of(Path.of(first).resolveSibling(named.get(0)).toString()),
            new AnswerFormat(),
            new PrintWriter(out),
            new PrintWriter(err));
  }

  @Test
  void withoutARunTheNewestOfEachExperimentIsAsked() {
    String output = folder.resolve("out").toString();
    String sql = "select distinct run from trials order by 1";
    CommandRun newest = CommandRun.of("query", sql, "--output", output, "--format", "csv");
    assertThat(newest.output()).isEqualTo("run\r\n2\r\n");
    assertThat(newest.errors())
        .contains(
            "asking the newest run of each experiment; --runs "
                + output
                + " asks 1 older one, too");
    CommandRun all = CommandRun.of("query", sql, "--runs", output, "--format", "csv");
    assertThat(all.output()).isEqualTo("run\r\n1\r\n2\r\n");
  }

  @Test
  void aPersonAsksUntilTheEndAndAMistakeIsALine() throws IOException {
    talk(
        "dumb",
        """
        select count(*) as rows
          from trials;
        select nothing from trials;
        select val_loss from trials;
        \\d nothing
        \\format csv
        \\use 002
        select max(run) as run from trials;
        """
            + END);
    assertThat(out.toString()).isEqualTo("rows\n   3\nrun\r\n2\r\n");
    assertThat(err.toString().lines().skip(1))
        .satisfiesExactly(
            line ->
                assertThat(line).startsWith("espalier: the query is wrong: ").contains("`nothing`"),
            line -> assertThat(line).endsWith("; did you mean 'validation_loss'?"),
            line ->
                assertThat(line).startsWith("espalier: there is no table 'nothing', but trials"));
    assertThat(Files.readString(history())).contains("from trials;");
  }

  @Test
  void whatIsBegunIsCompleted() throws IOException {
    talk("ansi", "sel\tcount(*) as n fr\tretr\t;\n" + "\\form\tcsv\n" + "\\d confi\t\n" + END);
    assertThat(out.toString()).startsWith("n\n0\ncolumn").contains("finished_at");
    assertThat(err.toString()).doesNotContain("wrong");
  }

  @Test
  void aPipeEndsAtTheFirstMistake() throws IOException {
    read("\\d best\nselect 1 as one;\nselect 2 as two\n");
    assertThat(out.toString())
        .startsWith("column")
        .contains("objective", "one\n  1\n")
        .endsWith("two\n  2\n");
    assertThatThrownBy(() -> read("\\format pdf\nselect 1;\n"))
        .isInstanceOf(UsageException.class)
        .hasMessage("there is no format 'pdf', but [table, csv, markdown, json]");
    assertThatThrownBy(() -> read("\\x\n"))
        .isInstanceOf(UsageException.class)
        .hasMessage("\\x is no command; \\h shows those that there are");
  }

  private void read(String questions) throws IOException {
    prompt.read(new BufferedReader(new StringReader(questions)));
  }

  private void talk(String type, String typed) throws IOException {
    ByteArrayInputStream in = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
    try (Terminal terminal =
        TerminalBuilder.builder()
            .system(false)
            .type(type)
            .streams(in, new ByteArrayOutputStream())
            .encoding(StandardCharsets.UTF_8)
            .build()) {
      prompt.talk(terminal, history());
    }
  }

  private static Path history() {
    return folder.resolve("history");
  }
}
