package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.Experiment;
import io.espalier.RetrainSpec;
import io.espalier.wire.Configuration;
import io.espalier.wire.FunctionSpec;
import io.espalier.wire.TestFunction;
import io.espalier.wire.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionModelTest {
  private static final String BRANIN =
      """
      model { kind = function, function = branin, x1 { uniform = [-5, 10] }, x2 = 3 }
      search.trials = 5
      """;

  @TempDir Path folder;
  private Written files;

  @BeforeEach
  void prepare() {
    files = new Written(folder);
  }

  @Test
  void aFunctionIsEvaluatedAtTheConfiguration() {
    Experiment spec = files.load(BRANIN + "model { curve { rise = 2, power = 0.5 }, seconds = 3 }");
    FunctionSpec function =
        spec.plan()
            .of(Configuration.of(Map.of("x1", new Value.Real(1.5))))
            .model()
            .function()
            .get(0);
    assertThat(function)
        .isEqualTo(
            new FunctionSpec(
                TestFunction.BRANIN, List.of(1.5, 3.0), new FunctionSpec.Curve(2, 0.5), 3));
    assertThat(spec.retrain()).isEqualTo(RetrainSpec.NONE);
    assertThat(spec.objective().metric()).isEqualTo("validation_loss");
  }

  @Test
  void theKeptFileGivesTheSameExperiment() {
    Experiment spec = files.load(BRANIN);
    Experiment again = files.load(spec.file().orElseThrow());
    Configuration at = Configuration.of(Map.of("x1", new Value.Real(-2)));
    assertThat(again.plan().of(at)).isEqualTo(spec.plan().of(at));
    assertThat(again.data()).isEqualTo(spec.data());
  }

  @Test
  void whatAFunctionLacksIsSaidAtOnce() {
    assertThat(
            files.problems(
                """
                data.source = iris
                model { kind = function, function = hartmann-6, x1 = 0, x2 = 0, x3 = 0, x4 = 0, x5 = 0, layers = [{ dense = 3 }] }
                retrain.rows = 3
                search.objective = accuracy
                measure.metrics = [r2]
                """))
        .anyMatch(line -> line.contains("data.source: a model of kind function has no data"))
        .anyMatch(line -> line.contains("model.x6: missing; needed is a number"))
        .anyMatch(line -> line.contains("model.layers: a function has no layers"))
        .anyMatch(line -> line.contains("retrain.rows: a model of kind function leaves nothing"))
        .anyMatch(line -> line.contains("search.objective"))
        .anyMatch(line -> line.contains("measure.metrics: a model of kind function"));
  }

  @Test
  void onlyTheValueIsMeasured() {
    assertThat(files.problems(BRANIN + "search.objective = mae"))
        .singleElement()
        .asString()
        .contains("a model of kind function has no validation-mae, only validation-loss");
  }

  @Test
  void aFunctionBesideNetworksIsRefused() {
    assertThat(
            files.problems(
                """
                data.source = iris
                model { choice = [ { kind = linear }, { kind = function, function = sphere, x1 = 1 } ] }
                """))
        .anyMatch(line -> line.contains("a function is no branch of a choice"));
  }
}
