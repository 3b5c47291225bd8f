package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.driver.journal.Journal;
import io.espalier.driver.tables.RunTables;
import io.espalier.search.history.Best;
import io.espalier.search.history.Event;
import io.espalier.search.history.History;
import io.espalier.search.history.Sample;
import io.espalier.search.history.Trial;
import io.espalier.wire.Outcome;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Runs whose trials are judged by more than one training and one objective. */
class JudgementRunTest extends SparkForTests {
  private static final String REPEATED = TinyExperiments.BLOBS + "search.repeats = 2\n";
  private static final String CONFIRMED = REPEATED + "search { confirm = 3, confirm-seeds = 2 }\n";

  @Test
  void aTrialIsTheMeanOverItsRepeatsOfWhichTheFirstIsTheTrialAlone() {
    RunResult once = tiny.run(() -> spark, TinyExperiments.BLOBS);
    double first = trial(1, 1).objective();
    RunResult twice = tiny.another(() -> spark, REPEATED);
    Trial repeated = trial(2, 1);
    double spread = repeated.measurements().get(1).spreads().getOrDefault("validation_loss", 0.0);
    // two values have the mean m and the standard deviation |a − b| / √2
    assertThat(Math.abs(first - repeated.objective()))
        .isCloseTo(spread / Math.sqrt(2), org.assertj.core.api.Assertions.within(1e-6));
    assertThat(spread).isPositive();
    assertThat(twice.digest()).isNotEqualTo(once.digest());
    assertThat(twice.found().orElseThrow().over()).isEqualTo("2 repeats");
    assertThat(twice.found().orElseThrow().interval()).isPresent();
    assertThatThrownBy(() -> tiny.run(TinyExperiments::noSpark, TinyExperiments.BLOBS))
        .hasMessageContaining("judgement.repeats: 2 before, nothing now");
  }

  @Test
  void theBestTrialsAreTrainedAgainAndTheMeanDecides() {
    RunResult result = tiny.run(() -> spark, CONFIRMED);
    History history = history(1);
    List<Integer> searched = history.ranking().searched(3).stream().map(Trial::number).toList();
    assertThat(history.confirmations())
        .hasSize(6)
        .allMatch(one -> one.outcome().status() == Outcome.Status.COMPLETED)
        .allMatch(one -> searched.contains(one.trial()))
        .extracting(Event.TrialConfirmed::seed)
        .doesNotHaveDuplicates();
    Trial best = result.best().orElseThrow();
    Sample measured = history.ranking().measured(best);
    assertThat(measured.values()).hasSize(3).doesNotHaveDuplicates();
    assertThat(history.ranking().confirmed().values())
        .hasSize(3)
        .allMatch(other -> other.mean() >= measured.mean());
    Best found = result.found().orElseThrow();
    assertThat(found.value()).isEqualTo(measured.mean());
    assertThat(found.over()).isEqualTo("3 measurements");
    assertThat(result.retrained())
        .extracting(Event.Retrained::trial)
        .containsExactly(best.number());
  }

  @Test
  void anInterruptedConfirmationGoesOnToTheSameDigest() throws IOException {
    String whole = tiny.run(() -> spark, CONFIRMED).digest();
    tiny.interruptAfter("trial-confirmed", 2);
    History kept = history(1);
    assertThat(onOneSlot(() -> tiny.run(() -> spark, CONFIRMED)).digest()).isEqualTo(whole);
    assertThat(history(1).confirmations())
        .hasSize(6)
        .startsWith(kept.confirmations().toArray(Event.TrialConfirmed[]::new));
  }

  @Test
  void aFinishedRunIsConfirmedWhenThatIsAskedForLater() {
    RunResult alone = tiny.run(() -> spark, REPEATED);
    RunResult later = tiny.run(() -> spark, CONFIRMED);
    assertThat(later.run()).isEqualTo(alone.run());
    assertThat(history(1).confirmations()).hasSize(6);
    assertThat(tiny.run(TinyExperiments::noSpark, CONFIRMED)).isEqualTo(later);
  }

  @Test
  void objectivesAndLimitsAreInTheTables() {
    RunResult result =
        tiny.run(
            () -> spark,
            CONFIRMED
                + "search { objective = [ { metric = \"loss + 1e-3 * parameters\" }, parameters,"
                + " accuracy ], constraints = [\"parameters < 30\"] }");
    assertThat(result.judged())
        .hasSize(2)
        .first()
        .isEqualTo("2 trials do not meet search.constraints and cannot be best");
    RunTables.register(spark, List.of(result.folder()));
    assertThat(
            spark
                .sql(
                    "select trial from trials where feasible and parameters < 30 and objective ="
                        + " validation_loss + 1e-3 * parameters and objective_2 = parameters and"
                        + " objective_3 = validation_accuracy and objective_spread > 0 and repeats ="
                        + " 2 order by trial")
                .collectAsList())
        .extracting(row -> row.getInt(0))
        .containsExactly(1, 2);
    assertThat(spark.sql("select * from trials where not feasible and not pareto").count())
        .isEqualTo(2);
    Row best = spark.sql("select * from best join trials using (trial)").first();
    assertThat(best.<Integer>getAs("trial")).isEqualTo(result.best().orElseThrow().number());
    assertThat(best.<String>getAs("metric")).isEqualTo("validation_loss + 1e-3 * parameters");
    assertThat(best.<Double>getAs("confirmed_objective"))
        .isEqualTo(result.found().orElseThrow().value());
    assertThat(best.<Boolean>getAs("pareto")).isTrue();
    assertThat(spark.sql("select * from confirmations").count())
        .as("the two feasible ones, twice")
        .isEqualTo(4);
  }

  @Test
  void whereNoTrialMeetsTheLimitsNoneIsBest() {
    assertThatThrownBy(
            () ->
                tiny.run(
                    () -> spark,
                    TinyExperiments.BLOBS + "search.constraints = [\"parameters < 3\"]"))
        .isInstanceOf(NothingTrainedException.class)
        .hasMessage(
            "none of 4 trials meets search.constraints (parameters < 3), and 4 have an objective;"
                + " allow more, or search a wider space");
  }

  @Test
  void secondsMakeARunThatIsToldToBeAnotherEachTime() {
    tiny.run(() -> spark, TinyExperiments.BLOBS + "search.objective = seconds");
    assertThat(tiny.notices())
        .anyMatch(line -> line.startsWith("trials are judged by the seconds that they take"));
  }

  private Trial trial(int run, int number) {
    return history(run).trial(number).orElseThrow();
  }

  private History history(int run) {
    return Journal.history(tiny.run(run).toString(), new Configuration());
  }
}
