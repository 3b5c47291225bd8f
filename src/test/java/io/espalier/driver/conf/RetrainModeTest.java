package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.RetrainSpec;
import io.espalier.RetrainSpec.DataParallel;
import io.espalier.RetrainSpec.Single;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrainModeTest {
  private static final String GRAPHS =
      """
      data { source = graphs, graphs = 20 }
      model { kind = gcn, layers = [ { graph-conv = 4 } ] }
      """;

  @TempDir private Path folder;
  private Written written = new Written(Path.of("."));

  @BeforeEach
  void place() {
    written = new Written(folder);
  }

  @Test
  void aModelTrainsInOneTaskUnlessTheFileSaysOtherwise() {
    assertThat(mode("")).isEqualTo(new Single());
    assertThat(mode("retrain.mode = single")).isEqualTo(new Single());
    assertThat(mode("retrain { workers = 3, averaging-frequency = 2 }")).isEqualTo(new Single());
    assertThat(mode("retrain.mode = data-parallel")).isEqualTo(new DataParallel(0, 5));
    assertThat(mode("retrain { mode = data-parallel, workers = 3, averaging-frequency = 2 }"))
        .isEqualTo(new DataParallel(3, 2));
  }

  @Test
  void wrongWordsAndNumbersAreNamed() {
    assertThat(
            written.problems(
                Written.iris(
                    "retrain {\n mode = parallel\n workers = 0\n averaging-frequency = 0 }")))
        .containsExactly(
            "test.conf:4: retrain.mode: 'parallel' is not accepted; accepted are single,"
                + " data-parallel",
            "test.conf:5: retrain.workers: a whole number of at least 1 is accepted, not 0",
            "test.conf:6: retrain.averaging-frequency: a whole number of at least 1 is accepted, not"
                + " 0");
    assertThat(written.problems(Written.iris("retrain.worker = 2")))
        .singleElement()
        .asString()
        .contains("did you mean 'workers'?");
  }

  @Test
  void aBatchOfTheWholePartCannotBeShared() {
    String all = "batch-size: all is one step per epoch, which retrain.mode = data-parallel cannot";
    assertThat(
            written.problems(
                Written.iris("training.batch-size = all"), "retrain.mode=data-parallel"))
        .singleElement()
        .asString()
        .startsWith("test.conf:3: training." + all);
    assertThat(
            written.problems(
                Written.iris("training.batch-size { choice = [16, all] }"),
                "retrain.mode=data-parallel"))
        .singleElement()
        .asString()
        .contains(all);
    assertThat(written.problems(Written.iris("training.batch-size = all"))).isEmpty();
  }

  @Test
  void graphNetworksAreNotShared() {
    assertThat(written.problems(GRAPHS)).isEmpty();
    assertThat(written.problems(GRAPHS, "retrain.mode=data-parallel"))
        .containsExactly(
            "test.conf:2: model.kind: gcn does not train with retrain.mode = data-parallel; single"
                + " is accepted");
  }

  private RetrainSpec.Mode mode(String more) {
    return written.load(Written.iris(more)).retrain().mode();
  }
}
