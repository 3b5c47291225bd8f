package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.data.load.DataLoader;
import io.espalier.driver.journal.Journal;
import io.espalier.search.history.History;
import io.espalier.search.history.Trial;
import io.espalier.search.history.TrialStatus;
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
    assertThat(result.bestSpread()).isPositive();
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

  private History history() {
    return Journal.history(tiny.run(1).toString(), new Configuration());
  }
}
