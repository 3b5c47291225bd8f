package io.espalier.driver.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.ConfirmSpec;
import io.espalier.Experiment;
import io.espalier.search.history.Formula;
import io.espalier.search.history.Judgement;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Objective.At;
import io.espalier.search.history.Objective.Goal;
import io.espalier.wire.Metric;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObjectiveReaderTest {
  private static final String NAMES =
      "validation_loss, validation_accuracy, validation_f1, validation_precision,"
          + " validation_recall, validation_balanced_accuracy, validation_matthews_correlation,"
          + " validation_roc_auc, validation_average_precision, validation_brier_score,"
          + " validation_top_2_accuracy, validation_top_3_accuracy, validation_top_5_accuracy,"
          + " train_loss, train_accuracy, parameters, epochs, seconds";

  @TempDir private Path folder;
  private Written written;

  @BeforeEach
  void write() {
    written = new Written(folder);
  }

  @Test
  void anExpressionOfLossAndSizeIsMinimizedWithItsNamesInFull() {
    assertThat(search("objective = \"loss + 1e-7*parameters\"").objective())
        .isEqualTo(new Objective("validation_loss + 1e-7 * parameters", Goal.MINIMIZE, At.LAST));
  }

  @Test
  void whatIsSubtractedOrWantedLargeNeedsItsDirection() {
    assertThat(problems("objective = \"accuracy - 1e-6 * parameters\""))
        .containsExactly(
            "test.conf:3: search.objective.metric: the direction of 'validation_accuracy - 1e-6 *"
                + " parameters' has to be told: set goal to minimize or maximize");
    assertThat(
            search(
                    "objective { metric = \"roc_auc - log(parameters)\", goal = maximize, at = best }")
                .objective())
        .isEqualTo(new Objective("validation_roc_auc - log(parameters)", Goal.MAXIMIZE, At.BEST));
  }

  @Test
  void theMetricsOfAnExpressionAreMeasured() {
    Experiment spec =
        search(
            "objective { metric = \"roc_auc + accuracy\", goal = maximize }\n"
                + "search.constraints = [\"brier_score < 0.5\"]");
    assertThat(spec.asked()).containsExactly(Metric.ROC_AUC, Metric.BRIER_SCORE);
    assertThat(spec.judgement().limits()).containsExactly("validation_brier_score < 0.5");
  }

  @Test
  void anUnknownNameIsToldWithTheList() {
    assertThat(problems("objective = \"loss + accurcy\""))
        .containsExactly(
            "test.conf:3: search.objective.metric: 'loss + accurcy' uses the unknown name"
                + " 'accurcy'; known are "
                + NAMES);
    assertThat(problems("objective = \"validation-loss + parameters\""))
        .containsExactly(
            "test.conf:3: search.objective.metric: 'validation-loss + parameters' uses the unknown"
                + " name 'validation'; known are "
                + NAMES
                + "; in an expression it is 'validation_loss', for - is minus");
    assertThat(problems("objective = \"loss +\""))
        .containsExactly(
            "test.conf:3: search.objective.metric: 'loss +' is no expression, at its end; "
                + Formula.ACCEPTED);
    assertThat(problems("objective = \"1 + 2\"")).singleElement().asString().contains("nothing");
  }

  @Test
  void severalObjectivesAreAListOfWhichTheFirstDecides() {
    Experiment spec =
        search("objective = [ { metric = accuracy }, parameters, { metric = loss, at = best } ]");
    assertThat(spec.objective())
        .isEqualTo(new Objective("validation_accuracy", Goal.MAXIMIZE, At.LAST));
    assertThat(spec.judgement().further())
        .containsExactly(
            new Objective("parameters", Goal.MINIMIZE, At.LAST),
            new Objective("validation_loss", Goal.MINIMIZE, At.BEST));
    assertThat(problems("objective = [loss, loss]"))
        .containsExactly("test.conf:3: search.objective: 'validation_loss' stands there twice");
    assertThat(problems("objective = [loss, accuracy, f1, epochs]"))
        .containsExactly("test.conf:3: search.objective: 1 to 3 objectives are accepted, not 4");
    assertThat(problems("objective = []"))
        .containsExactly("test.conf:3: search.objective: 1 to 3 objectives are accepted, not 0");
    assertThat(problems("objective = [ { metric = los }, { metric = f1, gaol = 1 } ]"))
        .hasSize(2)
        .anyMatch(line -> line.contains("search.objective.0.metric: 'los' is not accepted"))
        .anyMatch(line -> line.contains("search.objective.1.gaol: unknown key"));
  }

  @Test
  void constraintsOnWhatIsMeasuredAreToldFromThoseOnParameters() {
    Experiment spec =
        written.load(
            Written.iris(
                "training.epochs { grid = [5, 10] }\ntraining.batch-size { grid = [8, 16] }\n"
                    + "search.constraints = [\"epochs < 10 || batch_size == 8\","
                    + " \"parameters < 1e6\", \"seconds < 3 * epochs\", \"loss < 1 || batch_size"
                    + " == 8\"]"));
    assertThat(spec.space().constraints()).extracting(Object::toString).hasSize(1);
    assertThat(spec.judgement().limits())
        .containsExactly(
            "parameters < 1e6", "seconds < 3 * epochs", "validation_loss < 1 || batch_size == 8");
    assertThat(problems("constraints = [\"parameters < 1e6 && nothing > 2\"]"))
        .containsExactly(
            "test.conf:3: search.constraints: 'parameters < 1e6 && nothing > 2' uses the unknown"
                + " name 'nothing'; known are "
                + NAMES);
    assertThat(problems("constraints = [\"parameters + 1\"]"))
        .containsExactly(
            "test.conf:3: search.constraints: 'parameters + 1' gives 2.0; a constraint must give"
                + " true or false");
  }

  @Test
  void withoutAValidationPartNamesMeanTheTrainingPart() {
    String text = "data.validation = 0\nretrain.rows = all\nsearch.";
    assertThat(written.load(Written.iris(text + "objective = loss")).objective().metric())
        .isEqualTo("train_loss");
    assertThat(written.problems(Written.iris(text + "constraints = [\"f1 > 0.5\"]")))
        .isNotEmpty()
        .allMatch(line -> line.contains("search.constraints"));
    assertThat(written.problems(Written.iris(text + "constraints = [\"validation_f1 > 0.5\"]")))
        .containsExactly(
            "test.conf:5: search.constraints: 'validation_f1 > 0.5' needs validation_f1, and nothing"
                + " is validated; set data.validation above 0 or data.folds");
  }

  @Test
  void repeatsAndConfirmationAreNumbers() {
    Experiment spec = search("repeats = 3, confirm = 5, confirm-seeds = 2");
    assertThat(spec.judgement()).isEqualTo(new Judgement(List.of(), List.of(), 3));
    assertThat(spec.confirm()).isEqualTo(new ConfirmSpec(5, 2));
    assertThat(search("repeats = 1").judgement()).isEqualTo(Judgement.PLAIN);
    assertThat(search("repeats = 1").confirm()).isEqualTo(ConfirmSpec.NONE);
    assertThat(problems("repeats = 0, confirm = -1, confirm-seeds = 0")).hasSize(3);
  }

  private Experiment search(String part) {
    return written.load(Written.iris(part(part)));
  }

  private List<String> problems(String part) {
    return written.problems(Written.iris(part(part)));
  }

  /** Lines after the first stand for themselves. */
  private static String part(String part) {
    int end = part.indexOf('\n');
    return end < 0
        ? "search { " + part + " }"
        : "search { " + part.substring(0, end) + " }" + part.substring(end);
  }
}
