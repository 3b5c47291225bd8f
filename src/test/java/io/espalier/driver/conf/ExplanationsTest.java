package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.model.Field;
import io.espalier.model.LayerKinds;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExplanationsTest {
  private static final Explanations ALL = new Explanations();

  @Test
  void everyKeyOfTheReferenceIsExplained() {
    Map<String, ReferenceText.Entry> reference = ReferenceText.read();
    assertThat(reference)
        .containsKeys(
            "experiment.seed",
            "data.source",
            "data.folds",
            "model.layers",
            "model.curve",
            "training.updater.kind",
            "training.batch-size",
            "search.scheduler",
            "search.objective.at",
            "retrain.averaging-frequency",
            "output.directory");
    assertThat(ALL.keys()).containsAll(reference.keySet());
    reference.forEach(
        (key, entry) -> {
          boolean block = reference.keySet().stream().anyMatch(one -> one.startsWith(key + "."));
          assertThat(block || !entry.comment().isEmpty()).as("%s is described", key).isTrue();
        });
  }

  @Test
  void aKeyHasItsDefaultAndItsWholeComment() {
    assertThat(ALL.of("search.patience").orElseThrow())
        .hasSize(3)
        .element(2)
        .isEqualTo("  With rungs, the first at a higher rung is better than all before it");
    assertThat(ALL.of("training.epochs").orElseThrow().get(0)).isEqualTo("training.epochs = 10");
    assertThat(ALL.of("data.source").orElseThrow())
        .anySatisfy(line -> assertThat(line).contains("cifar-10"));
  }

  @Test
  void aBlockNamesItsKeys() {
    assertThat(ALL.of("measure").orElseThrow())
        .anySatisfy(line -> assertThat(line).startsWith("  train "))
        .anySatisfy(line -> assertThat(line).startsWith("  metrics "))
        .noneSatisfy(line -> assertThat(line).startsWith("  epochs "));
    assertThat(ALL.of("model").orElseThrow().get(1)).contains("choice of blocks");
  }

  @Test
  void aDefinitionSaysItsFieldsWithRangeDefaultAndExample() {
    assertThat(ALL.of("model.layers.conv").orElseThrow())
        .contains("example: { conv { channels = 16, kernel = 3, padding = 1 } }")
        .anySatisfy(
            line ->
                assertThat(line)
                    .startsWith("  kernel ")
                    .endsWith("a number of pixels or [height, width]; none, must be given"))
        .anySatisfy(
            line -> assertThat(line).startsWith("  activation ").endsWith("as model.activation"));
    assertThat(ALL.of("training.updater.adam.beta1").orElseThrow())
        .contains("  accepted: a number in [0, 1)", "  default: 0.9");
    LayerKinds.all()
        .forEach(
            kind ->
                assertThat(ALL.keys())
                    .containsAll(
                        kind.definition().fields().stream()
                            .map(Field::key)
                            .map(field -> "model.layers." + kind.key() + "." + field)
                            .toList()));
  }

  @Test
  void wordsOfChoicesAreExplainedToo() {
    assertThat(ALL.of("model.activation.mish").orElseThrow().get(1)).contains("softplus");
    assertThat(ALL.of("search.algorithm.tpe")).isPresent();
    assertThat(ALL.of("search.scheduler.asha")).isPresent();
    assertThat(ALL.of("model.weight-init.he")).isPresent();
  }

  @Test
  void theLastWordsAreEnoughWhereTheyAreAlone() {
    assertThat(ALL.of("mish")).isEqualTo(ALL.of("model.activation.mish"));
    assertThat(ALL.of("adam.beta1")).isEqualTo(ALL.of("training.updater.adam.beta1"));
    assertThat(ALL.of("kernel")).isEmpty();
    assertThat(ALL.near("kernel"))
        .containsExactly(
            "model.layers.conv.kernel",
            "model.layers.separable-conv.kernel",
            "model.layers.pool.kernel",
            "model.layers.conv1d.kernel",
            "model.layers.pool1d.kernel");
  }

  @Test
  void anUnknownKeyHasItsNearestOnes() {
    assertThat(ALL.of("training.updater.adm")).isEmpty();
    assertThat(ALL.near("training.updater.adm")).isEqualTo(List.of("training.updater.adam"));
    assertThat(ALL.near("kernl")).contains("model.layers.conv.kernel");
    assertThat(ALL.near("zzzzzzzzzzzz")).isEmpty();
  }
}
