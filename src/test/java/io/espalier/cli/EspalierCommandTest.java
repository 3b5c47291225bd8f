package io.espalier.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in this JVM: what they print, where, and how they end. */
class EspalierCommandTest {
  @TempDir private static Path folder;
  private String output = "";
  private String errors = "";

  @BeforeAll
  static void runOnce() throws IOException {
    System.setProperty("spark.master", "local[2]");
    Files.writeString(folder.resolve("points.csv"), "x,kind\n" + "1,low\n5,high\n".repeat(30));
    Files.writeString(folder.resolve("new.csv"), "x\n0.5\n6\n");
    Files.writeString(
        folder.resolve("tiny.conf"),
        """
        experiment { name = tiny, seed = 5 }
        data { source = csv, path = "%1$s/points.csv", label = kind, test = 0.2, validation = 0.25 }
        model { kind = mlp, layers = [ { dense { units { grid = [3, 4] } } } ] }
        training { updater { kind = sgd, learning-rate = 0.1 }, epochs = 1 }
        output { directory = "%1$s/out" }
        """
            .formatted(folder));
    assertThat(new EspalierCommandTest().run("run", folder.resolve("tiny.conf").toString()))
        .isZero();
  }

  @AfterAll
  static void stop() {
    System.clearProperty("spark.master");
    SparkSession.active().stop();
  }

  @BeforeEach
  void forget() {
    output = "";
    errors = "";
  }

  @Test
  void aFinishedRunPrintsItsResultOnStandardOutputAlone() {
    assertThat(run("run", experiment())).isZero();
    assertThat(output).contains("trials      2 completed", "tested ", "digest ");
    assertThat(errors).contains("is finished").doesNotContain("digest ");
  }

  @Test
  void aRunIsShownOnAPageWhoseLinkStandsInOneLine() {
    assertThat(run("run", "--ui", experiment())).isZero();
    assertThat(errors.lines().filter(line -> line.contains("http://127.0.0.1:"))).hasSize(1);
    assertThat(run("run", experiment(), "--ui", "--ui-port", "70000")).isEqualTo(2);
    assertThat(errors).contains("--ui-port takes a port from 1 to 65535, not 70000");
  }

  @Test
  void aQueryAnswersOverTheRunsOfAFolder() {
    String sql = "select hp.units, status from trials order by 1";
    assertThat(run("query", sql, "--runs", out(), "--format", "csv")).isZero();
    assertThat(output).isEqualTo("units,status\r\n3,COMPLETED\r\n4,COMPLETED\r\n");
  }

  @Test
  void classesHaveNamesInTheTables() {
    String sql = "select distinct class_name from classes order by 1";
    assertThat(run("query", sql, "--runs", out(), "--format", "csv")).isZero();
    assertThat(output).isEqualTo("class_name\r\nhigh\r\nlow\r\n");
  }

  @Test
  void aWrongQueryEndsWithTwoAndOneLineAsWrongOptionsDoAlsoQuietly() {
    assertThat(run("query", "select nothing from trials", "--runs", out())).isEqualTo(2);
    assertThat(errors.strip().lines()).hasSize(1);
    assertThat(errors).startsWith("espalier: the query is wrong: ").contains("`nothing`");
    assertThat(run("plan", experiment(), "--limit", "-1", "--quiet")).isEqualTo(2);
    assertThat(errors).startsWith("espalier: --limit must be");
  }

  @Test
  void aFolderWithoutRunsEndsWithThree() {
    assertThat(run("query", "select 1", "--runs", folder.resolve("none").toString())).isEqualTo(3);
    assertThat(errors).contains("does not exist").doesNotContain("\tat ");
  }

