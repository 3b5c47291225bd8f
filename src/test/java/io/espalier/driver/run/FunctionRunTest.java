package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.cli.Answers;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.simulate.Simulation;
import io.espalier.search.history.History;
import io.espalier.search.history.TrialStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Functions in an ordinary run: tasks, journal, checkpoints, tables. */
class FunctionRunTest extends SparkForTests {
  private static final String BRANIN =
      """
      experiment { name = tiny, seed = 5 }
      model {
        kind = function, function = branin
        x1 { uniform = [-5, 10] }, x2 { uniform = [0, 15] }
        curve.rise = 20
      }
      training.epochs = 9
      search { algorithm = tpe, trials = 30, scheduler = asha, deterministic = true, window = 8 }
      """;

  private History history() {
    return Journal.history(tiny.run(1).toString(), new Configuration());
  }

  @Test
  void aRunGivesTheTablesThatASimulationForetells() {
    tiny.withReports();
    RunResult result = tiny.run(() -> spark, BRANIN);
    assertThat(result.digest()).isEqualTo(Simulation.of(tiny.spec(BRANIN), 64).digest());
    assertThat(history().count(TrialStatus.STOPPED)).isPositive();
    assertThat(history().opened().rungs()).containsExactly(1, 3);
    assertThat(result.retrained()).isEmpty();
    assertThat(tiny.run(1).resolve("tables/trials")).isDirectory();
    assertThat(tiny.run(1).resolve("report.html")).isRegularFile();
    assertThat(Files.exists(tiny.run(1).resolve("checkpoints"))).isFalse();
    assertThat(tiny.notices()).noneMatch(line -> line.contains("could not be written"));
  }

  @Test
  void aKilledRunGoesOnToTheSameTables() throws IOException {
    tiny.run(() -> spark, BRANIN);
    String digest = history().finish().orElseThrow().digest();
    tiny.interruptAfter("trial-paused", 10);
    assertThat(history().finish()).isEmpty();
    assertThat(tiny.run(() -> spark, BRANIN).digest()).isEqualTo(digest);
  }

  @Test
  void aTrialTakesItsSeconds() {
    tiny.run(
        () -> spark, BRANIN, "model.seconds=0.45", "search.trials=2", "search.scheduler=plain");
    assertThat(history().trials())
        .allSatisfy(
            trial ->
                assertThat(trial.outcome().orElseThrow().timing().trainSeconds())
                    .isBetween(0.4, 5.0));
  }

  @Test
  void aTrialWhoseTimeIsUpStopsAndItsValueCounts() {
    tiny.run(
        () -> spark,
        BRANIN,
        "model.seconds=0.9",
        "search.trials=2",
        "search.scheduler=plain",
        "search.trial-minutes=0.004");
    assertThat(history().trials())
        .allSatisfy(
            trial -> {
              assertThat(trial.status()).isEqualTo(TrialStatus.STOPPED);
              assertThat(trial.epochs()).isBetween(1, 3);
              assertThat(trial.reason()).contains("search.trial-minutes are over");
              assertThat(trial.objective()).isFinite();
            });
  }

  @Test
  void theCommandReplaysWhatARunRecorded() {
    RunResult result = tiny.run(() -> spark, BRANIN, "search.scheduler=plain");
    Path file = tiny.run(1).resolve("experiment.conf");
    String answer =
        Answers.of(
            "simulate", file.toString(), "--slots", "64", "--history", tiny.run(1).toString());
    assertThat(answer)
        .contains("30 of 30 trials were recorded, 0 took the nearest recorded configuration")
        .contains(result.digest());
  }
}
