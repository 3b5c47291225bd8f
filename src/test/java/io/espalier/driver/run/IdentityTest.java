package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.Experiment;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {
  private static final String CNN =
      """
      experiment { name = tiny, seed = 5 }
      data { source = digits, train = 80, test = 20, validation = 0.25, normalize { mean = 0.5, std = 0.5 } }
      model { kind = cnn, layers = [ { conv { channels { grid = [2, 4] }, kernel = 5 } }, { dense = 12 } ] }
      training { updater { kind = adam, learning-rate = 1e-3 }, batch-size = 32, epochs = 5 }
      retrain { epochs = 15 }
      """;

  @TempDir private Path folder;
  private TinyExperiments tiny = new TinyExperiments(Path.of("."));

  @BeforeEach
  void place() {
    tiny = new TinyExperiments(folder);
  }

  @Test
  void howAFileIsWrittenDoesNotMatter() {
    String other =
        CNN.replace("learning-rate = 1e-3", "learning-rate = 0.001")
                .replace(", epochs = 5", "")
                .replace("seed = 5", "seed = ${?none}5")
            + "training.epochs = 5\n";
    assertThat(identity(other)).isEqualTo(identity(CNN));
  }

  @Test
  void budgetsAndWhatFollowsDoNotMatter() {
    assertThat(
            identity(
                CNN,
                "experiment.name=other",
                "output.directory=/tmp/out",
                "retrain.epochs=3",
                "report=none",
                "search.max-rows=100"))
        .isEqualTo(identity(CNN));
  }

  @Test
  void theSchedulerMattersWhereItChangesWhatIsTrained() {
    assertThat(identity(CNN, "search.scheduler=plain", "search.deterministic=true"))
        .isEqualTo(identity(CNN));
    Identity asha = identity(CNN, "search.scheduler=asha");
    assertThat(identity(CNN).difference(asha).lines())
        .containsExactly(
            "search.scheduler.kind: nothing before, \"asha\" now",
            "search.scheduler.reduction: nothing before, 3 now");
    assertThat(identity(CNN, "search.scheduler={kind=asha,checkpoint-gigabytes=1}"))
        .isEqualTo(asha);
    assertThat(identity(CNN, "search.scheduler={kind=asha,rungs=[1,3]}")).isNotEqualTo(asha);
    assertThat(identity(CNN, "search.scheduler=asha", "search.deterministic=false"))
        .isEqualTo(asha);
    assertThat(identity(CNN, "search.scheduler=asha", "search.deterministic=true"))
        .isNotEqualTo(asha);
  }

  @Test
  void whereTheDataLieDoesNotMatter() {
    String cifar = "data.source=cifar10";
    String text = "model { kind = linear }\ndata { validation = 0.25 }";
    assertThat(identity(text, cifar, "data.path=/a/cifar"))
        .isEqualTo(identity(text, cifar, "data.path=hdfs://b/cifar"));
    assertThat(identity(text, cifar, "data.root=/mnt")).isEqualTo(identity(text, cifar));
  }

  @Test
  void metricsThatAreAskedForMakeOtherTables() {
    assertThat(identity(CNN).difference(identity(CNN, "measure.metrics=[roc-auc]")))
        .isEqualTo("measure.metrics: nothing before, [\"roc-auc\"] now");
    assertThat(identity(CNN).text()).doesNotContain("metrics");
  }

  @Test
  void whatATrainingDoesBesideIsWrittenWhereItIsAskedFor() {
    assertThat(identity(CNN).text()).doesNotContain("clip").doesNotContain("smoothing");
    assertThat(identity(CNN).difference(identity(CNN, "training.gradient-clip.norm=2")).lines())
        .containsExactly(
            "training.gradient-clip.norm: nothing before, 2 now",
            "training.gradient-clip.value: nothing before, 0 now");
    assertThat(identity(CNN).difference(identity(CNN, "training.label-smoothing=0.1")))
        .isEqualTo("training.label-smoothing: nothing before, 0.1 now");
    assertThat(identity(CNN).text()).doesNotContain("weights").doesNotContain("early");
    assertThat(identity(CNN).difference(identity(CNN, "training.class-weights=balanced")))
        .isEqualTo("training.class-weights.kind: nothing before, \"balanced\" now");
    assertThat(
            identity(CNN).difference(identity(CNN, "training.early-stopping.patience=3")).lines())
        .containsExactly(
            "training.budget.early-stopping.min-delta: nothing before, 0 now",
            "training.budget.early-stopping.patience: nothing before, 3 now");
  }

  @Test
  void theOrderOfRowsMatters() {
    String first = CNN + "training.l1 { grid = [0, 1] }\ntraining.l2 { grid = [0, 1] }\n";
    String second = CNN + "training.l2 { grid = [0, 1] }\ntraining.l1 { grid = [0, 1] }\n";
    assertThat(identity(first).difference(identity(second)))
        .isEqualTo(
            "search.order: [\"channels\",\"l1\",\"l2\"] before, [\"channels\",\"l2\",\"l1\"] now");
  }

  @Test
  void theDifferenceNamesKeysAndBothValues() {
    Identity now =
        identity(
            CNN,
            "training.batch-size=64",
            "model.layers.1.dense=10",
            "model.layers.0.conv.channels={grid=[2,6]}",
            "training.updater.beta1=0.8",
            "data.normalize=unit");
    assertThat(identity(CNN).difference(now).lines())
        .containsExactly(
            "data.normalise.kind: \"given\" before, \"unit\" now",
            "data.normalise.mean: [0.5] before, nothing now",
            "data.normalise.std: [0.5] before, nothing now",
            "model.layers.1.units: 12 before, 10 now",
            "space.channels.grid: [2,4] before, [2,6] now",
            "training.batch-size: 32 before, 64 now",
            "training.updater.beta1: 0.9 before, 0.8 now");
    assertThat(identity(CNN).difference(identity(CNN))).isEmpty();
  }

  @Test
  void dataAskedForOtherwiseAreNoOtherSearch() {
    Identity counted = identity(CNN, "data.validation=20");
    assertThat(counted).isNotEqualTo(identity(CNN));
    assertThat(counted.sameSearch(identity(CNN))).as("their fingerprints tell").isTrue();
    assertThat(identity(CNN, "experiment.seed=6").sameSearch(identity(CNN))).isFalse();
    assertThat(identity(CNN, "training.epochs=6").sameSearch(identity(CNN))).isFalse();
  }

  @Test
  void aDifferenceInSomeConfigurationsSaysWhere() {
    String branches =
        CNN.replace(
            "updater { kind = adam, learning-rate = 1e-3 }",
            "updater { choice = [ { kind = adam }, { kind = sgd, learning-rate = 0.1 } ] }");
    String changed = branches.replace("learning-rate = 0.1", "learning-rate = 0.2");
    assertThat(identity(branches).difference(identity(changed)))
        .startsWith(
            "training.updater.learning-rate: 0.1 before, 0.2 now where channels=2 updater=sgd");
  }

  @Test
  void theRetrainPartHasATextOfItsOwn() {
    String before = retrain(CNN);
    assertThat(before)
        .isEqualTo("{\"data\":\"train\",\"epochs\":15,\"rows\":\"best\",\"seeds\":1}");
    assertThat(SearchDifference.between(before, retrain(CNN, "retrain.epochs=3")))
        .isEqualTo("epochs: 15 before, 3 now");
    assertThat(retrain(CNN, "retrain.mode=data-parallel", "retrain.workers=2", "retrain.rows=all"))
        .isEqualTo(
            "{\"data\":\"train\",\"epochs\":15,"
                + "\"mode\":\"data-parallel\",\"rows\":\"all\",\"seeds\":1,\"workers\":2}");
    assertThat(retrain(CNN, "retrain.mode=single", "retrain.workers=3")).isEqualTo(before);
  }

  @Test
  void whatIsNoTextOfAnExperimentIsRefused() {
    assertThatThrownBy(() -> SearchDifference.between("{", "{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this is no canonical text of an experiment");
  }

  private Identity identity(String text, String... overrides) {
    return Identity.of(tiny.spec(text, overrides));
  }

  private String retrain(String text, String... overrides) {
    Experiment experiment = tiny.spec(text, overrides);
    return RetrainText.of(experiment.retrain());
  }
}
