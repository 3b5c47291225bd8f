package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.ConfigurationException;
import io.espalier.Experiment;
import io.espalier.ExperimentBuilder;
import io.espalier.ReportSpec;
import io.espalier.RunOptions;
import io.espalier.data.DataSource;
import io.espalier.data.DataSpec;
import io.espalier.data.DataSpec.Amount;
import io.espalier.search.history.TrialStatus;
import io.espalier.wire.LearningRateSchedule;
import io.espalier.wire.ModelSpec;
import io.espalier.wire.TrainingSpec;
import io.espalier.wire.TrialPlan;
import io.espalier.wire.Updater;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs that the version before left, whose records hold the text of their file. */
class FormerVersionTest extends SparkForTests {
  private static final String DIGEST =
      "a8c4c5ead263d6df436d953dc1ef55145467022d7df930c41e776d499000ef1e";

  @BeforeEach
  void leave() throws IOException {
    FileUtils.copyDirectory(
        Path.of("src/test/resources/io/espalier/driver/run/version-0.1/tiny").toFile(),
        tiny.output().resolve("tiny").toFile());
    for (String model : List.of("retrained/trial-4-seed-0", "best")) { // which are not kept here
      Path place = Files.createDirectories(tiny.run(1).resolve(model));
      Files.createFile(place.resolve("model.zip"));
    }
  }

  @Test
  void aFinishedOneIsPrintedAgain() {
    RunResult result = tiny.run(TinyExperiments::noSpark, TinyExperiments.BLOBS, "report=none");
    assertThat(result.folder()).isEqualTo(tiny.run(1).toString());
    assertThat(result.digest()).isEqualTo(DIGEST);
    assertThat(tiny.notices())
        .noneMatch(line -> line.contains("retrain part has changed"))
        .anyMatch(line -> line.contains("is finished"));
  }

  @Test
  void anUnfinishedOneGoesOn() throws IOException {
    for (int file = 4; file <= 6; file++) {
      Files.delete(tiny.run(1).resolve("journal/000000000" + file + ".json"));
    }
    RunResult result = tiny.run(() -> spark, TinyExperiments.BLOBS, "report=none");
    assertThat(result.folder()).isEqualTo(tiny.run(1).toString());
    assertThat(result.counts()).isEqualTo(Map.of(TrialStatus.COMPLETED, 4));
  }

  @Test
  void anyOfItsTrialsCanBeRetrained() {
    assertThat(tiny.retrain(() -> spark, 1, 2))
        .singleElement()
        .matches(model -> model.trial() == 2);
  }

  @Test
  void anotherSearchIsRefusedWithTheDifference() {
    assertThatThrownBy(
            () ->
                tiny.run(
                    TinyExperiments::noSpark,
                    TinyExperiments.BLOBS,
                    "training.batch-size=8",
                    "search.order=[learning-rate]"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageEndingWith(
            "The difference:\n"
                + "search.order: [\"units\",\"learning_rate\"] before,"
                + " [\"learning_rate\",\"units\"] now\n"
                + "training.batch-size: 16 before, 8 now");
  }

  @Test
  void aProgramThatBuildsTheSameTakesItUp() {
    Experiment experiment =
        ExperimentBuilder.named("tiny")
            .seed(5)
            .data(
                DataSpec.of(new DataSource.Blobs(120, 4, 3, 1))
                    .withValidation(new Amount.Share(0.25)))
            .grid("units", 3, 4)
            .grid("learning_rate", 0.01, 0.1)
            .plan(
                row ->
                    new TrialPlan(
                        ModelSpec.mlp(row.whole("units")),
                        new TrainingSpec(
                            new Updater.Sgd(row.real("learning_rate")),
                            new LearningRateSchedule.Constant(),
                            16,
                            2,
                            0,
                            0)))
            .report(ReportSpec.NONE)
            .output(tiny.output().toString())
            .build();
    RunResult result =
        ExperimentRun.run(
            experiment,
            RunOptions.standard(),
            new Configuration(),
            need -> TinyExperiments.noSpark());
    assertThat(result.digest()).isEqualTo(DIGEST);
  }
}
