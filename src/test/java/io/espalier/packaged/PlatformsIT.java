package io.espalier.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.espalier.packaged.PackagedProgram.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same program on another Java than the tests'. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class PlatformsIT {
  /** Names the home of another Java. */
  private static final String OTHER = "ESPALIER_OTHER_JAVA";

  @TempDir private Path folder;
  private PackagedProgram program;

  @BeforeEach
  void prepare() {
    program = new PackagedProgram(folder);
  }

  @Test
  void anotherJavaGivesTheSameDigest() {
    String other = System.getenv().getOrDefault(OTHER, "");
    assumeTrue(!other.isEmpty(), OTHER + " names no other Java");
    Result doctor = on(other, "doctor");
    assertThat(doctor.exitCode()).as(doctor.errors()).isZero();
    assertThat(doctor.output()).doesNotContain(System.getProperty("java.runtime.version"));
    assertThat(quickstart(other).digest())
        .isEqualTo(quickstart(System.getProperty("java.home")).digest());
  }

  @Test
  void aJavaThatSparkDoesNotRunOnIsRefusedInOneLine() throws IOException {
    Path home = folder.resolve("java");
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexit 9\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"25.0.2\"\n");
    Result refused = on(home.toString(), "doctor");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors())
        .isEqualTo(
            "espalier: Spark 3.5 needs a JDK 17 or 21; '%s' is version 25. Set JAVA_HOME to one.\n"
                .formatted(java));
  }

  private Result quickstart(String java) {
    String output = "output.directory=" + folder.resolve(java.replaceAll("\\W", "-"));
    Result run = on(java, "run", "conf/quickstart.conf", "--set", output);
    assertThat(run.exitCode()).as(run.errors()).isZero();
    return run;
  }

  private Result on(String java, String... arguments) {
    List<String> command = new ArrayList<>(List.of("submit/local.sh"));
    command.addAll(List.of(arguments));
    return program.start(command, Map.of("JAVA_HOME", java, "ESPALIER_SPARK", "3.5")).await();
  }
}