  @Test
  void everyAnswerIsOneObjectOfOneSchema() throws IOException {
    JsonNode run = json("run", experiment(), "--quiet");
    assertThat(errors).isEmpty();
    assertThat(run.at("/best/objective_spread").isNull()).isTrue();
    assertThat(run.at("/best/hp/units").isInt()).isTrue();
    assertThat(run.at("/trials/COMPLETED").asInt()).isEqualTo(2);
    assertThat(run.at("/retrained/0/test/accuracy").isNumber()).isTrue();
    assertThat(run.at("/digest").asText()).hasSize(64);
    JsonNode runs = json("runs", "--output", out());
    assertThat(runs.at("/runs/0/experiment").asText()).isEqualTo("tiny");
    assertThat(runs.at("/runs/0/state").asText()).isEqualTo("finished");
    JsonNode plan = json("plan", experiment());
    assertThat(plan.at("/search/trials").asInt()).isEqualTo(2);
    assertThat(plan.at("/rows/0/hp/units").asInt()).isEqualTo(3);
    JsonNode data = json("data", "show", experiment());
    assertThat(data.at("/classes/0/class_name").asText()).isEqualTo("high");
    assertThat(data.at("/columns/0/left_out").isNull()).isTrue();
    assertThat(json("doctor", "--run", out() + "/tiny").at("/findings/0/good").asBoolean())
        .isTrue();
    assertThat(json("doctor").at("/findings/0/word").asText()).isEqualTo("java");
    JsonNode report = json("report", out() + "/tiny", out() + "/tiny");
    assertThat(report.at("/runs/0/run").asText()).isEqualTo("tiny/001");
    JsonNode check = json("check", "gradients", "tiny", "--output", out());
    assertThat(check.at("/command").asText()).isEqualTo("check gradients");
    assertThat(check.at("/rows/0/parameters/0/shape").isArray()).isTrue();
  }

  private JsonNode json(String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--format", "json"));
    assertThat(run(all.toArray(String[]::new))).as(errors).isZero();
    assertThat(output.lines()).hasSize(1);
    JsonNode answer = new ObjectMapper().readTree(output);
    assertThat(answer.at("/schema").asInt()).isEqualTo(1);
    return answer;
  }

  @Test
  void aRunIsPredictedWith() {
    String model = folder.resolve("out/tiny/001").toString();
    String input = folder.resolve("new.csv").toString();
    assertThat(run("predict", model, input, "--format", "csv")).isZero();
    assertThat(output.lines()).hasSize(3).first().isEqualTo("input,class,p_high,p_low");
  }

  @Test
  void runsAreNamedByTheirExperiment() {
    String input = folder.resolve("new.csv").toString();
    assertThat(run("predict", "tiny", input, "--output", out(), "--format", "csv")).isZero();
    assertThat(errors).isEqualTo("espalier: taking tiny/001\n");
    assertThat(output.lines()).hasSize(3);
    assertThat(run("report", out() + "/tiny")).isZero();
    assertThat(output).isEqualTo(folder.resolve("out/tiny/001/report.html") + "\n");
    String sql = "select count(*) as trials from trials";
    assertThat(run("query", sql, "tiny", "--output", out(), "--format", "csv")).isZero();
    assertThat(output).isEqualTo("trials\r\n2\r\n");
    assertThat(run("runs", "tiny", "--output", out(), "--format", "csv")).isZero();
    assertThat(output.lines()).hasSize(2);
    assertThat(run("check", "gradients", "tiny", "--output", out())).isZero();
    assertThat(output).startsWith("row 1 units=3,");
  }

  @Test
  void anUnknownNameEndsWithThreeAndTheNearest() {
    assertThat(run("retrain", "tinny", "--trial", "1", "--output", out())).isEqualTo(3);
    assertThat(errors.lines())
        .singleElement()
        .asString()
        .startsWith("espalier: there is no run 'tinny': " + out() + " holds runs of tiny; ")
        .endsWith("; did you mean 'tiny'?");
  }

