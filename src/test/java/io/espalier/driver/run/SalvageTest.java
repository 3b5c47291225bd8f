package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.cli.Answers;
import io.espalier.driver.journal.DamagedJournalException;
import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.JournalException;
import io.espalier.search.history.History;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run whose record is damaged in the middle, and what becomes of it. */
class SalvageTest extends SparkForTests {
  private static final Configuration HADOOP = new Configuration();
  private static final String TEXT =
      TinyExperiments.BLOBS
          .replace("epochs = 2", "epochs = 4")
          .concat("search.scheduler { kind = halving, rungs = [2], reduction = 2, bracket = 4 }\n");

  private String digest = "";

  @BeforeEach
  void runAndDamage() throws IOException {
    digest = tiny.run(() -> spark, TEXT, "report=none").digest();
    Path second = file("trial-paused");
    Files.writeString(second, Files.readString(second).replace("PAUSED", "PAUSEX"));
  }

  @Test
  void theCommandSaysWhatIsDamagedAndTheDoctorMakesARunThatGoesOnToTheSameTables()
      throws IOException {
    String damage = file("trial-paused") + " is damaged";
    assertThatThrownBy(() -> tiny.run(() -> spark, TEXT, "report=none"))
        .isInstanceOf(DamagedJournalException.class)
        .hasMessageContaining(damage)
        .hasMessageEndingWith("espalier doctor --run " + tiny.run(1) + " tells what can be saved");
    RunCheck check = RunCheck.of(tiny.run(1).toString(), HADOOP);
    assertThat(check.sound()).isFalse();
    assertThat(check.findings()).anyMatch(one -> !one.good() && one.fact().contains(damage));

    String answer = Answers.of("doctor", "--run", tiny.run(1).toString(), "--salvage");
    assertThat(answer.lines()).last().isEqualTo(tiny.run(2).toString());
    History saved = Journal.history(tiny.run(2).toString(), HADOOP);
    assertThat(saved.opened().run()).isEqualTo(2);
    assertThat(saved.trials()).isNotEmpty();
    assertThat(saved.finished()).isEmpty();
    assertThat(tiny.run(2).resolve("experiment.conf"))
        .hasSameBinaryContentAs(tiny.run(1).resolve("experiment.conf"));

    RunResult result = tiny.run(() -> spark, TEXT, "report=none");
    assertThat(result.folder()).isEqualTo(tiny.run(2).toString());
    assertThat(result.digest()).isEqualTo(digest);
    assertThat(RunCheck.of(tiny.run(2).toString(), HADOOP).findings()).allMatch(one -> one.good());
  }

  @Test
  void checkpointsMoveWithTheRunThatNeedsThem() throws IOException {
    TinyExperiments.delete(tiny.run(1));
    tiny.run(() -> spark, TEXT, "report=none");
    tiny.interruptAfter("trial-paused", 4);
    List<Path> checkpoints = checkpoints(1);
    assertThat(checkpoints).isNotEmpty();
    for (Path checkpoint : checkpoints) {
      Files.createDirectories(checkpoint.resolveSibling(""));
      Files.writeString(checkpoint, checkpoint.toString());
    }
    Salvage.run(tiny.run(1).toString(), HADOOP, line -> {});
    assertThat(checkpoints(2))
        .hasSameSizeAs(checkpoints)
        .allSatisfy(moved -> assertThat(moved.toString()).contains("/tiny/002/checkpoints/"))
        .allSatisfy(
            moved ->
                assertThat(moved).hasContent(moved.toString().replace("/tiny/002/", "/tiny/001/")));
    assertThat(RunCheck.of(tiny.run(2).toString(), HADOOP).findings()).allMatch(one -> one.good());
    TinyExperiments.delete(tiny.run(2).resolve("checkpoints"));
    assertThat(RunCheck.of(tiny.run(2).toString(), HADOOP).findings())
        .filteredOn(one -> !one.good())
        .hasSameSizeAs(checkpoints)
        .allMatch(one -> one.fact().endsWith(".zip is recorded and not there"));
  }

  /** What the trials of a run go on from. */
  private List<Path> checkpoints(int run) {
    return Journal.history(tiny.run(run).toString(), HADOOP).trials().stream()
        .flatMap(trial -> trial.checkpoints().stream())
        .map(one -> Path.of(URI.create(one.network().uri())))
        .toList();
  }

  @Test
  void ofARecordWhoseFirstFileIsGoneNothingCanBeSaved() throws IOException {
    Files.writeString(tiny.run(1).resolve("journal/0000000001.json"), "{}\n");
    assertThat(RunCheck.of(tiny.run(1).toString(), HADOOP).findings())
        .anyMatch(one -> one.advice().startsWith("nothing can be saved"));
    assertThatThrownBy(() -> Salvage.run(tiny.run(1).toString(), HADOOP, line -> {}))
        .isInstanceOf(JournalException.class)
        .hasMessageContaining("nothing of its record can be read");
    assertThat(Answers.endingWith(3, "doctor", "--run", tiny.run(1).toString(), "--salvage"))
        .contains("nothing can be saved");
    assertThat(tiny.run(2)).doesNotExist();
  }

  /** The first file of the record in which a text stands. */
  private Path file(String text) throws IOException {
    for (int number = 1; ; number++) {
      Path file = tiny.run(1).resolve(String.format("journal/%010d.json", number));
      if (Files.readString(file).contains(text)) {
        return file;
      }
    }
  }
}
