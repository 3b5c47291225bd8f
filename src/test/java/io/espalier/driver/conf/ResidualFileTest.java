package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.Experiment;
import io.espalier.wire.Activation;
import io.espalier.wire.Configuration;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.LayerSpec.Activate;
import io.espalier.wire.LayerSpec.BatchNorm;
import io.espalier.wire.LayerSpec.Conv;
import io.espalier.wire.LayerSpec.Dense;
import io.espalier.wire.LayerSpec.Residual;
import io.espalier.wire.LayerSpec.Window;
import io.espalier.wire.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Residual blocks as experiment files say them. */
class ResidualFileTest {
  @TempDir private Path folder;

  private Experiment load(String layers, String more) throws IOException {
    return new Written(folder)
        .load(
            "data { source = digits }\nmodel { kind = cnn, activation = tanh, layers = ["
                + layers
                + "] }\n"
                + more);
  }

  private static List<LayerSpec> layers(Experiment experiment, Map<String, Value> values) {
    return experiment.plan().of(Configuration.of(new TreeMap<>(values))).model().layers();
  }

  @Test
  void aBlockHoldsLayersWithDomains() throws IOException {
    Experiment experiment =
        load(
            "{ residual { activation = relu, layers = [ { conv { channels { grid = [8, 16] },"
                + " kernel = 3, padding = 1, activation = identity } }, { batch-norm {} }, {"
                + " activation = relu } ] } }, { residual = [ { dense = 5 } ] }",
            "");
    assertThat(experiment.space().parameters()).hasSize(1);
    String name = experiment.space().parameters().get(0).name();
    assertThat(layers(experiment, Map.of(name, new Value.Whole(16))))
        .containsExactly(
            new Residual(
                List.of(
                    new Conv(16, Window.square(3, 1, 1), Activation.IDENTITY),
                    new BatchNorm(0.9, 1e-5),
                    new Activate(Activation.RELU)),
                Activation.RELU),
            new Residual(List.of(new Dense(5, Activation.TANH)), Activation.TANH));
  }

  private void assertRefused(String layers, String more, String... parts) {
    assertThatThrownBy(() -> load(layers, more)).hasMessageContainingAll(parts);
  }

  @Test
  void whatIsWrongInsideIsNamedByItsPlace() {
    assertRefused(
        "{ residual { layers = [ { convv { channels = 3 } } ] } }",
        "",
        "model.layers.0.residual.layers.0.convv",
        "did you mean 'conv'?");
    assertRefused(
        "{ residual { layers = [ { global-pool = max } ] } }",
        "",
        "model.layers.0.residual.layers.0.global-pool");
    assertRefused("{ residual { layers = [] } }", "", "a list of layers is needed");
    assertRefused("{ residual { activation = relu } }", "", "model.layers.0.residual.layers");
    assertRefused(
        "{ residual = [ { dense = 5 } ] }",
        "retrain { mode = data-parallel }",
        "does not train with retrain.mode = data-parallel");
  }
}
