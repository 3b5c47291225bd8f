package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MistakesTest {
  @TempDir private Path folder;
  private Written written = new Written(Path.of("."));

  @BeforeEach
  void place() {
    written = new Written(folder);
  }

  @Test
  void aMissingFileIsOneLine() {
    assertThatThrownBy(() -> ExperimentFile.load(Path.of("no/such.conf"), List.of(), Map.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "no/such.conf: there is no such experiment file; give the path of a .conf file");
  }

  @Test
  void whatIsNoHoconNamesItsLine() {
    assertThat(written.problems("data {\n  source = iris\n  path = [1, \n}\n"))
        .singleElement()
        .asString()
        .startsWith("test.conf:4: ");
    assertThat(written.problems("data {\n  source = ${nowhere}\n}\n"))
        .singleElement()
        .asString()
        .startsWith("test.conf:2: ")
        .contains("${nowhere}");
    assertThat(written.problems("retrain {\n data = train+validation }"))
        .singleElement()
        .asString()
        .startsWith("test.conf:2: ");
  }

  @Test
  void whatIsNestedWithoutEndIsOneLine() {
    for (String nested : List.of("a { ".repeat(20_000), "a = " + "[".repeat(20_000))) {
      assertThat(written.problems(nested))
          .singleElement()
          .asString()
          .endsWith(": blocks or lists are nested too deep");
    }
    assertThat(written.problems("a { ".repeat(1_000) + "}".repeat(1_000))).isNotEmpty();
  }

  @Test
  void systemPropertiesAreNoConfiguration() {
    System.setProperty("espalier.test.epochs", "3");
    assertThat(written.problems(Written.iris("training.epochs = ${espalier.test.epochs}")))
        .singleElement()
        .asString()
        .startsWith("test.conf:3: ");
  }

  @Test
  void whatIsNeededIsNamed() {
    assertThat(written.problems("experiment.seed = 1\n"))
        .containsExactly(
            "test.conf: data.source: missing; needed is one of idx, mnist, fashion-mnist,"
                + " emnist, cifar10, cifar100, csv, parquet, table, images, npy, iris, digits,"
                + " blobs, playground, tu, mutag, citations, cora, graphs, class",
            "test.conf: model.kind: missing; needed is one of linear, softmax, mlp, cnn, gcn,"
                + " rnn, function, class, trainable");
  }

  @Test
  void unknownKeysAreFoundAtEveryLevel() {
    assertThat(
            written.problems(
                """
                data { source = iris, lable = x }
                model { kind = mlp, layers = [
                  { conv { channels = 1, kernel = 1, kernal = 2 } }
                  { dens = 3 } ] }
                trainin.epochs = 3
                search { objektive = 1, objective.metrik = 2 }
                output.dir = x
                """))
        .containsExactly(
            "test.conf:1: data.lable: unknown key with data.source = iris; accepted are augment, flatten,"
                + " folds, limit, normalize, normalize-label, root, selection, source, test,"
                + " test-limit, validation",
            "test.conf:3: model.layers.0.conv.kernal: unknown key of a conv layer; accepted are"
                + " activation, channels, kernel, padding, stride; did you mean 'kernel'?",
            "test.conf:4: model.layers.1.dens: unknown layer; accepted are conv, separable-conv, pool, dense,"
                + " dropout, batch-norm, activation, residual, global-pool, as in { dense = 120 };"
                + " did you mean 'dense'?",
            "test.conf:5: trainin: unknown key; accepted are data, experiment, measure, model,"
                + " output, report, retrain, search, training; did you mean 'training'?",
            "test.conf:6: search.objective.metrik: unknown key; accepted are at, goal, metric; did"
                + " you mean 'metric'?",
            "test.conf:6: search.objektive: unknown key; accepted are algorithm, confirm,"
                + " confirm-seeds, constraints, deterministic, epochs, fusion, max-rows, minutes,"
                + " no-longer-pays, objective, order, patience, points, repeats, scheduler,"
                + " start-from, target, trial-minutes, trials, window; did you mean 'objective'?",
            "test.conf:7: output.dir: unknown key; accepted are directory, mlflow");
  }

  @Test
  void aValueOfAnotherKindOfUpdaterIsUnknown() {
    assertThat(
            written.problems(
                Written.iris(
                    """
                    training.updater { choice = [
                      { kind = sgd }
                      { kind = adam, momentum = 0.9 }
                      { kind = nesterov, momentum = 1.5 }
                      { kind = adamm } ] }
                    """)))
        .containsExactly(
            "test.conf:5: training.updater.momentum: unknown key of an updater of kind adam;"
                + " accepted are beta1, beta2, epsilon, kind, learning-rate",
            "test.conf:6: training.updater.momentum: momentum must lie in [0, 1), not 1.5",
            "test.conf:7: training.updater.kind: 'adamm' is not accepted; accepted are sgd,"
                + " momentum, nesterov, adam, adamw, adagrad, rmsprop, adamax; did you mean 'adam'?");
  }

  @Test
  void valuesOutOfRangeAreFoundAllAtOnce() {
    assertThat(
            written.problems(
                """
                data { source = blobs, examples = 0, spread = -1, validation = 1.5
                       normalize { mean = [0, 1], std = [1, 0, 3] } }
                model { kind = mlp, layers = [ { dropout = 1 }, { batch-norm { epsilon = 0 } } ] }
                training { updater { kind = rmsprop, learning-rate = 0, decay = 1 }
                           schedule { kind = step, factor = -1 }
                           batch-size = 0, epochs = 2.5, l2 = -1 }
                retrain { rows = some, seeds = 0 }
                search.max-rows = 3000000000
                experiment { seed = x, name = "a/b" }
                """))
        .containsExactly(
            "test.conf:1: data.examples: a whole number of at least 1 is accepted, not 0",
            "test.conf:1: data.spread: spread must be at least 0, not -1.0",
            "test.conf:1: data.validation: accepted is a share in [0, 1) or a whole number of"
                + " examples, not 1.5",
            "test.conf:2: data.normalize.std: std must be above 0, not 0.0",
            "test.conf:2: data.normalize.std: mean and std have 2 and 3 numbers; as many are needed",
            "test.conf:3: model.layers.0.dropout: rate must lie in [0, 1), not 1.0",
            "test.conf:3: model.layers.1.batch-norm.epsilon: epsilon must be a finite number above"
                + " 0, not 0.0",
            "test.conf:4: training.updater.decay: decay must lie in [0, 1), not 1.0",
            "test.conf:4: training.updater.learning-rate: learning-rate must be a finite number"
                + " above 0, not 0.0",
            "test.conf:5: training.schedule.epochs: missing; needed is a whole number above 0",
            "test.conf:5: training.schedule.factor: factor must be a finite number above 0, not"
                + " -1.0",
            "test.conf:6: training.batch-size: batch-size must be a finite number above 0, not 0.0",
            "test.conf:6: training.epochs: '2.5' is not a whole number",
            "test.conf:6: training.l2: l2 must be a finite number of at least 0, not -1.0",
            "test.conf:7: retrain.rows: 'some' is not accepted; accepted are best, all, none",
            "test.conf:7: retrain.seeds: a whole number of at least 1 is accepted, not 0",
            "test.conf:8: search.max-rows: '3000000000' is too large; at most 2147483647 is"
                + " accepted",
            "test.conf:9: experiment.name: 'a/b' cannot name a folder everywhere; accepted are up"
                + " to 100 letters, digits, '.', '-' and '_', beginning with a letter or digit and"
                + " not ending with '.'",
            "test.conf:9: experiment.seed: 'x' is not a whole number");
  }

  @Test
  void badDomainsAreExplained() {
    assertThat(
            written.problems(
                Written.iris(
                    """
                    training {
                      l1 { uniform = [0, 1] }
                      l2 { grid = [relu] }
                      epochs { grid = [1, 2], int = [1, 2] }
                      batch-size { grid = [8, 16], nam = b }
                      updater { choice = [ { learning-rate = 1 }, { kind = adam }, { kind = adam } ] }
                      schedule { kind = decay, factor { uniform = [0, 1], points = 3, scale = log } }
                    }
                    model.weight-init { choice = [] }
                    model.activation { same-as = nothing }
                    data.limit { grid = [1, 2] }
                    """)))
        .containsExactly(
            "test.conf:4: training.l1: a range in a grid search needs step or points, as in {"
                + " uniform = [0, 1], points = 5 }; with search.trials = 50 it needs none",
            "test.conf:5: training.l2: 'relu' is no number; grid takes numbers, choice takes"
                + " anything",
            "test.conf:6: training.epochs: a domain is one of grid, choice, int, uniform, same-as,"
                + " not both grid and int",
            "test.conf:7: training.batch-size.nam: unknown key beside grid; accepted are grid,"
                + " name; did you mean 'name'?",
            "test.conf:8: training.updater: the value adam comes twice",
            "test.conf:9: training.schedule.factor: scale = log needs a minimum above 0, not 0",
            "test.conf:11: model.weight-init: a choice needs at least one value",
            "test.conf:12: model.activation.same-as: 'nothing' is no parameter; known are l1",
            "test.conf:13: data.limit: a search domain may stand only under model and training;"
                + " accepted is a whole number");
  }

  @Test
  void everyValueOfEveryDomainIsChecked() {
    assertThat(
            written.problems(
                Written.iris(
                    """
                    training {
                      updater { choice = [ { kind = adam },
                        { kind = sgd
                          learning-rate { grid = [
                            0.1
                            -0.1
                          ] } } ] }
                      batch-size { int = [0, 3] }
                    }
                    model.activation { choice = [relu,
                      realu] }
                    """)))
        .containsExactly(
            "test.conf:8: training.updater.learning-rate: learning-rate must be a finite number"
                + " above 0, not -0.1",
            "test.conf:10: training.batch-size: batch-size must be a finite number above 0, not"
                + " 0.0",
            "test.conf:13: model.activation: 'realu' is not accepted; accepted are identity, relu,"
                + " leaky-relu, elu, selu, gelu, swish, softplus, sigmoid, tanh, arctan, mish; did you"
                + " mean 'relu'?");
  }

  @Test
  void namesOfDomainsAreUniqueColumns() {
    assertThat(
            written.problems(
                Written.iris(
                    """
                    training.l1 { grid = [0, 1], name = penalty }
                    training.l2 { grid = [0, 1], name = penalty }
                    training.epochs { grid = [1, 2], name = Size }
                    training.batch-size { grid = [1, 2], name = size }
                    """)))
        .containsExactly(
            "test.conf:4: training.l2.name: 'penalty' already names the domain at test.conf:3; to"
                + " have the same value in two places, write { same-as = penalty }",
            "test.conf:5: training.epochs.name: 'Size' is no name for a column; lower case"
                + " letters, digits and hyphens, starting with a letter, are accepted, words of"
                + " the constraint language are not",
            "test.conf:6: training.batch-size.name: 'size' is no name for a column; lower case"
                + " letters, digits and hyphens, starting with a letter, are accepted, words of"
                + " the constraint language are not");
  }

  @Test
  void aBranchsParametersAreNotSharedOutsideIt() {
    String text =
        Written.iris(
            """
            training {
              updater { choice = [ { kind = adam }, { kind = sgd, learning-rate { grid = [1, 2] } } ] }
              l2 { same-as = learning-rate }
            }
            search.order = [learning-rate]
            """);
    assertThat(written.problems(text))
        .containsExactly(
            "test.conf:5: training.l2.same-as: 'learning_rate' exists only in the branch 'sgd' of"
                + " training.updater; name a domain that always applies here",
            "test.conf:7: search.order: 'learning-rate' exists only inside 'updater', which must"
                + " come before it");
  }

  @Test
  void layersNeedBracesOfTheirOwn() {
    assertThat(
            written.problems(
                """
                data { source = cifar10 }
                model { kind = cnn, layers = [
                  { conv { channels = 1, kernel = 3 } } { pool { kernel = 2 } }
                  dense
                  { pool { stride = 2, kernel = [1, 2, 3] } }
                ] }
                """))
        .containsExactly(
            "test.conf:3: model.layers.0: a layer has one kind, not both conv and pool; put each"
                + " layer in braces of its own and a comma or new line between them",
            "test.conf:4: model.layers.1: 'dense' is no layer; accepted are conv, separable-conv, pool, dense,"
                + " dropout, batch-norm, activation, residual, global-pool, as in { dense = 120 }",
            "test.conf:5: model.layers.2.pool.kernel: a list of 3; accepted is a number or [height,"
                + " width]");
  }

  @Test
  void nothingIsReportedTwice() {
    assertThat(
            written.problems(
                Written.iris(
                    """
                    training { epochs = null, l2 = 1e999, batch-size { grid = [1, null] } }
                    retrain = x
                    """),
                "model={ choice = [ { kind = linear }, 3 ], nam = m }"))
        .containsExactly(
            "test.conf:3: training.batch-size.grid: null is no value; leave the key out to have its"
                + " default",
            "test.conf:3: training.epochs: null is no value; leave the key out to have its default",
            "test.conf:3: training.l2: 'Infinity' is no finite number",
            "test.conf:4: retrain: 'x' is not a block { … }",
            "--set model={ choice = [ { kind = linear }, 3 ], nam = m }: model.nam: unknown key"
                + " beside choice; accepted are choice, name; did you mean 'name'?");
    assertThat(written.problems("data = 3\nmodel = x\ntraining = [1]\nsearch = q"))
        .containsExactly(
            "test.conf:1: data: '3' is not a block { … }",
            "test.conf:2: model: 'x' is not a block { … }",
            "test.conf:3: training: a list is not a block { … }",
            "test.conf:4: search: 'q' is not a block { … }");
  }
}
