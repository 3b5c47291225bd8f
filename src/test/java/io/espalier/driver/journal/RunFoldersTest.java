package io.espalier.driver.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.espalier.search.history.SampleRun;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.package$;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFoldersTest {
  private static final Configuration HADOOP = new Configuration();
  @TempDir private Path output;

  @Test
  void runsAreNumberedFromOne() {
    RunFolder first = open(folders().createNext("digits"));
    RunFolder second = open(folders().createNext("digits"));
    open(folders().createNext("blobs"));

    assertThat(first)
        .isEqualTo(new RunFolder("digits", 1, output.resolve("digits/001").toString()));
    assertThat(folders().runs("digits")).containsExactly(first, second);
    assertThat(folders().newest("digits")).contains(second);
    assertThat(folders().experiments()).containsExactly("blobs", "digits");
  }

  @Test
  void anEmptyOutputHasNoRuns() {
    RunFolders none = new RunFolders(output.resolve("none").toUri().toString(), HADOOP);
    assertThat(none.experiments()).isEmpty();
    assertThat(none.runs("digits")).isEmpty();
    assertThat(none.newest("digits")).isEmpty();
  }

  @Test
  void aFolderWithoutAJournalKeepsItsNumberButIsNoRun() throws IOException {
    RunFolder first = open(folders().createNext("digits"));
    Files.createDirectories(output.resolve("digits/002/journal"));
    Files.createDirectories(output.resolve("digits/notes"));
    Files.writeString(output.resolve("digits/009"), "a file");

    assertThat(folders().newest("digits")).contains(first);
    assertThat(folders().createNext("digits").run()).isEqualTo(3);
  }

  @Test
  void numbersAreOrderedAsNumbers() throws IOException {
    Files.createDirectories(output.resolve("digits/999"));
    Files.createDirectories(output.resolve("digits/1000"));
    assertThat(folders().createNext("digits").path()).endsWith("digits/1001");
  }

  @Test
  void processesAtOnceGetDifferentNumbers() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      Callable<RunFolder> next = () -> folders().createNext("digits");
      TreeSet<Integer> numbers = new TreeSet<>();
      for (Future<RunFolder> run : threads.invokeAll(List.of(next, next, next, next))) {
        numbers.add(run.get().run());
      }
      assertThat(numbers).containsExactly(1, 2, 3, 4);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aClaimByFileIsExclusive() throws IOException {
    Folder run = Folder.of(output.resolve("digits/001").toString(), HADOOP);
    RunFolders.claimByFile(run);
    assertThatThrownBy(() -> RunFolders.claimByFile(run))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void anOutputThatIsAFileIsNamed() throws IOException {
    Path file = Files.writeString(output.resolve("file"), "x");
    assertThatThrownBy(() -> new RunFolders(file.toString(), HADOOP).createNext("digits"))
        .isInstanceOf(JournalException.class)
        .hasMessageStartingWith(file + "/digits/001 cannot be written: ");
  }

  @Test
  void anUnknownFileSystemIsNamed() {
    assertThatThrownBy(() -> new RunFolders("nosuch://host/x", HADOOP))
        .isInstanceOf(JournalException.class)
        .hasMessage(
            "nosuch://host/x: not a usable folder: UnsupportedFileSystemException: No FileSystem"
                + " for scheme \"nosuch\"");
  }

  @Test
  void aFileInTheExperimentsPlaceIsSaid() throws IOException {
    Files.writeString(output.resolve("digits"), "in the way");
    assertThatThrownBy(() -> folders().createNext("digits"))
        .isInstanceOf(JournalException.class)
        .hasMessage(output.resolve("digits") + " is a file; the experiment needs a folder there");
  }

  @Test
  void provenanceNamesWhatTookPart() {
    assertThat(Provenance.versions())
        .containsOnlyKeys("dl4j", "espalier", "java", "natives", "os", "spark")
        .containsEntry("spark", package$.MODULE$.SPARK_VERSION())
        .containsEntry("dl4j", "1.0.0-M2.1")
        .doesNotContainValue("unknown");
  }

  private RunFolders folders() {
    return new RunFolders(output.toString(), HADOOP);
  }

  private static RunFolder open(RunFolder folder) {
    try (Journal journal = Journal.create(folder.path(), HADOOP)) {
      journal.append(List.of(SampleRun.opened()));
    }
    return folder;
  }
}