  @Test
  void chosenRowsAreShownInTheOrderAskedFor() {
    String model = folder.resolve("out/tiny/001").toString();
    String input = folder.resolve("new.csv").toString();
    assertThat(run("predict", model, input, "--format", "csv")).isZero();
    List<String> all = output.lines().toList();
    assertThat(run("predict", model, input, "--format", "csv", "--rows", "2,1")).isZero();
    assertThat(output.lines()).containsExactly(all.get(0), all.get(2), all.get(1));
    assertThat(run("predict", model, input, "--rows", "1,3")).isEqualTo(2);
    assertThat(errors)
        .isEqualTo("espalier: there is no row 3 in " + input + ": it has rows 1 to 2\n");
  }

  @Test
  void gradientsOfTheFirstRowAreChecked() {
    assertThat(run("check", "gradients", experiment())).isZero();
    assertThat(output.lines())
        .hasSize(7)
        .startsWith("row 1 units=3, training step: compiled")
        .anyMatch(line -> line.matches("0_W +dense +1x3 +3 +3 +\\d\\.\\de-\\d\\d"))
        .anyMatch(line -> line.matches("1_b +output +2 +2 +2 +\\d\\.\\de-\\d\\d"))
        .last()
        .asString()
        .matches("largest relative error \\d\\.\\de-\\d\\d");
  }

  @Test
  void whatATrainingDoesBesideIsSaidByThePlanAndTheCheckOfGradients() {
    String clip = "training.gradient-clip.norm=2";
    String smooth = "training.label-smoothing=0.1";
    assertThat(run("plan", experiment(), "--set", clip, "--set", smooth)).isZero();
    assertThat(output)
        .contains(
            "training step: compiled; gradients clipped to a norm of 2.0; labels smoothed by 0.1");
    assertThat(run("check", "gradients", experiment(), "--set", clip, "--set", smooth)).isZero();
    assertThat(output)
        .startsWith("row 1 units=3, training step: compiled; before gradients are clipped\n");
  }

  @Test
  void gradientsOfOtherRowsAreCheckedOnRequest() {
    assertThat(run("check", "gradients", experiment(), "--networks", "9")).isZero();
    assertThat(output).contains("row 1 units=3,", "row 2 units=4,");
    String rate = "training.updater.learning-rate={grid=[0.1,0.2]}";
    assertThat(run("check", "gradients", experiment(), "--networks", "9", "--set", rate)).isZero();
    assertThat(output.lines().filter(line -> line.startsWith("row "))).hasSize(2);
    assertThat(run("check", "gradients", experiment(), "--row", "2")).isZero();
    assertThat(output).startsWith("row 2 units=4,").doesNotContain("row 1");
    assertThat(run("check", "gradients", experiment(), "--row", "3")).isEqualTo(3);
    assertThat(errors).isEqualTo("espalier: there is no row 3: the experiment has rows 1 to 2\n");
  }

  @Test
  void wrongGradientsEndWithThreeAndOneLine() {
    String overflow = "model.weight-init={constant=1e200}";
    assertThat(run("check", "gradients", experiment(), "--set", overflow, "--quiet")).isEqualTo(3);
    assertThat(output).contains("NaN");
    assertThat(errors.lines())
        .singleElement()
        .asString()
        .startsWith("espalier: row 1: the gradients of 0_W, 0_b, 1_W, 1_b are wrong: ");
  }

  @Test
  void aReportIsWrittenAnewAndNamed() {
    assertThat(run("report", folder.resolve("out/tiny/001").toString())).isZero();
    assertThat(output).isEqualTo(folder.resolve("out/tiny/001/report.html") + "\n");
    assertThat(run("report", folder.toString())).isEqualTo(3);
    assertThat(errors.strip().lines()).hasSize(1).first().asString().contains("holds no run; ");
  }

