package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.load.DataLoader;
import io.espalier.driver.journal.Journal;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Runs over graphs, from the file to the retrained model. */
class GraphRunTest extends SparkForTests {
  private static final String GRAPHS =
      """
      experiment { name = tiny, seed = 5 }
      data { source = graphs, graphs = 60, test = 0.2, folds = 3 }
      model { choice = [
        { kind = gcn, layers = [ { graph-conv { units = 4, repeat { grid = [1, 2] } } } ] }
        { kind = mlp } ] }
      training { updater { kind = adam, learning-rate = 0.01 }, epochs = 2 }
      """;

  @Test
  void graphsAreJudgedByFoldsAndTheBestNetworkIsRetrainedAndTested() {
    RunResult result = tiny.run(() -> spark, GRAPHS);
    assertThat(result.counts()).isEqualTo(Map.of(TrialStatus.COMPLETED, 2, TrialStatus.INVALID, 1));
    assertThat(result.found().orElseThrow().spread()).isPositive();
    assertThat(result.retrained())
        .singleElement()
        .satisfies(model -> assertThat(model.outcome().test().get(0).examples()).isEqualTo(12));
    assertThat(tiny.run(1).resolve("best/model.zip")).isNotEmptyFile();
  }

  @Test
  void aNetworkThatIsNotForGraphsIsAnInvalidRow() {
    tiny.run(() -> spark, GRAPHS, "retrain.rows=none");
    assertThat(history().trials())
        .filteredOn(trial -> trial.status() == TrialStatus.INVALID)
        .singleElement()
        .extracting(Trial::reason)
        .isEqualTo("a model of kind mlp cannot take in graphs: take model.kind = gcn");
  }

  @Test
  void theNumberOfParametersIsTheOneThatWasCounted() {
    tiny.run(() -> spark, GRAPHS, "retrain.rows=none");
    TrialPlans plans =
        new TrialPlans(
            tiny.spec(GRAPHS),
            new DataLoader(new Configuration()).load(tiny.spec(GRAPHS).data(), 5));
    assertThat(history().best(2))
        .hasSize(2)
        .allSatisfy(
            trial ->
                assertThat(trial.outcome().orElseThrow().parameters())
                    .isEqualTo(plans.shapes(trial.configuration()).parameters()));
  }

  /** How many nodes a graph has is a sum over its nodes. */
  @Test
  void numbersAreLearntFromGraphsInFoldsAndTested() throws IOException {
    tiny.withReports();
    RunResult result = tiny.run(() -> spark, numbers());
    assertThat(result.counts()).isEqualTo(Map.of(TrialStatus.COMPLETED, 2));
    assertThat(result.found().orElseThrow().spread()).isPositive();
    Evaluation test = result.retrained().get(0).outcome().test().get(0);
    assertThat(test.examples()).isEqualTo(9);
    assertThat(test.metrics()).containsOnlyKeys("loss", "mae", "r2", "rmse");
    assertThat(test.metrics().get("loss"))
        .as("always guessing the mean loses more than 0.1")
        .isLessThan(0.03);
    assertThat(tiny.notices())
        .contains(
            "ROWS: graphs without nodes are kept, their read-out is zeros: 3 of 45 (15, 30, 45)");
    assertThat(folder.resolve("out/tiny/001/report"))
        .isDirectoryRecursivelyContaining(path -> path.endsWith("predictions.png"));
  }

  /**
   * Graphs of 2 to 6 nodes in a row, each 15th without any; to predict is a third of their number.
   */
  private String numbers() throws IOException {
    StringBuilder edges = new StringBuilder();
    StringBuilder graphs = new StringBuilder();
    StringBuilder thirds = new StringBuilder();
    int nodes = 0;
    for (int graph = 1; graph <= 45; graph++) {
      int size = graph % 15 == 0 ? 0 : 2 + graph % 5;
      for (int node = 1; node <= size; node++) {
        nodes++;
        graphs.append(graph).append('\n');
        edges.append(node < size ? nodes + ", " + (nodes + 1) + "\n" : "");
      }
      thirds.append(size / 3.0).append('\n');
    }
    Path set = Files.createDirectories(folder.resolve("ROWS"));
    Files.writeString(set.resolve("ROWS_A.txt"), edges);
    Files.writeString(set.resolve("ROWS_graph_indicator.txt"), graphs);
    Files.writeString(set.resolve("ROWS_graph_attributes.txt"), thirds);
    return """
        experiment { name = tiny, seed = 5 }
        data { source = tu, path = "%s", test = 0.2, folds = 3 }
        model { kind = gcn, layers = [ { graph-conv = 8 } ], read-out = sum }
        training { updater { kind = adam, learning-rate { grid = [1e-4, 3e-2] } }, batch-size = 4, epochs = 40 }
        """
        .formatted(set);
  }

  private History history() {
    return Journal.history(tiny.run(1).toString(), new Configuration());
  }
}
