package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.espalier.ConfigurationException;
import io.espalier.MetricFunction;
import io.espalier.driver.journal.Journal;
import io.espalier.search.history.Event;
import io.espalier.search.history.Objective;
import io.espalier.search.history.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Metrics of the user's own, from the file to tables and report. */
class OwnMetricRunTest extends SparkForTests {
  private static final String HITS = "measure.own.hits.class=\"" + Hits.class.getName() + "\"";
  private static final double ROUNDING = 1e-12;

  /** The share of examples whose class is predicted, as accuracy is. */
  public static final class Hits implements MetricFunction {
    @Override
    public double value(Predictions predictions) {
      return (double)
              IntStream.range(0, predictions.examples())
                  .filter(one -> predictions.predicted(one) == predictions.label(one))
                  .count()
          / predictions.examples();
    }
  }

  /** The mean distance of the first number. */
  public static final class Distance implements MetricFunction {
    @Override
    public double value(Predictions predictions) {
      return IntStream.range(0, predictions.examples())
          .mapToDouble(one -> Math.abs(predictions.output(one, 0) - predictions.target(one, 0)))
          .average()
          .orElseThrow();
    }
  }

  /** What a user forgets. */
  public static final class Broken implements MetricFunction {
    @Override
    public double value(Predictions predictions) {
      return predictions.output(0, predictions.outputs());
    }
  }

  private RunResult run(String text, String... overrides) {
    return tiny.run(() -> spark, text, overrides);
  }

  private List<Trial> trials() {
    return Journal.history(tiny.run(1).toString(), new Configuration()).trials();
  }

  private static void assertHits(SortedMap<String, Double> metrics, String part) {
    assertThat(metrics.get(part + "hits")).isEqualTo(metrics.get(part + "accuracy"));
  }

  @Test
  void itIsAColumnAndCanBeTheObjective() throws IOException {
    tiny.withReports();
    RunResult result = run(TinyExperiments.BLOBS, HITS, "search.objective=hits");
    assertThat(result.objective().goal()).isEqualTo(Objective.Goal.MAXIMIZE);
    assertThat(trials())
        .hasSize(4)
        .allSatisfy(
            trial ->
                trial.measurements().forEach(epoch -> assertHits(epoch.metrics(), "validation_")))
        .allSatisfy(
            trial ->
                assertThat(trial.objective())
                    .isEqualTo(trial.measurements().get(1).metric("validation_hits")));
    assertHits(result.retrained().get(0).outcome().test().get(0).metrics(), "");
    for (String table : List.of("trials", "epochs", "retrained")) {
      assertThat(table(table)).as(table).contains("validation_hits");
    }
    assertThat(table("retrained")).contains("test_hits");
    assertThat(Files.readString(tiny.run(1).resolve("report.html"))).contains("validation_hits");
  }

  private String[] table(String name) {
    return spark.read().parquet(tiny.run(1).resolve("tables/" + name).toString()).columns();
  }

  @Test
  void trialsSideBySideAndAcrossTasksAreMeasuredAlike() {
    run(
        TinyExperiments.BLOBS
            .replace("units { grid = [3, 4] }", "units = 3")
            .replace("[0.01, 0.1]", "[1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3]"),
        HITS,
        "search.fusion=auto",
        "retrain.mode=data-parallel",
        "retrain.workers=2");
    assertThat(trials()).anyMatch(trial -> trial.outcome().orElseThrow().place().fusedWith() > 0);
    trials().forEach(trial -> assertHits(trial.measurements().get(1).metrics(), "validation_"));
    Event.Retrained model =
        Journal.history(tiny.run(1).toString(), new Configuration()).retrained().get(0);
    assertHits(model.outcome().test().get(0).metrics(), "");
  }

  @Test
  void numbersAreInTheLabelsUnit() {
    String text =
        """
        experiment { name = tiny, seed = 5 }
        data { source = csv, path = "%s/lines.csv", label = y, regression = true, validation = 0.25 }
        model { kind = mlp, layers = [ { dense = 4 } ] }
        training { updater { kind = sgd, learning-rate { grid = [0.01, 0.1] } }, epochs = 2 }
        measure { own { distance { class = "%s", better = lower } } }
        search { objective = distance }
        """;
    StringBuilder lines = new StringBuilder("x,y\n");
    IntStream.range(0, 60)
        .forEach(i -> lines.append(i).append(',').append(700 + 30 * i).append('\n'));
    try {
      Files.writeString(folder.resolve("lines.csv"), lines);
    } catch (IOException failure) {
      throw new java.io.UncheckedIOException(failure);
    }
    RunResult result = run(text.formatted(folder, Distance.class.getName()));
    assertThat(result.objective().goal()).isEqualTo(Objective.Goal.MINIMIZE);
    assertThat(trials())
        .hasSize(2)
        .allSatisfy(
            trial ->
                assertThat(trial.objective())
                    .isGreaterThan(1)
                    .isCloseTo(
                        trial.measurements().get(1).metric("validation_mae"),
                        within(ROUNDING * trial.objective())));
  }

  @Test
  void whatItThrowsIsTheTrialsReason() {
    assertThatThrownBy(
            () ->
                run(
                    TinyExperiments.BLOBS,
                    "measure.own.broken.class=\"" + Broken.class.getName() + "\""))
        .isInstanceOf(NothingTrainedException.class);
    assertThat(trials())
        .hasSize(4)
        .allSatisfy(
            trial ->
                assertThat(trial.reason())
                    .startsWith(Broken.class.getName() + " throws java.lang.IndexOutOfBounds")
                    .doesNotContain("\n"));
  }

  @Test
  void whatIsWrongIsToldBeforeAnythingTrains() {
    assertWrong("measure.own.profit.class=com.acme.Profit", "com.acme.Profit is on no class path");
    assertWrong("measure.own.profit.class=java.lang.String", "is no io.espalier.MetricFunction");
    assertWrong("measure.own.f1.class=\"" + Hits.class.getName() + "\"", "'f1' is a metric that");
    assertWrong("measure.own.Hits.class=\"" + Hits.class.getName() + "\"", "'Hits' cannot name a");
    assertWrong("measure.own.hits={}", "the full name of an io.espalier.MetricFunction");
    assertThat(tiny.run(1)).doesNotExist();
  }

  private void assertWrong(String override, String message) {
    assertThatThrownBy(() -> run(TinyExperiments.BLOBS, override))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(message);
  }
}
