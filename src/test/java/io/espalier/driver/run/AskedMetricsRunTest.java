package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.ConfigurationException;
import io.espalier.driver.journal.Journal;
import io.espalier.search.history.History;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Runs that are measured by more than usual, from the file to tables and report. */
class AskedMetricsRunTest extends SparkForTests {
  private static final String ASKED = "measure.metrics=[roc-auc, top-2-accuracy]";
  private static final String CORRELATION =
      "search.objective.metric=validation-matthews-correlation";

  @Test
  void whatIsAskedForIsAColumnAndTheObjectiveIsAskedForByItself() throws IOException {
    tiny.withReports();
    RunResult result = run(TinyExperiments.BLOBS, ASKED, CORRELATION);
    assertThat(result.objective().goal()).isEqualTo(Objective.Goal.MAXIMIZE);
    Trial best = result.best().orElseThrow();
    assertThat(history().trials())
        .hasSize(4)
        .allMatch(trial -> trial.objective() <= best.objective());

    List<String> asked =
        List.of(
            "validation_matthews_correlation", "validation_roc_auc", "validation_top_2_accuracy");
    assertThat(table("trials").columns()).containsSequence(asked.toArray(String[]::new));
    assertThat(table("trials").where("validation_roc_auc between 0 and 1").count()).isEqualTo(4);
    assertThat(table("trials").where("objective = validation_matthews_correlation").count())
        .isEqualTo(4);
    assertThat(table("epochs").columns()).containsAll(asked);
    assertThat(table("retrained").columns())
        .containsAll(asked)
        .contains("test_roc_auc", "test_brier_score", "test_top_2_accuracy", "test_precision");
    assertThat(Files.readString(tiny.run(1).resolve("report.html")))
        .contains("test_roc_auc", "validation_matthews_correlation");
  }

  @Test
  void whatNobodyAskedForIsMeasuredOnTheTestPartAlone() {
    run(TinyExperiments.BLOBS);
    for (String table : List.of("trials", "epochs")) {
      assertThat(Arrays.toString(table(table).columns()))
          .doesNotContain("roc_auc", "brier", "top_");
    }
    Row model = table("retrained").first();
    assertThat(model.<Double>getAs("test_roc_auc")).isBetween(0.0, 1.0);
    assertThat(model.<Double>getAs("test_matthews_correlation")).isBetween(-1.0, 1.0);
    assertThat(model.<Double>getAs("test_balanced_accuracy"))
        .isEqualTo(model.<Double>getAs("test_recall"));
  }

  @Test
  void foldsAreMeasuredEachAndTheTrialIsTheirMean() {
    String folded = TinyExperiments.BLOBS.replace("validation = 0.25", "folds = 3");
    run(folded, "search.objective.metric=validation-roc-auc");
    assertThat(history().trials())
        .allSatisfy(
            trial -> {
              assertThat(trial.objective()).isBetween(0.0, 1.0);
              assertThat(trial.measurements().get(1).spreads().get("validation_roc_auc"))
                  .isPositive();
            });
  }

  @Test
  void anObjectiveThatTheDataLeaveUndefinedIsRefused() {
    assertThatThrownBy(
            () ->
                run(
                    TinyExperiments.BLOBS,
                    "data.validation=1",
                    "search.objective.metric=validation-roc-auc"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageMatching(
            "the objective validation_roc_auc cannot be measured: the validation part has examples"
                + " of one class only, '\\d'; set data.validation so that it has more, data.folds"
                + " to fewer, or search.objective.metric to another");
    assertThat(tiny.run(1)).doesNotExist();
  }

  @Test
  void whatIsUndefinedIsNullAndToldOnce() {
    run(
        TinyExperiments.BLOBS,
        "data.validation=1",
        "data.test=1",
        "measure.metrics=[roc-auc, balanced-accuracy]");
    for (String part : List.of("validation", "test")) {
      assertThat(tiny.notices())
          .filteredOn(
              line ->
                  line.startsWith(
                      part
                          + "_roc_auc cannot be measured, null in the tables: the "
                          + part
                          + " part has examples of one class only, '"))
          .hasSize(1);
    }
    assertThat(table("epochs").columns())
        .contains("validation_balanced_accuracy")
        .doesNotContain("validation_roc_auc");
    assertThat(table("retrained").columns())
        .contains("test_average_precision")
        .doesNotContain("test_roc_auc");
  }

  @Test
  void aMetricThatSaysNothingOfSoFewClassesIsRefused() {
    assertThatThrownBy(() -> run(TinyExperiments.BLOBS, "measure.metrics=[top-5-accuracy]"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "measure.metrics: top-5-accuracy says nothing of 3 classes, all are among the 5 most"
                + " probable; leave it out");
  }

  @Test
  void modelsWithoutProbabilitiesHaveNoBrierScoreToSearchFor() {
    assertThatThrownBy(
            () ->
                run(
                    TinyExperiments.BLOBS,
                    "model.loss=squared-error",
                    "search.objective.metric=validation-brier-score"))
        .isInstanceOf(NothingTrainedException.class)
        .hasMessage(
            "none of 4 trials has a value of validation_brier_score, which is undefined for what"
                + " their models put out; set search.objective.metric to another");
  }

  private RunResult run(String text, String... overrides) {
    return tiny.run(() -> spark, text, overrides);
  }

  private Dataset<Row> table(String name) {
    return spark.read().parquet(tiny.run(1).resolve("tables/" + name).toString());
  }

  private History history() {
    return Journal.history(tiny.run(1).toString(), new Configuration());
  }
}
