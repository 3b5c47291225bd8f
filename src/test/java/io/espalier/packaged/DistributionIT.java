package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.packaged.PackagedProgram.Result;
import io.espalier.wire.BuildFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code src/dist/distribution.xml} packs, laid out as it will lie where it is unpacked. */
class DistributionIT {
  @TempDir private Path folder;
  private Path command;

  @BeforeEach
  void layOut() throws IOException {
    Path home = folder.resolve("Programs (x 86)/espalier");
    Files.createDirectories(home.resolve("lib"));
    copy("submit", home.resolve("submit"));
    copy("src/dist/bin", home.resolve("bin"));
    link(home.resolve("lib").resolve(PackagedProgram.JAR.getFileName()), PackagedProgram.JAR);
    link(home.resolve("lib/spark"), PackagedProgram.SPARK_HOME);
    link(
        home.resolve("lib/platforms.txt"),
        Path.of("src/main/resources/io/espalier/wire/platforms.txt"));
    command = Files.createSymbolicLink(folder.resolve("on-the-path"), home.resolve("bin/espalier"));
  }

  private static void copy(String from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(Path.of(from))) {
      for (Path file : files.toList()) {
        Files.copy(
            file, to.resolve(file.getFileName().toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static void link(Path place, Path file) throws IOException {
    Files.createSymbolicLink(place, file.toAbsolutePath());
  }

  @Test
  void itRunsThroughALinkInAnotherFolderWithoutABuild() {
    Result version = run(Map.of());
    assertThat(version.exitCode()).as(version.errors()).isZero();
    assertThat(version.output())
        .contains(
            "java ",
            "spark " + PackagedProgram.SPARK_LINE + ".",
            "scala " + BuildFacts.of("scala"),
            "natives ",
            "processor ");
    assertThat(version.errors()).isEmpty();
  }

  @Test
  void anotherSparkThanItsOwnIsRefusedInOneLine() {
    boolean four = BuildFacts.of("scala").equals("2.13");
    Result refused = run(Map.of("ESPALIER_SPARK", four ? "3.5" : "4.2"));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors())
        .startsWith("espalier: ")
        .endsWith(
            "/lib/%s.jar is not there: this distribution is for another Scala; make one with ./mvnw -Pdist%s\n"
                .formatted(four ? "espalier" : "espalier_2.13", four ? "" : ",spark4"));
  }

  private Result run(Map<String, String> variables) {
    return inAFolder(variables, "\"$1\" --version");
  }

  /** The line that {@code src/doc/commands.md} names, and what the shell then knows. */
  @Test
  void bashCompletesByOneLine() {
    Result completed =
        inAFolder(
            Map.of(),
            "source <(\"$1\" generate-completion); COMP_WORDS=(espalier pl) COMP_CWORD=1;"
                + " _complete_espalier; echo \"${COMPREPLY[*]}\"");
    assertThat(completed.output()).as(completed.errors()).isEqualTo("plan\n");
  }

  private Result inAFolder(Map<String, String> variables, String line) {
    return new PackagedProgram(folder)
        .start(
            List.of("bash", "-c", "cd \"$0\" && " + line, folder.toString(), command.toString()),
            variables)
        .await();
  }
}