  @Test
  void graphsAreLearntFromPlannedAndPredicted() throws IOException {
    Path set = Files.createDirectories(folder.resolve("TINY"));
    writeGraphs(set);
    Path file =
        Files.writeString(
            folder.resolve("graphs.conf"),
            """
            data { source = tu, path = "%1$s", folds = 2 }
            model { kind = gcn, layers = [ { graph-conv = 4 } ] }
            training { epochs = 1 }
            output { directory = "%2$s/graphs-out" }
            """
                .formatted(set, folder));
    assertThat(run("plan", file.toString())).isZero();
    assertThat(output)
        .contains(
            "16 examples in a 2-fold cross-validation, 0 to test",
            "network (parameters): 3 per node → graph-conv 4 per node (16) → read-out 4 → output 2"
                + " (10)");
    assertThat(run("check", "gradients", file.toString())).isZero();
    assertThat(output).containsPattern("0_W +graph-conv +3x4").containsPattern("1_b +output +2 ");
    assertThat(run("run", file.toString())).isZero();
    assertThat(output).containsPattern("objective +validation_loss [0-9.]+ ± [0-9.]+ over 2 folds");
    String model = folder.resolve("graphs-out/graphs/001").toString();
    assertThat(run("predict", model, set.toString(), "--format", "csv")).isZero();
    assertThat(output.lines())
        .hasSize(17)
        .startsWith("input,class,p_0,p_1")
        .anyMatch(line -> line.startsWith("TINY graph 16,"));
  }

  @Test
  void numbersOfGraphsArePredictedEachInAColumn() throws IOException {
    Path set = Files.createDirectories(folder.resolve("NUMBERS"));
    writeGraphs(set);
    Files.delete(set.resolve("TINY_graph_labels.txt"));
    StringBuilder numbers = new StringBuilder();
    for (int graph = 1; graph <= 17; graph++) {
      numbers.append("%d, %s\n".formatted(graph % 2, graph / 8.0));
    }
    Files.writeString(set.resolve("TINY_graph_attributes.txt"), numbers);
    Path file =
        Files.writeString(
            folder.resolve("numbers.conf"),
            """
            data { source = tu, path = "%1$s", test = 0.2 }
            model { kind = gcn, layers = [ { graph-conv = 4 } ] }
            training { epochs = 2 }
            output { directory = "%2$s/numbers-out" }
            """
                .formatted(set, folder));
    assertThat(run("data", "show", file.toString())).isZero();
    assertThat(output)
        .contains("nodes of a graph 0 to 3, mean 2.8; 1 without nodes\n")
        .contains("targets        2 numbers to predict\n");
    assertThat(errors)
        .isEqualTo("TINY: graphs without nodes are kept, their read-out is zeros: 1 of 17 (17)\n");
    assertThat(run("run", file.toString())).isZero();
    Path run = folder.resolve("numbers-out/numbers/001");
    assertThat(run("predict", run.toString(), set.toString(), "--format", "csv")).isZero();
    assertThat(output.lines())
        .hasSize(18)
        .startsWith("input,prediction_1,prediction_2")
        .anyMatch(line -> line.startsWith("TINY graph 17,"));
    Path points = run.resolve("report/trial-1-seed-0/predictions.csv");
    assertThat(Files.readAllLines(points))
        .hasSize(1 + 2 * 17)
        .contains("part,number,true,predicted");
    String sql =
        "select count(*) from epochs where validation_mae > 0 and validation_loss > 0"
            + " and abs(validation_rmse * validation_rmse - validation_loss) < 1e-6";
    assertThat(run("query", sql, "--runs", run.resolveSibling("").toString(), "--format", "csv"))
        .isZero();
    assertThat(output.lines().skip(1)).containsExactly("2");
  }

