package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTextTest {
  @TempDir private Path folder;
  private Written written = new Written(Path.of("."));

  @BeforeEach
  void place() {
    written = new Written(folder);
  }

  @Test
  void howAFileIsWrittenDoesNotMatter() {
    String other =
        """
        # the same, written otherwise
        training.epochs = ${five}
        """
                .replace("${five}", "5")
            + Written.CIFAR
                .replace("learning-rate = 1e-3", "learning-rate = 0.001")
                .replace(", epochs = 5", "")
                .replace("seed = 42", "seed = ${?none}42");
    assertThat(written.load(other).searchText())
        .isEqualTo(written.load(Written.CIFAR).searchText());
  }

  @Test
  void whereItRunsAndWhatFollowsDoesNotMatter() {
    String text = written.load(Written.CIFAR).searchText();
    assertThat(
            written
                .load(
                    Written.CIFAR,
                    "experiment.name=other",
                    "data.root=/mnt",
                    "output.directory=/tmp/out",
                    "retrain.epochs=3",
                    "search.max-rows=100")
                .searchText())
        .isEqualTo(text);
    assertThat(
            ExperimentFile.load(
                    written.write(Written.CIFAR), List.of(), Map.of("ESPALIER_DATA", "/sets"))
                .searchText())
        .isEqualTo(text);
    assertThat(written.load(Written.CIFAR, "data.path=/a/cifar").searchText())
        .isEqualTo(written.load(Written.CIFAR, "data.path=hdfs://b/cifar").searchText());
  }

  @Test
  void theOrderOfRowsMatters() {
    String first = Written.iris("training.l1 { grid = [0, 1] }\ntraining.l2 { grid = [0, 1] }");
    String second = Written.iris("training.l2 { grid = [0, 1] }\ntraining.l1 { grid = [0, 1] }");
    assertThat(
            SearchDifference.between(
                written.load(first).searchText(), written.load(second).searchText()))
        .isEqualTo("search.order: [\"l1\",\"l2\"] before, [\"l2\",\"l1\"] now");
  }

  @Test
  void theDifferenceNamesKeysAndBothValues() {
    String before = written.load(Written.CIFAR).searchText();
    String now =
        written
            .load(
                Written.CIFAR,
                "training.batch-size=64",
                "model.layers.4.dense=100",
                "model.layers.2.conv.channels={grid=[16,64],name=channels-2}",
                "training.updater.beta1=0.8",
                "data.normalize=unit")
            .searchText();
    assertThat(SearchDifference.between(before, now).lines())
        .containsExactly(
            "data.normalize: nothing before, \"unit\" now",
            "data.normalize.mean: 0.5 before, nothing now",
            "data.normalize.std: 0.5 before, nothing now",
            "model.layers.2.conv.channels.grid: [16,32] before, [16,64] now",
            "model.layers.4.dense: 120 before, 100 now",
            "training.batch-size: 32 before, 64 now",
            "training.updater.beta1: nothing before, 0.8 now");
    assertThat(SearchDifference.between(before, before)).isEmpty();
  }

  @Test
  void theRetrainPartHasATextOfItsOwn() {
    String before = written.load(Written.CIFAR).retrainText();
    assertThat(before)
        .isEqualTo("{\"data\":\"train\",\"epochs\":15,\"rows\":\"best\",\"seeds\":1}");
    assertThat(
            SearchDifference.between(
                before, written.load(Written.CIFAR, "retrain.epochs=3").retrainText()))
        .isEqualTo("epochs: 15 before, 3 now");
  }

  @Test
  void whatIsNoTextOfAnExperimentIsRefused() {
    assertThatThrownBy(() -> SearchDifference.between("{", "{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this is no canonical text of an experiment");
  }
}
