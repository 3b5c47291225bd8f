package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.packaged.PackagedProgram.Result;
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
    Path home = folder.resolve("espalier");
    Files.createDirectories(home.resolve("lib"));
    copy("submit", home.resolve("submit"));
    copy("src/dist/bin", home.resolve("bin"));
    link(home.resolve("lib/espalier.jar"), "target/espalier.jar");
    link(home.resolve("lib/spark"), "target/spark");
    link(home.resolve("lib/platforms.txt"), "src/main/resources/io/espalier/wire/platforms.txt");
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

  private static void link(Path place, String file) throws IOException {
    Files.createSymbolicLink(place, Path.of(file).toAbsolutePath());
  }

  @Test
  void itRunsThroughALinkWithoutABuild() {
    Result version = run(Map.of());
    assertThat(version.exitCode()).as(version.errors()).isZero();
    assertThat(version.output())
        .contains("java ", "spark 3.5.", "scala 2.12", "natives ", "processor ");
    assertThat(version.errors()).isEmpty();
  }

  @Test
  void anotherSparkThanItsOwnIsRefusedInOneLine() {
    Result refused = run(Map.of("ESPALIER_SPARK", "4.2"));
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors())
        .startsWith("espalier: ")
        .endsWith(
            "/lib/espalier_2.13.jar is not there: this distribution is for another Scala; make one"
                + " with ./mvnw -Pdist,spark4\n");
  }

  private Result run(Map<String, String> variables) {
    return new PackagedProgram(folder)
        .start(List.of(command.toString(), "--version"), variables)
        .await();
  }
}
