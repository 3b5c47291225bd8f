package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.Experiment;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.wire.Configuration;
import io.espalier.wire.LayerSpec;
import io.espalier.wire.Updater;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverridesTest {
  private static final Configuration NONE = Configuration.of(Map.of());

  @TempDir private Path folder;
  private Written written = new Written(Path.of("."));

  @BeforeEach
  void place() {
    written = new Written(folder);
  }

  @Test
  void anElementOfAListIsReplacedAndTheOthersStay() {
    Experiment spec =
        written.load(
            Written.CIFAR,
            "model.layers.1.pool.kernel=2",
            "model.layers.3.pool.kernel=2",
            "search.order=[channels-2, pool-stride]");
    assertThat(Written.rows(spec))
        .containsExactly(
            "channels_2=16 pool_stride=2",
            "channels_2=16 pool_stride=3",
            "channels_2=32 pool_stride=2",
            "channels_2=32 pool_stride=3");
    assertThat(spec.plan().of(spec.space().grid().iterator().next()).model().layers()).hasSize(6);
  }

  @Test
  void aDomainNeverMergesWithWhatItReplaces() {
    String text =
        Written.iris(
            """
            training { updater { choice = [ { kind = adam }, { kind = sgd } ] }
                       batch-size { grid = [16, 32] } }
            """);
    assertThat(Written.rows(written.load(text, "training.batch-size={int=[1,2]}")))
        .containsExactly(
            "batch_size=1 updater=adam",
            "batch_size=2 updater=adam",
            "batch_size=1 updater=sgd",
            "batch_size=2 updater=sgd");
    Experiment plain =
        written.load(
            text, "training.updater={kind=sgd,learning-rate=0.5}", "training.batch-size=8");
    assertThat(Written.rows(plain)).containsExactly("");
    assertThat(plain.plan().of(NONE).training().updater()).isEqualTo(new Updater.Sgd(0.5));
    assertThat(plain.plan().of(NONE).training().batchSize()).isEqualTo(8);
  }

  @Test
  void domainsOfOverridesComeAfterThoseOfTheFile() {
    Experiment spec =
        written.load(
            Written.iris("training.l1 { grid = [0, 1] }\ntraining.epochs { grid = [1, 2] }"),
            "training.l2={grid=[0,1]}",
            "training.batch-size={grid=[8,16]}",
            "training.l1={grid=[0,1]}");
    assertThat(spec.space().names()).containsExactly("epochs", "l2", "batch_size", "l1");
  }

  @Test
  void theLastOfTwoOverridesCounts() {
    Experiment spec =
        written.load(
            Written.CIFAR.replaceAll("(?m)^ *search .*$", ""),
            "model.layers.4.dense=7",
            "model.layers=[{dense=1},{dense=2}]",
            "model.layers.1.dense=3");
    assertThat(spec.plan().of(NONE).model().layers())
        .extracting(layer -> ((LayerSpec.Dense) layer).units())
        .containsExactly(1, 3);
  }

  @Test
  void pathsAndAddressesNeedNoQuotationMarks() {
    String text = "data { source = idx, path = x }\nmodel.kind = linear";
    assertThat(written.load(text, "data.path=hdfs://host:9000/a b//c#1").data().source())
        .isEqualTo(new DataSource.Idx("hdfs://host:9000/a b//c#1", List.of()));
    assertThat(written.load(text, "data.root=/elsewhere").data().source())
        .isEqualTo(new DataSource.Idx("/elsewhere/x", List.of()));
  }

  @Test
  void substitutionsSeeOverrides() {
    String text =
        """
        data { source = idx, path = ${data.root}/sub }
        model.kind = linear
        training { batch-size = ${training.epochs} }
        """;
    Experiment spec = written.load(text, "training.epochs=3", "data.root=/r");
    assertThat(spec.data().source()).isEqualTo(new DataSource.Idx("/r/sub", List.of()));
    assertThat(spec.plan().of(NONE).training().batchSize()).isEqualTo(3);
    assertThat(written.load(text, "training.l2=${training.epochs}").plan().of(NONE).training().l2())
        .isEqualTo(10);
  }

  @Test
  void aWordGivesWayToABlock() {
    Experiment spec =
        written.load(
            Written.iris("data.normalize = unit"),
            "data.normalize.mean=0.5",
            "data.normalize.std=[0.5]");
    assertThat(spec.data().normalise())
        .isEqualTo(new DataSpec.Normalise.Given(List.of(0.5), List.of(0.5)));
  }

  @Test
  void mistakesNameTheArgument() {
    assertThat(
            written.problems(
                Written.CIFAR,
                "training.batchsize=3",
                "training.epochs=many",
                "model.layers.9.dense=1",
                "model.layers.x=1",
                "nonsense",
                "training.l2="))
        .containsExactly(
            "--set training.batchsize=3: training.batchsize: unknown key; accepted are batch-size,"
                + " class-weights, early-stopping, epochs, gradient-clip, l1, l2, label-smoothing, schedule, steps, tolerance, updater; did"
                + " you mean 'batch-size'?",
            "--set training.epochs=many: training.epochs: 'many' is not a whole number",
            "--set model.layers.9.dense=1: model.layers: the list has no element '9'; 0 to 5 are"
                + " accepted",
            "--set model.layers.x=1: model.layers: the list has no element 'x'; 0 to 5 are"
                + " accepted",
            "--set nonsense: this is no override; path=value is accepted",
            "--set training.l2=: this is no override; path=value is accepted");
  }

  @Test
  void aBrokenOverrideIsOneLine() {
    assertThat(written.problems(Written.CIFAR, "training.l2={grid=[0,"))
        .singleElement()
        .asString()
        .startsWith("--set training.l2={grid=[0,: ");
  }
}
