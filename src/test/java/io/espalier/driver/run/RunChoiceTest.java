package io.espalier.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.driver.journal.Journal;
import io.espalier.driver.journal.JournalException;
import io.espalier.driver.journal.RunFolder;
import io.espalier.driver.journal.RunFolders;
import io.espalier.driver.run.RunChoice.Need;
import io.espalier.search.history.Event;
import io.espalier.search.history.SampleRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three runs of one experiment: finished, with a model and tables; the same; just begun. */
class RunChoiceTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir private Path output;
  private final List<String> notices = new ArrayList<>();
  private RunChoice choice;

  @BeforeEach
  void make() throws IOException {
    choice = new RunChoice(output.toString(), HADOOP, notices::add);
    finished(begun("digits"));
    finished(begun("digits"));
    begun("digits");
    begun("blobs");
  }

  @Test
  void anExperimentsNameIsItsNewestRun() {
    assertThat(choice.folder("digits", Need.RECORD)).isEqualTo(run("003"));
    assertThat(notices).containsExactly("taking digits/003");
  }

  @Test
  void anExperimentsFolderIsItsNewestRun() {
    assertThat(choice.folder(output.resolve("digits").toString(), Need.RECORD))
        .isEqualTo(run("003"));
    assertThat(choice.folder(output.resolve("digits") + "/", Need.RECORD)).isEqualTo(run("003"));
    assertThat(notices).hasSize(2).containsOnly("taking digits/003");
  }

  @Test
  void aRunThatIsNamedIsTakenWithoutAWord() {
    assertThat(choice.folder(run("001"), Need.RECORD)).isEqualTo(run("001"));
    assertThat(choice.folder("digits/001", Need.MODEL)).isEqualTo(run("001"));
    assertThat(choice.folder("digits/003", Need.MODEL)).isEqualTo(run("003"));
    assertThat(notices).isEmpty();
  }

  @Test
  void aRunWithoutWhatIsNeededIsPassedOverAndNamed() {
    assertThat(choice.folder("digits", Need.MODEL)).isEqualTo(run("002"));
    assertThat(choice.folder("digits", Need.TABLES)).isEqualTo(run("002"));
    assertThat(choice.folder("digits", Need.END)).isEqualTo(run("002"));
    assertThat(notices)
        .containsExactly(
            "taking digits/002; 003 is newer and has no model yet",
            "taking digits/002; 003 is newer and has no tables yet",
            "taking digits/002; 003 is newer and is unfinished");
  }

  @Test
  void whereNoRunFitsTheNewestIsSaid() {
    assertThatThrownBy(() -> choice.folder("blobs", Need.MODEL))
        .isInstanceOf(JournalException.class)
        .hasMessage("no run of blobs has a model: the newest, 001, has no model yet");
    assertThatThrownBy(() -> choice.folder("blobs", Need.END))
        .hasMessage("no run of blobs is finished: the newest, 001, is unfinished");
  }

  @Test
  void anUnknownNameGetsTheNearest() {
    assertThatThrownBy(() -> choice.folder("digit", Need.RECORD))
        .isInstanceOf(JournalException.class)
        .hasMessage(
            "there is no run 'digit': %s holds runs of blobs, digits; an experiment's name, its"
                + " folder or a run's folder is accepted; did you mean 'digits'?",
            output);
    RunChoice empty = new RunChoice(output.resolve("none").toString(), HADOOP, notices::add);
    assertThatThrownBy(() -> empty.folder("digits", Need.RECORD))
        .hasMessageContaining("none holds none; ");
  }

  @Test
  void aFolderWithoutRunsIsNoRun() throws IOException {
    Path other = Files.createDirectories(output.resolve("other"));
    assertThatThrownBy(() -> choice.folder(other.toString(), Need.RECORD))
        .hasMessageStartingWith(other + " holds no run; an experiment's name, ");
  }

  @Test
  void aFolderWithAModelIsEnoughForPrediction() throws IOException {
    Path alone = Files.createDirectories(output.resolve("alone"));
    Files.writeString(alone.resolve(ModelCard.CARD), "{}");
    assertThat(choice.folder(alone.toString(), Need.MODEL)).isEqualTo(alone.toString());
    assertThatThrownBy(() -> choice.folder(alone.toString(), Need.RECORD))
        .hasMessageContaining("holds no run");
  }

  @Test
  void runsAreListedByExperimentOrAlone() {
    assertThat(choice.runs("digits")).extracting(RunFolder::run).containsExactly(1, 2, 3);
    assertThat(choice.runs("digits/002")).extracting(RunFolder::path).containsExactly(run("002"));
  }

  private String run(String number) {
    return output.resolve("digits").resolve(number).toString();
  }

  private RunFolder begun(String experiment) {
    RunFolder run = new RunFolders(output.toString(), HADOOP).createNext(experiment);
    append(run, SampleRun.opened());
    return run;
  }

  private void finished(RunFolder run) throws IOException {
    append(run, new Event.RunFinished("digest", 1));
    Path folder = Path.of(run.path());
    Files.createDirectories(folder.resolve("best"));
    Files.writeString(folder.resolve("best").resolve(ModelCard.CARD), "{}");
    Files.createDirectories(folder.resolve("tables/trials"));
    Files.writeString(folder.resolve("tables/trials/part-00001.parquet"), "");
  }

  private static void append(RunFolder run, Event event) {
    try (Journal journal =
        event instanceof Event.RunOpened
            ? Journal.create(run.path(), HADOOP)
            : Journal.open(run.path(), HADOOP)) {
      journal.append(List.of(event));
    }
  }
}