  /** Sixteen graphs of three nodes: triangles, and paths, whose ends have one neighbour. */
  private static void writeGraphs(Path set) throws IOException {
    StringBuilder edges = new StringBuilder();
    StringBuilder graphs = new StringBuilder();
    StringBuilder labels = new StringBuilder();
    for (int graph = 1; graph <= 16; graph++) {
      int first = 3 * graph - 2;
      boolean triangle = graph % 2 == 0;
      edges.append("%d, %d\n%d, %d\n".formatted(first, first + 1, first + 1, first + 2));
      edges.append(triangle ? "%d, %d\n".formatted(first, first + 2) : "");
      graphs.append((graph + "\n").repeat(3));
      labels.append(triangle ? "1\n" : "0\n");
    }
    Files.writeString(set.resolve("TINY_A.txt"), edges);
    Files.writeString(set.resolve("TINY_graph_indicator.txt"), graphs);
    Files.writeString(set.resolve("TINY_graph_labels.txt"), labels);
  }

  @Test
  void aMissingModelEndsWithThree() {
    assertThat(run("predict", folder.toString(), folder.resolve("new.csv").toString()))
        .isEqualTo(3);
    assertThat(errors)
        .startsWith("espalier: " + folder + " holds no run; ")
        .endsWith(", or a folder with model.json\n");
  }

  @Test
  void aPlanShowsRowsAndTrainsNothing() {
    assertThat(run("plan", experiment(), "--limit", "1")).isZero();
    assertThat(output)
        .contains("1 more trials; --limit shows more", "2 trials by grid search, 0 invalid; ")
        .contains("training step: compiled; up to 32 side by side")
        .contains("objective: validation_loss");
    assertThat(run("plan", experiment(), "--limit", "-1")).isEqualTo(2);
    assertThat(errors)
        .isEqualTo("espalier: --limit must be at least 0, not -1; see espalier plan --help\n");
  }

  @Test
  void anotherSearchEndsWithTwoAndTheDifference() {
    assertThat(run("run", experiment(), "--set", "training.epochs=2")).isEqualTo(2);
    assertThat(errors).contains("training.epochs: 1 before, 2 now").doesNotContain("\tat ");
  }

  @Test
  void anUnknownTrialEndsWithThree() {
    assertThat(run("retrain", folder.resolve("out/tiny/001").toString(), "--trial", "7"))
        .isEqualTo(3);
    assertThat(errors).isEqualTo("espalier: there is no trial 7: the run has trials 1 to 2\n");
  }

  @Test
  void misspeltWordsGetTheNearestRightOne() {
    assertThat(run("rum", "x.conf")).isEqualTo(2);
    assertThat(errors).contains("did you mean 'run'?").doesNotContain("Usage");
    assertThat(run("run", "--nwe", experiment())).isEqualTo(2);
    assertThat(errors).contains("--nwe").endsWith("see espalier run --help\n");
  }

  @Test
  void withoutACommandTheCommandsAreShown() {
    assertThat(run()).isEqualTo(2);
    assertThat(errors).contains("Usage: espalier", "a command is missing");
    assertThat(run("data")).isEqualTo(2);
    assertThat(errors).contains("a command is missing: get or show");
    assertThat(run("check")).isEqualTo(2);
    assertThat(errors).contains("a command is missing: gradients");
  }

  @Test
  void anUnknownDataSetEndsWithTwo() {
    assertThat(run("data", "get", "mnits")).isEqualTo(2);
    assertThat(errors).startsWith("espalier: no data set \"mnits\"").contains("mnist");
  }

  @Test
  void aMissingFileEndsWithTwo() {
    assertThat(run("run", "nowhere.conf")).isEqualTo(2);
    assertThat(errors).startsWith("espalier: ").contains("nowhere.conf").doesNotContain("\tat ");
  }

  @Test
  void debugShowsWhereAnErrorComesFrom() {
    assertThat(run("--debug", "run", "nowhere.conf")).isEqualTo(2);
    assertThat(errors).contains("\tat io.espalier.");
  }

  private static String experiment() {
    return folder.resolve("tiny.conf").toString();
  }

  private static String out() {
    return folder.resolve("out").toString();
  }

  private int run(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    output = run.output();
    errors = run.errors();
    return run.code();
  }
}
