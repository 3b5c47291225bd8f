package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.search.schedule.SchedulerSettings;
import io.espalier.search.schedule.SearchSettings;
import io.espalier.search.schedule.StoppingSettings;
import io.espalier.search.schedule.StoppingSettings.LeastGain;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchMistakesTest {
  @TempDir private Path folder;
  private Written written = new Written(Path.of("."));

  @BeforeEach
  void place() {
    written = new Written(folder);
  }

  @Test
  void constraintsAreCheckedBeforeAnythingRuns() {
    String text =
        Written.iris(
            """
            training { batch-size { grid = [16, 32] }, updater { choice = [ { kind = adam }, { kind = sgd } ] } }
            search.constraints = [
              "batchsize > 3"
              "batch_size = 3"
              "batch_size.class == 3"
            ]
            """);
    assertThat(written.problems(text))
        .containsExactly(
            "test.conf:5: search.constraints: 'batchsize > 3' uses the unknown name 'batchsize';"
                + " known are batch_size, updater; did you mean 'batch_size'?",
            "test.conf:6: search.constraints: 'batch_size = 3' is no condition; "
                + "accepted are column names, numbers, 'words', == != < <= > >= + - * / % && || !"
                + " ? : and parentheses; did you mean '==' in place of '='?",
            "test.conf:7: search.constraints: 'batch_size.class == 3' uses more of the expression"
                + " language than is allowed; accepted are column names, numbers, 'words', == != <"
                + " <= > >= + - * / % && || ! ? : and parentheses");
    assertThat(
            written.problems(
                Written.iris(
                    """
                    training.batch-size { grid = [16, 32] }
                    search { constraints = ["batch_size < 20 || batch_size"] }
                    """)))
        .singleElement()
        .asString()
        .startsWith(
            "test.conf:4: search.constraints: 'batch_size < 20 || batch_size' cannot be evaluated:"
                + " '32' is neither true nor false");
  }

  @Test
  void aSchedulerIsAWordOrABlock() {
    assertThat(scheduler("asha")).isEqualTo(SchedulerSettings.of("asha"));
    assertThat(scheduler("{ kind = halving, rungs = [2, 6], reduction = 2, bracket = 8 }"))
        .isEqualTo(
            new SchedulerSettings(
                "halving",
                List.of(2, 6),
                OptionalInt.empty(),
                2,
                OptionalInt.of(8),
                SchedulerSettings.CHECKPOINT_GIGABYTES));
    assertThat(scheduler("plain")).isEqualTo(SchedulerSettings.PLAIN);
  }

  private SchedulerSettings scheduler(String text) {
    return written.load(Written.iris("search.scheduler = " + text)).search().scheduler();
  }

  @Test
  void mistakesInASchedulerAreFoundAllAtOnce() {
    assertThat(written.problems(Written.iris("search.scheduler = halvin")))
        .singleElement()
        .asString()
        .startsWith("test.conf:3: search.scheduler: 'halvin' is not accepted; accepted are ")
        .endsWith("did you mean 'halving'?");
    assertThat(
            written.problems(
                Written.iris(
                    """
                    search.scheduler { kind = asha, rungs = [1, 3], minimum = 2
                      reduction = 1, checkpoint-gigabytes = 0, bracket = 9 }
                    """)))
        .containsExactlyInAnyOrder(
            "test.conf:3: search.scheduler.minimum: rungs are listed; leave out one of rungs and"
                + " minimum",
            "test.conf:4: search.scheduler.reduction: a whole number of at least 2 is accepted, not"
                + " 1",
            "test.conf:4: search.scheduler.checkpoint-gigabytes: a number above 0 is accepted, not"
                + " 0.0",
            "test.conf:4: search.scheduler.bracket: unknown key of scheduler asha; accepted are"
                + " checkpoint-gigabytes, kind, minimum, reduction, rungs");
    assertThat(written.problems(Written.iris("search.scheduler { kind = asha, rungs = [3, 3] }")))
        .containsExactly(
            "test.conf:3: search.scheduler: rungs rise from 1 on, as in [1, 3, 9]; not [3, 3]");
    assertThat(written.problems(Written.iris("search.scheduler { rungs = [1, 3] }")))
        .contains(
            "test.conf:3: search.scheduler.kind: missing; needed is one of plain, halving, asha,"
                + " hyperband, median");
  }

  @Test
  void whatEndsASearchEarlyIsRead() {
    StoppingSettings read =
        written
            .load(
                Written.iris(
                    """
                    search { target = 0.9, minutes = 1.5, patience = 7, no-longer-pays = 0.01
                      objective = accuracy, trial-minutes = 0.25 }
                    """))
            .search()
            .stopping();
    assertThat(read)
        .isEqualTo(
            new StoppingSettings(
                OptionalDouble.of(0.9),
                OptionalDouble.of(1.5),
                OptionalInt.of(7),
                Optional.of(new LeastGain(OptionalDouble.of(0.01))),
                OptionalDouble.of(0.25)));
    assertThat(
            written
                .load(Written.iris("search { objective = accuracy, no-longer-pays = true }"))
                .search()
                .stopping()
                .leastGain())
        .contains(LeastGain.UNCERTAINTY);
    assertThat(written.load(Written.iris("search.no-longer-pays = false")).search().stopping())
        .isEqualTo(StoppingSettings.NONE);
  }

  @Test
  void mistakesInWhatEndsASearchAreFoundAllAtOnce() {
    assertThat(
            written.problems(
                Written.iris(
                    """
                    search { target = good, minutes = 0, patience = 0
                      no-longer-pays = -1, trial-minutes = -0.5 }
                    """)))
        .containsExactlyInAnyOrder(
            "test.conf:3: search.target: 'good' is not a number",
            "test.conf:3: search.minutes: a number above 0 is accepted, not 0.0",
            "test.conf:3: search.patience: a whole number of at least 1 is accepted, not 0",
            "test.conf:4: search.no-longer-pays: a number above 0 is accepted, not -1.0",
            "test.conf:4: search.trial-minutes: a number above 0 is accepted, not -0.5");
    assertThat(written.problems(Written.iris("search.no-longer-pays = true")))
        .containsExactly(
            "test.conf:3: search.no-longer-pays: true compares with the uncertainty of the best"
                + " trial, which a single training measures of shares alone, such as"
                + " validation-accuracy, and not of validation_loss; give an amount of it, as in"
                + " no-longer-pays = 0.001, or set search.repeats or data.folds");
    assertThat(written.problems(Written.iris("search { no-longer-pays = true, repeats = 2 }")))
        .isEmpty();
  }

  @Test
  void anEmptyGridIsRefusedWithItsCount() {
    assertThat(
            written.problems(
                Written.iris(
                    """
                    training { batch-size { grid = [16, 32] }, epochs { grid = [1, 2] } }
                    search.constraints = ["batch_size > 32"]
                    """)))
        .containsExactly(
            "test.conf:4: search.constraints: the constraints leave none of the grid's 4 rows");
  }

  @Test
  void aGridAboveTheLimitIsRefusedWithItsCount() {
    String text =
        Written.iris("training { batch-size { int = [1, 2000] }, epochs { int = [1, 1000] } }");
    assertThat(written.problems(text))
        .singleElement()
        .asString()
        .endsWith(
            "search.max-rows: the grid has 2000000 rows before constraints; at most 1000000 are"
                + " accepted");
    assertThat(written.problems(text, "search.max-rows=2000000")).isEmpty();
    assertThat(written.problems(Written.iris("training.epochs { int = [1, 2000000000] }")))
        .singleElement()
        .asString()
        .contains("2000000000 rows");
  }

  @Test
  void withoutAValidationPartThereIsOneRowOrAllAreKept() {
    String text = Written.iris("training.epochs { grid = [1, 2] }\ndata.validation = 0");
    assertThat(written.problems(text))
        .containsExactly(
            "test.conf:4: data.validation: without a validation part the best of several trials"
                + " cannot be told; hold some examples out, set data.folds, or set retrain.rows ="
                + " all");
    assertThat(written.load(text, "retrain.rows=all").objective().metric()).isEqualTo("train_loss");
    assertThat(
            written.problems(
                Written.iris("data.validation = 0\nsearch.objective.metric = validation-f1")))
        .containsExactly(
            "test.conf:4: search.objective.metric: 'validation-f1' cannot be measured without a"
                + " validation part; set data.validation above 0 or data.folds, or take"
                + " train-loss");
  }

  @Test
  void valuesThatNeverGoTogetherAreAMistake() {
    assertThat(
            written.problems(
                "data { source = iris }\nmodel { kind = linear, layers = [ { dense = 3 } ] }\n"
                    + "training.epochs { grid = [1, 2] }"))
        .containsExactly("test.conf:2: model: a LINEAR model has no hidden layers");
    assertThat(
            written.problems(
                "data { source = playground, pattern = plane }\n"
                    + "model { kind = linear, loss = cross-entropy }"))
        .containsExactly(
            "test.conf:2: model: cross-entropy needs classes, and the data's target is a number;"
                + " take squared-error");
  }

  @Test
  void whatIsNoSearchIsSaidWithThoseThereAre() {
    assertThat(written.problems(Written.iris("search.algorithm = randon")))
        .containsExactly(
            "test.conf:3: search.algorithm: 'randon' is not accepted; accepted are auto, grid,"
                + " random, sobol, latin-hypercube, tpe, gaussian-process, cma-es; did you mean"
                + " 'random'?");
  }

  @Test
  void rangesWithoutStepsAreSearchedByWhatSuitsThem() {
    String ranges = Written.iris("training.l2 { uniform = [0, 1] }");
    assertThat(written.load(ranges, "search.trials=7").search().algorithm()).isEqualTo("auto");
    assertThat(written.load(ranges, "search.epochs=70").search().algorithm()).isEqualTo("auto");
    String steps = Written.iris("training.l2 { uniform = [0, 1], points = 3 }");
    assertThat(written.load(steps, "search.trials=7").search().algorithm()).isEqualTo("grid");
    assertThat(written.problems(ranges))
        .singleElement()
        .asString()
        .endsWith("; with search.trials = 50 it needs none");
  }

  @Test
  void pointsAreConfigurationsOfTheSpace() {
    String text =
        Written.iris(
            """
            training { batch-size { int = [1, 64] }, l2 { uniform = [0, 1] } }
            search { trials = 9, points = [ { batch-size = 8, l2 = 0 }, { batch_size = 99, l2 = 1 },
              { batch-size = 8 }, { batch-size = 8, l2 = 1, l3 = 1 } ] }
            """);
    assertThat(written.problems(text))
        .containsExactly(
            "test.conf:4: search.points: number 2: 99 is no value of 'batch_size'",
            "test.conf:4: search.points: number 3: 'l2' is missing",
            "test.conf:4: search.points: number 4: there is no parameter 'l3'; did you mean 'l2'?");
    SearchSettings settings =
        written.load(text, "search.points=[{ batch-size = 8, l2 = 0 }]").search();
    assertThat(settings.points()).hasToString("[batch_size=8 l2=0.0]");
    assertThat(
            written.problems(
                text, "search.points=[{ batch-size = 8, l2 = 0 }]", "search.algorithm=grid"))
        .anyMatch(line -> line.endsWith("a grid search, which tries every row anyway"));
  }

  @Test
  void whatEarlierRunsGaveIsForSearchersThatLearn() {
    String ranges = "training.updater.learning-rate { uniform = [0.01, 0.1] }\n";
    String tpe = "search { algorithm = tpe, trials = 3, start-from = [iris, \"iris/002\"] }";
    assertThat(written.load(Written.iris(ranges + tpe)).search().startFrom())
        .containsExactly("iris", "iris/002");
    assertThat(written.problems(Written.iris(ranges + tpe.replace("tpe", "random"))))
        .singleElement()
        .asString()
        .contains("search.start-from: algorithm = random does not learn from what trials gave; ")
        .endsWith("or set algorithm = auto, which takes a searcher that does");
    assertThat(written.problems(Written.iris("search.start-from = iris")))
        .singleElement()
        .asString()
        .contains("search.start-from: algorithm = grid does not learn from what trials gave; ");
  }

  @Test
  void aSearchWithoutAnEndNeedsABudget() {
    assertThat(written.problems(Written.iris("search.algorithm = random")))
        .containsExactly(
            "test.conf:3: search.algorithm: algorithm = random tries configurations until"
                + " search.trials (or search.epochs) ends it; set one, as in trials = 50");
    SearchSettings settings =
        written.load(Written.iris("search { algorithm = random, epochs = 90 }")).search();
    assertThat(settings.epochs()).hasValue(90);
    assertThat(settings.trials()).isEmpty();
  }

  @Test
  void aRandomSearchNeedsNoStepAndNoSmallGrid() {
    String ranges =
        Written.iris(
            "training.l1 { uniform = [1e-9, 1], scale = log }\ntraining.l2 { uniform = [0, 1] }");
    assertThat(written.problems(ranges)).hasSize(2);
    assertThat(written.load(ranges, "search.algorithm=random", "search.trials=7").search().trials())
        .hasValue(7);
  }

  @Test
  void constraintsThatLeaveNothingToDrawAreAMistake() {
    assertThat(
            written.problems(
                Written.iris(
                    "training.l1 { uniform = [0, 1] }\n"
                        + "search { algorithm = random, trials = 3, constraints = [\"l1 > 2\"] }")))
        .containsExactly(
            "test.conf:4: search.constraints: the constraints leave none of 1000 configurations"
                + " drawn at random: write domains that hold fewer others");
  }

  @Test
  void aConstraintThatCannotBeEvaluatedIsAMistake() {
    assertThat(
            written.problems(
                Written.iris(
                    "training.epochs { int = [1, 9] }\n"
                        + "search { algorithm = random, trials = 3, constraints = [\"epochs + 1\"]"
                        + " }")))
        .singleElement()
        .asString()
        .startsWith("test.conf:4: search.constraints: 'epochs + 1' gives ")
        .endsWith("; a constraint must give true or false");
  }
}
