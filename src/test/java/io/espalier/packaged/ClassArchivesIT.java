package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.packaged.PackagedProgram.Result;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archives of classes that {@code submit/local.sh} keeps. */
class ClassArchivesIT {
  @TempDir private Path folder;

  @Test
  void theSecondStartTakesIntoUseWhatTheFirstHasWritten() {
    String answer = help().output();
    assertThat(answer).contains("Usage: espalier");
    assertThat(archives()).singleElement().asString().matches(".*-help-\\d+\\.jsa\\.\\d+");
    assertThat(help().output()).isEqualTo(answer);
    assertThat(archives()).singleElement().asString().matches(".*-help-\\d+\\.\\d+\\.jsa");
    long written = archives().get(0).toFile().lastModified();
    assertThat(help().output()).isEqualTo(answer);
    assertThat(archives().get(0).toFile().lastModified()).isEqualTo(written);
  }

  @Test
  void anArchiveThatWasCutShortIsWrittenAgain() {
    help();
    Path written = archives().get(0);
    cut(written);
    help();
    assertThat(archives()).doesNotContain(written).hasSize(1);
    help();
    assertThat(archives()).singleElement().asString().endsWith(".jsa");
  }

  @Test
  void oneThatIsCutShortInUseIsPassedOver() {
    help();
    help();
    Path inUse = archives().get(0);
    cut(inUse);
    assertThat(help().output()).contains("Usage: espalier");
    assertThat(archives()).doesNotContain(inUse).hasSize(1);
  }

  @Test
  void archivesOfOlderJarsAreRemoved() throws IOException {
    help();
    Path written = archives().get(0);
    String name = written.getFileName().toString();
    Path older = written.resolveSibling(name.replaceFirst("help-\\d+.*", "help-1.10.jsa"));
    Path others = written.resolveSibling("7-help-1.10.jsa");
    Files.createFile(older);
    Files.createFile(others);
    help();
    assertThat(archives()).hasSize(2).contains(others).doesNotContain(older);
  }

  @Test
  void whatAFailedCommandHasLoadedServesUntilOneEndsWell() {
    assertThat(start("--no-such-option").exitCode()).isEqualTo(2);
    assertThat(archives()).hasSize(2).last().asString().matches(".*\\.jsa\\.\\d+\\.short");
    assertThat(start("--no-such-option").exitCode()).isEqualTo(2);
    assertThat(archives()).hasSize(2).first().asString().matches(".*-help-\\d+\\.\\d+\\.jsa");
    help();
    assertThat(archives()).isEmpty();
    help();
    assertThat(archives()).singleElement().asString().matches(".*-help-\\d+\\.jsa\\.\\d+");
  }

  @Test
  void whereNothingCanBeKeptTheProgramStartsWithout() throws IOException {
    Files.createFile(folder.resolve("cache"));
    assertThat(help().output()).contains("Usage: espalier");
  }

  private static void cut(Path archive) {
    assertThat(archive.toFile().setWritable(true)).isTrue();
    try (RandomAccessFile file = new RandomAccessFile(archive.toFile(), "rw")) {
      file.setLength(file.length() / 2);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Nothing but the answer may reach the screen. */
  private Result help() {
    Result result = start("--help");
    assertThat(result.errors()).isEmpty();
    assertThat(result.exitCode()).isZero();
    return result;
  }

  private Result start(String argument) {
    return new PackagedProgram(folder)
        .start(
            List.of("submit/local.sh", argument),
            Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString(), "ESPALIER_JAVA", ""))
        .await();
  }

  private List<Path> archives() {
    try (Stream<Path> files = Files.list(folder.resolve("cache/espalier"))) {
      return files.sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
